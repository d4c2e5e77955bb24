#include "numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/printable.h"

namespace heddle::cli {

namespace {

std::string range(auto lowest, auto highest) { return fmt::format("from {} to {}", lowest, highest); }

std::string why_no_whole(const std::string& text, std::uint64_t lowest, std::uint64_t highest) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [read, code] = std::from_chars(text.data(), end, value);
  const bool is_whole = !text.empty() && read == end;
  const bool is_negative = text.size() > 1 && text.front() == '-' &&
                           std::ranges::all_of(text.substr(1), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (code == std::errc::result_out_of_range || is_negative || (is_whole && (value < lowest || value > highest))) {
    return fmt::format("{} is out of range: a whole number {}", printable(text, 60), range(lowest, highest));
  }
  return is_whole ? std::string()
                  : fmt::format("'{}' is no whole number in digits, {}", printable(text, 60), range(lowest, highest));
}

std::string why_no_real(const std::string& text, double lowest, double highest) {
  const bool has_range = highest < std::numeric_limits<double>::max();
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [read, code] = std::from_chars(text.data(), end, value);
  if (code == std::errc::invalid_argument || read != end || text.empty() || !std::isfinite(value)) {
    return fmt::format("'{}' is no number with a decimal point{}", printable(text, 60),
                       has_range ? ", " + range(lowest, highest) : "");
  }
  if (code == std::errc::result_out_of_range || value < lowest || value > highest) {
    return fmt::format("{} is out of range: a number {}", printable(text, 60), range(lowest, highest));
  }
  return {};
}

}  // namespace

CLI::Validator whole_number(std::uint64_t lowest, std::uint64_t highest) {
  return {[lowest, highest](std::string& text) { return why_no_whole(text, lowest, highest); },
          fmt::format("{} to {}", lowest, highest), "whole"};
}

CLI::Validator seed_number() {
  constexpr std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();
  return {[](std::string& text) {
            std::string why = why_no_whole(text, 0, highest);
            if (text == "-1") why += "; where other tools take -1 for a random seed, choose one";
            return why;
          },
          fmt::format("0 to {}", highest), "seed"};
}

CLI::Validator real_number(double lowest, double highest) {
  return {[lowest, highest](std::string& text) { return why_no_real(text, lowest, highest); },
          fmt::format("{} to {}", lowest, highest), "number"};
}

CLI::Validator any_real_number() {
  constexpr double most = std::numeric_limits<double>::max();
  return {[](std::string& text) { return why_no_real(text, -most, most); }, "number", "number"};
}

}  // namespace heddle::cli
