// Low-rank changes of a frozen network's layers (LoRA, Hu et al. 2021): which layers, how they begin, the network's
// weights with them, and the file that other tools read. Used by the LoRA objective. Pure functions.
//
// W' = W + (alpha / rank) up down, with down (rank, in) and up (out, rank); of a convolution down is (rank, in, k, k)
// and up (out, rank, 1, 1), and the product is taken of the flattened matrices.
#pragma once

#include <ATen/core/Generator.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "tensor/named_tensors.h"

namespace heddle::training {

enum class LoraLayers {
  attention,     // queries, keys, values and outputs of all attentions
  transformers,  // and the projections and feed-forwards around them
  all            // and the convolutions of the residual blocks, of down- and upsampling
};

struct LoraShape {
  std::int64_t rank = 8;
  double alpha = 8;
  LoraLayers layers = LoraLayers::attention;

  [[nodiscard]] double scale() const { return alpha / static_cast<double>(rank); }
};

// The layers' names without ".weight", of a UNet's weights under canonical names.
[[nodiscard]] std::vector<std::string> lora_layers(const tensor::NamedTensors& unet, LoraLayers which);

// "<layer>.down" drawn from U(-1, 1) / sqrt(in), "<layer>.up" zero: a new LoRA changes nothing.
[[nodiscard]] tensor::NamedTensors initial_lora(const tensor::NamedTensors& unet, const LoraShape& shape,
                                                at::Generator generator);

// `network` with the layers of `lora` changed: the sums are taken in fp32 of `exact`, which holds at least those
// layers, and rounded once to the type of `network`'s tensor. Gradients reach `lora`.
[[nodiscard]] tensor::NamedTensors with_lora_layers(const tensor::NamedTensors& network,
                                                    const tensor::NamedTensors& exact, const tensor::NamedTensors& lora,
                                                    double scale);

// The same tensors as kohya names them, which ComfyUI, A1111 and diffusers read: "lora_unet_<layer>.lora_down.weight",
// "….lora_up.weight" and "….alpha".
[[nodiscard]] tensor::NamedTensors in_kohya_names(const tensor::NamedTensors& lora, double alpha);

}  // namespace heddle::training
