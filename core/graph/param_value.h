// ParamValue: the value of a parameter: one of nine kinds, or raw JSON that this version cannot read and preserves.
// Used by graphs, node functions and live updates. Plain values: copy and move freely between threads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "graph/lane.h"

namespace heddle::graph {

enum class ParamKind { integer, seed, real, boolean, text, choice, file, lane, list, raw };

std::string_view to_string(ParamKind kind);

// All 64 bits count, so it never passes through a double: in JSON it is a decimal string.
struct Seed {
  std::uint64_t value = 0;
  bool operator==(const Seed&) const = default;
};

// One of the names that the parameter's description lists.
struct Choice {
  std::string name;
  bool operator==(const Choice&) const = default;
};

struct FilePath {
  std::string path;  // UTF-8, as the user chose it; nothing is opened before the run
  bool operator==(const FilePath&) const = default;
};

struct RawJson {
  std::string text;  // one JSON value, keys sorted
  bool operator==(const RawJson&) const = default;
};

struct ParamValue;
struct ParamList {
  std::vector<ParamValue> items;
  friend bool operator==(const ParamList& a, const ParamList& b);
};

struct ParamValue
    : std::variant<std::int64_t, Seed, double, bool, std::string, Choice, FilePath, Lane, ParamList, RawJson> {
  using variant::variant;
};

inline ParamKind kind_of(const ParamValue& value) { return static_cast<ParamKind>(value.index()); }

using ParamMap = std::map<std::string, ParamValue, std::less<>>;

// The parameters of one node as its function reads them: every parameter of the spec is there, of the spec's kind and
// in its range. Reading another name or kind is a programming error and throws std::logic_error.
class Params final {
 public:
  Params() = default;
  explicit Params(ParamMap values) : values_(std::move(values)) {}

  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] std::uint64_t seed(std::string_view name) const;
  [[nodiscard]] double real(std::string_view name) const;
  [[nodiscard]] bool boolean(std::string_view name) const;
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] const std::string& choice(std::string_view name) const;
  [[nodiscard]] const std::string& file(std::string_view name) const;
  [[nodiscard]] const Lane& lane(std::string_view name) const;
  [[nodiscard]] const std::vector<ParamValue>& list(std::string_view name) const;
  [[nodiscard]] const ParamValue& value(std::string_view name) const;

  [[nodiscard]] const ParamMap& all() const { return values_; }
  void set(std::string name, ParamValue value) { values_.insert_or_assign(std::move(name), std::move(value)); }
  bool operator==(const Params&) const = default;

 private:
  template <class T>
  const T& as(std::string_view name) const;

  ParamMap values_;
};

}  // namespace heddle::graph
