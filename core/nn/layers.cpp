#include "nn/layers.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

#include <algorithm>
#include <vector>

#include "nn/gradients.h"
#include "nn/group_norm_fp32.h"
#include "nn/kernels_fp32.h"
#include "nn/matrix_product.h"
#include "nn/winograd.h"
#include "tensor/weight_scratch.h"

namespace heddle::nn {

using tensor::Init;

Tensor linear_map(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return fits_matrix_product(x, weight) ? matrix_product(x, weight, bias) : at::linear(x, weight, bias);
}

Tensor Linear::operator()(const Tensor& x) const {
  return linear_map(x, tensor::weight_in(weight, x.scalar_type()), bias);
}

Tensor Conv2d::operator()(const Tensor& x) const {
  if (stride == 1 && padding == 1 && fits_winograd(x, weight)) return winograd(x, weight, bias);
  const Tensor used = tensor::weight_in(weight, x.scalar_type());
  return at::conv2d(x, used, bias, stride, padding);
}

Tensor GroupNorm::operator()(const Tensor& x) const {
  if (fits_group_norm_fp32(x, weight, bias, groups)) {
    return group_norm_fp32(x, weight, bias, groups, eps, /*with_silu=*/false);
  }
  return at::group_norm(x, groups, weight, bias, eps);
}

Tensor LayerNorm::operator()(const Tensor& x) const { return at::layer_norm(x, {weight.size(0)}, weight, bias, eps); }

Tensor silu_within(Tensor x) { return wants_gradients(x) ? at::silu(x) : at::silu_(x); }

Tensor add_within(Tensor sum, const Tensor& x) {
  const bool fits = x.sizes() == sum.sizes()
                        ? x.strides() == sum.strides()
                        : x.dim() == sum.dim() && x.size(0) <= sum.size(0) && x.numel() * sum.size(-1) <= sum.numel();
  if (!fits || x.scalar_type() != sum.scalar_type() || wants_gradients(sum) || wants_gradients(x)) return x + sum;
  return sum.add_(x);
}

Tensor group_norm_silu(const GroupNorm& norm, const Tensor& x) {
  if (fits_group_norm_fp32(x, norm.weight, norm.bias, norm.groups)) {
    return group_norm_fp32(x, norm.weight, norm.bias, norm.groups, norm.eps, /*with_silu=*/true);
  }
  return silu_within(norm(x));
}

namespace {

bool fits_geglu_kernel(const Tensor& x) {
  constexpr std::int64_t whole_vector = 16;
  return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.is_contiguous() &&
         x.size(-1) % (2 * whole_vector) == 0 && !wants_gradients(x) && kernels_fp32() != nullptr;
}

Tensor run_geglu_kernel(const Tensor& x) {
  constexpr std::int64_t grain = 1 << 15;  // numbers of a task
  const std::int64_t columns = x.size(-1) / 2, rows = x.numel() / (2 * columns);
  std::vector<std::int64_t> sizes = x.sizes().vec();
  sizes.back() = columns;
  Tensor out = at::empty(sizes, x.options());
  const auto* from = static_cast<const float*>(x.const_data_ptr());
  auto* to = static_cast<float*>(out.mutable_data_ptr());
  at::parallel_for(0, rows, std::max<std::int64_t>(1, grain / columns), [&](std::int64_t begin, std::int64_t end) {
    kernels_fp32()->geglu(from + begin * 2 * columns, end - begin, columns, to + begin * columns);
  });
  return out;
}

}  // namespace

Tensor geglu(const Tensor& x) {
  if (fits_geglu_kernel(x)) return run_geglu_kernel(x);
  const auto halves = x.chunk(2, -1);
  return halves[0] * at::gelu(halves[1]);
}

Linear bind_linear(Binder binder, std::int64_t in, std::int64_t out, Bias bias, double init_scale) {
  Linear layer;
  layer.weight = binder.tensor("weight", {out, in}, Init::fan_in(init_scale));
  if (bias == Bias::yes) layer.bias = binder.tensor("bias", {out}, Init::constant(0));
  return layer;
}

Conv2d bind_conv(Binder binder, std::int64_t in, std::int64_t out, int kernel, int stride, double init_scale) {
  Conv2d layer;
  layer.weight = binder.tensor("weight", {out, in, kernel, kernel}, Init::fan_in(init_scale));
  layer.bias = binder.tensor("bias", {out}, Init::constant(0));
  layer.stride = stride;
  layer.padding = kernel / 2;
  return layer;
}

GroupNorm bind_group_norm(Binder binder, std::int64_t channels, std::int64_t groups, double eps) {
  return {binder.tensor("weight", {channels}, Init::constant(1)), binder.tensor("bias", {channels}, Init::constant(0)),
          groups, eps};
}

LayerNorm bind_layer_norm(Binder binder, std::int64_t dim, double eps) {
  return {binder.tensor("weight", {dim}, Init::constant(1)), binder.tensor("bias", {dim}, Init::constant(0)), eps};
}

Tensor quick_gelu(const Tensor& x) { return x * at::sigmoid(x * 1.702); }

Activation activation_named(std::string_view name) {
  return name == "gelu" ? Activation::gelu : Activation::quick_gelu;
}

Tensor activate(const Tensor& x, Activation activation) {
  return activation == Activation::quick_gelu ? quick_gelu(x) : at::gelu(x);
}

}  // namespace heddle::nn
