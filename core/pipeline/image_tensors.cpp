#include "pipeline/image_tensors.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/isfinite.h>

#include <cstring>

#include "image/convert.h"

namespace heddle::pipeline {

namespace {

at::Tensor decode_with(const models::Vae& network, const at::Tensor& samples, const tensor::ComputePolicy& policy) {
  const models::VaeConfig& config = network.config();
  const at::Tensor latents = samples.to(policy.device) / config.scaling_factor + config.shift_factor;
  return network.decode(latents.to(policy.dtype)).to(at::kFloat);
}

}  // namespace

at::Tensor byte_planes(const image::Image& image) {
  auto* pixels = const_cast<std::uint8_t*>(image.pixels().data());  // from_blob takes no const; what follows copies
  return at::from_blob(pixels, {1, image.height(), image.width(), image.channels()}, at::kByte)
      .permute({0, 3, 1, 2})
      .contiguous();
}

at::Tensor to_tensor(const image::Image& image) {
  return byte_planes(image::to_rgb(image)).to(at::kFloat).div(127.5).sub(1.0);
}

Images to_images(const at::Tensor& pixels) {
  const at::Tensor bytes =
      ((pixels / 2 + 0.5).clamp(0, 1) * 255).round().to(at::kByte).permute({0, 2, 3, 1}).to(at::kCPU).contiguous();
  Images images;
  for (std::int64_t i = 0; i < bytes.size(0); ++i) {
    const at::Tensor one = bytes.select(0, i);
    std::vector<std::uint8_t> bytes_of_one(static_cast<std::size_t>(one.numel()));
    std::memcpy(bytes_of_one.data(), one.const_data_ptr(), bytes_of_one.size());
    images.emplace_back(static_cast<int>(bytes.size(2)), static_cast<int>(bytes.size(1)), 3, std::move(bytes_of_one));
  }
  return images;
}

Result<at::Tensor> decode(const VaeModel& vae, const at::Tensor& samples, bool* retried) {
  const at::NoGradGuard no_grad;
  const auto sound = [](const at::Tensor& x) { return at::isfinite(x.sum()).item<bool>(); };
  at::Tensor image = decode_with(vae.network(), samples, vae.policy());
  if (sound(image)) return image;
  if (vae.policy().dtype != at::kFloat) {
    image = decode_with(vae.network_in_fp32(), samples, {vae.policy().device, at::kFloat});
    *retried = true;
    if (sound(image)) return image;
  }
  return fail(ErrorKind::invalid_input,
              "[vae.decode] the VAE gives values that are not numbers, also in fp32; "
              "the latents or the VAE file are damaged");
}

at::Tensor encode(const VaeModel& vae, const at::Tensor& image, const at::Tensor& noise) {
  const at::NoGradGuard no_grad;
  const models::Gaussian latents = vae.network().encode(image.to(vae.policy().device, vae.policy().dtype));
  at::Tensor sample = latents.mean.to(at::kFloat);
  if (noise.defined()) sample = sample + (latents.log_var.to(at::kFloat) * 0.5).exp() * noise.to(sample.device());
  const models::VaeConfig& config = vae.config();
  return ((sample - config.shift_factor) * config.scaling_factor).to(at::kCPU);
}

}  // namespace heddle::pipeline
