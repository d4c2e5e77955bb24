#include "weights/layouts/expected_tensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/printable.h"

namespace heddle::weights::layouts {

void ExpectedTensors::add(std::string name, std::vector<std::int64_t> shape) {
  tensors_.push_back({std::move(name), std::move(shape)});
}

void ExpectedTensors::norm(std::string_view place, std::int64_t width) {
  add(fmt::format("{}.weight", place), {width});
  add(fmt::format("{}.bias", place), {width});
}

void ExpectedTensors::linear(std::string_view place, std::int64_t out, std::int64_t in) {
  linear_without_bias(place, out, in);
  add(fmt::format("{}.bias", place), {out});
}

void ExpectedTensors::linear_without_bias(std::string_view place, std::int64_t out, std::int64_t in) {
  add(fmt::format("{}.weight", place), {out, in});
}

void ExpectedTensors::conv(std::string_view place, std::int64_t out, std::int64_t in, std::int64_t side) {
  add(fmt::format("{}.weight", place), {out, in, side, side});
  add(fmt::format("{}.bias", place), {out});
}

KeyCheck check_keys(const WeightMap& weights, const ExpectedTensors& expected) {
  KeyCheck check;
  check.needed = expected.tensors().size();
  std::set<std::string_view> needed;
  for (const ExpectedTensor& tensor : expected.tensors()) {
    needed.insert(tensor.name);
    const WeightRef* ref = weights.find(tensor.name);
    if (ref == nullptr) {
      check.missing.push_back(tensor.name);
    } else if (ref->shape != tensor.shape) {
      check.misshaped.push_back(
          fmt::format("{} is {}, expected {}", tensor.name, shape_text(ref->shape), shape_text(tensor.shape)));
    }
  }
  for (const auto& [name, ref] : weights.table()) {
    if (!needed.contains(name)) check.extra.push_back(name);
  }
  return check;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

std::string count_and_first(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> first;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) first.push_back(printable(names[i]));
  return fmt::format("{} ({}{})", names.size(), fmt::join(first, ", "), names.size() > kShown ? ", …" : "");
}

}  // namespace heddle::weights::layouts
