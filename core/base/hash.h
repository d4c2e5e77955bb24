// Content hashes: XXH3-128 as 32 hexadecimal digits. They name content (cache keys, images of a document) and do not
// protect against deliberate forgery. Used by caches and readers of files. Thread rule: one ContentHasher per thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace heddle {

std::string content_hash(std::string_view bytes);
std::string content_hash(std::span<const std::byte> bytes);

// The same hash of bytes that arrive in pieces.
class ContentHasher final {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(ContentHasher&&) noexcept;
  ContentHasher& operator=(ContentHasher&&) noexcept;

  void add(std::string_view bytes);
  void add(std::span<const std::byte> bytes);
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace heddle
