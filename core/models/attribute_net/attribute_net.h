// AttributeNet: classifies object, colour and background of a small image. The judge of Bobbin's images: it conditions
// nothing. Used by training and evaluation. Const calls from any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

struct AttributeNetConfig {
  std::int64_t side = 64;  // pixels a side of what it reads; a multiple of 2 to the number of widths
  std::vector<std::int64_t> widths = {32, 64, 96, 128};  // channels; each level halves the side
  std::int64_t groups = 8;
  std::vector<std::string> objects, colours, backgrounds;  // what the numbers of its answers mean

  static AttributeNetConfig from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Logits, (batch, names).
struct AttributeLogits {
  Tensor object, colour, background;
};

class AttributeNet final {
 public:
  static Result<AttributeNet> bind(const tensor::NamedTensors& weights, const AttributeNetConfig& config);
  static void initialise(tensor::NamedTensors& weights, const AttributeNetConfig& config, at::Generator generator);

  // pictures (batch, 3, side, side) in [-1, 1].
  [[nodiscard]] AttributeLogits forward(const Tensor& images) const;

  [[nodiscard]] const AttributeNetConfig& config() const { return config_; }

 private:
  static AttributeNet build(tensor::Binder binder, const AttributeNetConfig& config);

  struct Level {
    nn::Conv2d conv;  // halves the side
    nn::GroupNorm norm;
  };
  AttributeNetConfig config_;
  std::vector<Level> levels_;
  nn::Linear thing_, colour_, setting_;
};

}  // namespace heddle::models
