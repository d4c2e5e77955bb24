#include "training/objectives/lora_layers.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/mm.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "tensor/binder.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::string_view kDown = ".down", kUp = ".up", kWeight = ".weight";

bool is_projection(std::string_view layer) {
  constexpr std::array<std::string_view, 4> kEnds = {".to_q", ".to_k", ".to_v", ".to_out.0"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return layer.ends_with(end); });
}

bool is_wanted(std::string_view layer, std::int64_t dimensions, LoraLayers which) {
  if (layer.find(".attentions.") != std::string_view::npos)
    return which != LoraLayers::attention || is_projection(layer);
  // The first and the last convolution stay: they carry the latents themselves.
  return which == LoraLayers::all && dimensions == 4 && layer != "conv_in" && layer != "conv_out";
}

std::string without(std::string_view name, std::string_view ending) {
  return std::string(name.substr(0, name.size() - ending.size()));
}

}  // namespace

std::vector<std::string> lora_layers(const NamedTensors& unet, LoraLayers which) {
  std::vector<std::string> layers;
  for (const auto& [name, value] : unet) {
    if (!name.ends_with(kWeight) || (value.dim() != 2 && value.dim() != 4)) continue;
    const std::string layer = without(name, kWeight);
    if (is_wanted(layer, value.dim(), which)) layers.push_back(layer);
  }
  return layers;
}

NamedTensors initial_lora(const NamedTensors& unet, const LoraShape& shape, at::Generator generator) {
  NamedTensors lora;
  tensor::Binder binder = tensor::Binder::initialise(lora, std::move(generator));
  for (const std::string& layer : lora_layers(unet, shape.layers)) {
    const at::IntArrayRef sizes = unet.at(layer + std::string(kWeight)).sizes();
    std::vector<std::int64_t> down = sizes.vec(), up(sizes.size(), 1);
    down[0] = up[1] = shape.rank;
    up[0] = sizes[0];
    binder.tensor(layer + std::string(kDown), down, tensor::Init::fan_in());
    binder.tensor(layer + std::string(kUp), up, tensor::Init::constant(0));
  }
  return lora;
}

NamedTensors with_lora_layers(const NamedTensors& network, const NamedTensors& exact, const NamedTensors& lora,
                              double scale) {
  NamedTensors changed = network;
  for (const auto& [name, down] : lora) {
    if (!name.ends_with(kDown)) continue;
    const std::string layer = without(name, kDown);
    const Tensor up = lora.at(layer + std::string(kUp)).to(at::kFloat).flatten(1);
    const Tensor& weight = exact.at(layer + std::string(kWeight));
    const Tensor change = at::mm(up, down.to(at::kFloat).flatten(1)).view(weight.sizes());
    Tensor& target = changed.at(layer + std::string(kWeight));
    target = (weight + change * scale).to(target.scalar_type());
  }
  return changed;
}

NamedTensors in_kohya_names(const NamedTensors& lora, double alpha) {
  NamedTensors named;
  for (const auto& [name, value] : lora) {
    const bool is_down = name.ends_with(kDown);
    std::string module = "lora_unet_" + without(name, is_down ? kDown : kUp);
    std::ranges::replace(module, '.', '_');
    named.emplace(module + (is_down ? ".lora_down.weight" : ".lora_up.weight"), value);
    if (is_down) named.emplace(module + ".alpha", at::full({}, alpha, value.options()));
  }
  return named;
}

}  // namespace heddle::training
