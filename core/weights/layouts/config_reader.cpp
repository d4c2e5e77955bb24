#include "weights/layouts/config_reader.h"

#include <fmt/format.h>

#include <utility>

namespace heddle::weights::layouts {

namespace {
constexpr std::size_t kLongestList = 64;
}

const nlohmann::json* ConfigReader::entry(std::string_view key) const {
  if (!config_.is_object()) return nullptr;
  const auto found = config_.find(key);
  return found == config_.end() || found->is_null() ? nullptr : &*found;
}

void ConfigReader::reject(ErrorKind kind, std::string reason) {
  if (error_) return;
  error_ = Error{kind, fmt::format("[model.config] {}: {}", part_, reason), {}};
}

std::int64_t ConfigReader::checked(std::string_view key, const nlohmann::json& value, Range range) {
  if (!value.is_number_integer()) {
    reject(ErrorKind::invalid_input, fmt::format("'{}' is not a whole number", key));
    return range.least;
  }
  const bool too_big =
      value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(range.most);
  if (too_big || value.get<std::int64_t>() < range.least || value.get<std::int64_t>() > range.most) {
    reject(ErrorKind::invalid_input,
           fmt::format("'{}' is {}, expected {} to {}", key, value.dump(), range.least, range.most));
    return range.least;
  }
  return value.get<std::int64_t>();
}

std::int64_t ConfigReader::integer(std::string_view key, std::int64_t fallback, Range range) {
  const nlohmann::json* value = entry(key);
  return value == nullptr ? fallback : checked(key, *value, range);
}

double ConfigReader::number(std::string_view key, double fallback) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr) return fallback;
  if (value->is_number()) return value->get<double>();
  reject(ErrorKind::invalid_input, fmt::format("'{}' is not a number", key));
  return fallback;
}

bool ConfigReader::flag(std::string_view key, bool fallback) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr) return fallback;
  if (value->is_boolean()) return value->get<bool>();
  reject(ErrorKind::invalid_input, fmt::format("'{}' is not true or false", key));
  return fallback;
}

std::string ConfigReader::text(std::string_view key, std::string_view fallback) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr) return std::string(fallback);
  if (value->is_string()) return value->get<std::string>();
  reject(ErrorKind::invalid_input, fmt::format("'{}' is not a text", key));
  return std::string(fallback);
}

std::vector<std::int64_t> ConfigReader::integers(std::string_view key, Range range) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr) return {};
  if (!value->is_array() || value->size() > kLongestList) {
    reject(ErrorKind::invalid_input, fmt::format("'{}' is not a list of at most {} numbers", key, kLongestList));
    return {};
  }
  std::vector<std::int64_t> numbers;
  for (const nlohmann::json& item : *value) numbers.push_back(checked(key, item, range));
  return numbers;
}

std::vector<std::int64_t> ConfigReader::per_level(std::string_view key, std::size_t levels, std::int64_t fallback,
                                                  Range range) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr || !value->is_array()) {
    return std::vector<std::int64_t>(levels, integer(key, fallback, range));
  }
  std::vector<std::int64_t> numbers = integers(key, range);
  if (numbers.size() != levels) {
    reject(ErrorKind::invalid_input, fmt::format("'{}' has {} entries for {} levels", key, numbers.size(), levels));
    numbers.resize(levels, fallback);
  }
  return numbers;
}

std::vector<std::string> ConfigReader::texts(std::string_view key) {
  const nlohmann::json* value = entry(key);
  if (value == nullptr) return {};
  std::vector<std::string> list;
  if (value->is_array() && value->size() <= kLongestList) {
    for (const nlohmann::json& item : *value) {
      if (item.is_string()) list.push_back(item.get<std::string>());
    }
    if (list.size() == value->size()) return list;
  }
  reject(ErrorKind::invalid_input, fmt::format("'{}' is not a list of texts", key));
  return {};
}

}  // namespace heddle::weights::layouts
