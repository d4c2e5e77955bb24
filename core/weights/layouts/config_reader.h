// ConfigReader: reads numbers and lists from an untrusted config.json, each with its range of plausible values, and
// keeps the first violation. Used by the shapes of this folder. For one thread at a time.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::weights::layouts {

struct Range {
  std::int64_t least = 1;
  std::int64_t most = 1 << 16;
};

class ConfigReader final {
 public:
  // `part` is for messages: "unet".
  ConfigReader(const nlohmann::json& config, std::string part) : config_(config), part_(std::move(part)) {}

  // A missing or null entry gives the fallback; one of another type or outside the range is an error.
  std::int64_t integer(std::string_view key, std::int64_t fallback, Range range = {});
  double number(std::string_view key, double fallback);
  bool flag(std::string_view key, bool fallback);
  std::string text(std::string_view key, std::string_view fallback);
  std::vector<std::int64_t> integers(std::string_view key, Range range = {});
  // One number for all levels, or a list of exactly `levels`.
  std::vector<std::int64_t> per_level(std::string_view key, std::size_t levels, std::int64_t fallback,
                                      Range range = {});
  std::vector<std::string> texts(std::string_view key);

  // For what the reader cannot judge: "block type 'X' is not supported".
  void reject(ErrorKind kind, std::string reason);

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const nlohmann::json* entry(std::string_view key) const;
  std::int64_t checked(std::string_view key, const nlohmann::json& value, Range range);

  const nlohmann::json& config_;
  std::string part_;
  std::optional<Error> error_;
};

}  // namespace heddle::weights::layouts
