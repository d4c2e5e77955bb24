#include "nn/layers.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

#include "nn/gradients.h"
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
  const Tensor used = tensor::weight_in(weight, x.scalar_type());
  if (stride == 1 && padding == 1 && fits_winograd(x, used)) return winograd(x, used, bias);
  return at::conv2d(x, used, bias, stride, padding);
}

Tensor GroupNorm::operator()(const Tensor& x) const { return at::group_norm(x, groups, weight, bias, eps); }

Tensor LayerNorm::operator()(const Tensor& x) const { return at::layer_norm(x, {weight.size(0)}, weight, bias, eps); }

Tensor silu_within(Tensor x) { return wants_gradients(x) ? at::silu(x) : at::silu_(x); }

Tensor group_norm_silu(const GroupNorm& norm, const Tensor& x) { return silu_within(norm(x)); }

Tensor geglu(const Tensor& x) {
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
