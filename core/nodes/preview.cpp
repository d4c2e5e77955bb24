#include "nodes/preview.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/tensor.h>

#include "nodes/picture_tensors.h"

namespace heddle::nodes {

namespace {

// Latents of Stable Diffusion 1.5's VAE to RGB in [-1, 1], a least-squares fit (ComfyUI, latent_formats.py, SD15).
constexpr double kLatentRgb[4][3] = {{0.3512, 0.2297, 0.3227}, {0.3250, 0.4974, 0.2350}, {-0.2829, 0.1762, 0.2721}, {-0.2120, -0.2616, -0.7177}};

at::Tensor linear_rgb(const at::Tensor& latents) {
  std::vector<double> factors;
  for (const auto& channel : kLatentRgb) factors.insert(factors.end(), std::begin(channel), std::end(channel));
  const at::Tensor map = at::tensor(at::ArrayRef<double>(factors), at::kFloat).view({4, 3});
  return at::einsum("bchw,cr->brhw", {latents, map});
}

}  // namespace

image::Image preview_of(const DiffusionModel& model, const at::Tensor& denoised) {
  const at::NoGradGuard no_grad;
  const at::Tensor first = denoised.slice(0, 0, 1).slice(1, 0, 4);
  if (model.tiny_vae != nullptr) {
    return to_images(model.tiny_vae->decode(first.to(model.policy.device, model.policy.dtype)).to(at::kFloat)).front();
  }
  if (model.preview_vae == nullptr) return to_images(linear_rgb(first.to(at::kCPU, at::kFloat))).front();
  const models::Vae& vae = model.preview_vae->network();
  const at::Tensor latents = first.to(model.preview_vae->policy().device) / vae.config().scaling_factor + vae.config().shift_factor;
  return to_images(vae.decode(latents.to(model.preview_vae->policy().dtype)).to(at::kFloat)).front();
}

}  // namespace heddle::nodes
