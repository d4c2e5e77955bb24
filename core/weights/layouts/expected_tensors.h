// The tensors that an architecture needs, by canonical name and shape, and how a file's tensors differ from them.
// Filled by the shapes of this folder. Used by model loading and inspection. Values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "weights/part.h"
#include "weights/weight_map.h"

namespace heddle::weights::layouts {

struct ExpectedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
};

// Lists the parameters of the usual modules under a dotted place without its last dot
// ("down_blocks.0.resnets.1.conv1").
class ExpectedTensors final {
 public:
  void add(std::string name, std::vector<std::int64_t> shape);
  void norm(std::string_view place, std::int64_t width);  // weight and bias of a group or layer norm
  void linear(std::string_view place, std::int64_t out, std::int64_t in);
  void linear_without_bias(std::string_view place, std::int64_t out, std::int64_t in);
  void conv(std::string_view place, std::int64_t out, std::int64_t in, std::int64_t side);

  [[nodiscard]] const std::vector<ExpectedTensor>& tensors() const { return tensors_; }

 private:
  std::vector<ExpectedTensor> tensors_;
};

[[nodiscard]] KeyCheck check_keys(const WeightMap& weights, const ExpectedTensors& expected);

// "320x4x3x3"; "scalar" for no dimensions.
[[nodiscard]] std::string shape_text(const std::vector<std::int64_t>& shape);

// "7 (a, b, c, d, e, …)": their count and the first five.
[[nodiscard]] std::string count_and_first(const std::vector<std::string>& names);

}  // namespace heddle::weights::layouts
