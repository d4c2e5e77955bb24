#include "pipeline/preview.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/upsample_bicubic2d.h>

#include <nlohmann/json.hpp>

#include "pipeline/image_tensors.h"
#include "weights/latent_facts.h"

namespace heddle::pipeline {

namespace {

template <std::size_t rows>
at::Tensor tensor_of(const std::array<std::array<double, 3>, rows>& numbers) {
  std::vector<double> flat;
  for (const auto& row : numbers) flat.insert(flat.end(), row.begin(), row.end());
  return at::tensor(at::ArrayRef<double>(flat), at::kFloat).view({static_cast<std::int64_t>(rows), 3});
}

at::Tensor by_map(const weights::LatentRgb& map, const at::Tensor& latents) {
  const at::Tensor bias = tensor_of<1>({map.bias}).view({1, 3, 1, 1});
  const at::Tensor small =
      at::einsum("bchw,cr->brhw", {latents.to(at::kCPU, at::kFloat), tensor_of(map.factors)}) + bias;
  // At the picture's size, smoothly: enlarged by the window, a latent position would be a square of one colour.
  return at::upsample_bicubic2d(small, {small.size(2) * weights::kLatentFactor, small.size(3) * weights::kLatentFactor},
                                /*align_corners=*/false);
}

at::Tensor by_whole(const VaeModel& model, const at::Tensor& scaled) {
  const models::Vae& vae = model.network();
  const at::Tensor latents = scaled.to(model.policy().device) / vae.config().scaling_factor + vae.config().shift_factor;
  return vae.decode(latents.to(model.policy().dtype));
}

}  // namespace

std::vector<PreviewWay> preview_ways(const DiffusionModel& model) {
  std::vector<PreviewWay> ways;
  if (model.tiny_vae != nullptr) ways.push_back(PreviewWay::tiny);
  if (model.latent_rgb) ways.push_back(PreviewWay::map);
  if (ways.empty() && model.preview_vae != nullptr) ways.push_back(PreviewWay::whole);
  return ways;
}

image::Image preview_by(PreviewWay way, const DiffusionModel& model, const at::Tensor& denoised) {
  const at::NoGradGuard no_grad;
  const at::Tensor first = denoised.slice(0, 0, 1).slice(1, 0, weights::kLatentChannels);
  at::Tensor image;
  switch (way) {
    case PreviewWay::tiny: image = model.tiny_vae->decode(first.to(model.policy.device, model.policy.dtype)); break;
    case PreviewWay::map: image = by_map(*model.latent_rgb, first); break;
    case PreviewWay::whole: image = by_whole(*model.preview_vae, first); break;
  }
  return to_images(image.to(at::kFloat)).front();
}

image::Image preview_of(const DiffusionModel& model, const at::Tensor& denoised) {
  if (model.tiny_vae != nullptr) return preview_by(PreviewWay::tiny, model, denoised);
  if (model.preview_vae != nullptr) return preview_by(PreviewWay::whole, model, denoised);
  return model.latent_rgb ? preview_by(PreviewWay::map, model, denoised) : image::Image();
}

std::optional<weights::LatentRgb> latent_rgb_from(const Json& vae_config) {
  const auto factors = vae_config.find("_latent_rgb_factors");
  if (factors == vae_config.end()) return std::nullopt;
  try {
    weights::LatentRgb map;
    if (factors->size() != map.factors.size()) return std::nullopt;  // of latents with other channels
    map.factors = factors->get<decltype(map.factors)>();
    map.bias = vae_config.value("_latent_rgb_bias", map.bias);
    return map;
  } catch (const Json::exception&) {
    return std::nullopt;  // previews do without it
  }
}

}  // namespace heddle::pipeline
