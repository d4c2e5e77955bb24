#include "adapters/image_projection.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>

#include <cmath>

namespace heddle::adapters {

namespace {

using nn::Bias;
using tensor::Binder;

std::int64_t rows(const tensor::NamedTensors& weights, std::string_view name) {
  const auto found = weights.find(name);
  return found == weights.end() || found->second.dim() == 0 ? 0 : found->second.size(0);
}

std::int64_t columns(const tensor::NamedTensors& weights, std::string_view name) {
  const auto found = weights.find(name);
  return found == weights.end() || found->second.dim() < 2 ? 0 : found->second.size(1);
}

LinearProjection bind_linear_projection(const Binder& binder, std::int64_t in, std::int64_t out, std::int64_t dim) {
  return {nn::bind_linear(binder.sub("proj"), in, out), nn::bind_layer_norm(binder.sub("norm"), dim)};
}

MlpProjection bind_mlp(const Binder& binder, std::int64_t in, std::int64_t out) {
  return {nn::bind_linear(binder.sub("proj.0"), in, in), nn::bind_linear(binder.sub("proj.2"), in, out),
          nn::bind_layer_norm(binder.sub("proj.3"), out)};
}

Resampler::Layer bind_resampler_layer(const Binder& layer, std::int64_t dim, std::int64_t inner, std::int64_t ff) {
  return {nn::bind_layer_norm(layer.sub("0.norm1"), dim),
          nn::bind_layer_norm(layer.sub("0.norm2"), dim),
          nn::bind_linear(layer.sub("0.to_q"), dim, inner, Bias::no),
          nn::bind_linear(layer.sub("0.to_kv"), dim, 2 * inner, Bias::no),
          nn::bind_linear(layer.sub("0.to_out"), inner, dim, Bias::no),
          nn::bind_layer_norm(layer.sub("1.0"), dim),
          nn::bind_linear(layer.sub("1.1"), dim, ff, Bias::no),
          nn::bind_linear(layer.sub("1.3"), ff, dim, Bias::no)};
}

ResamplerShape resampler_shape(const tensor::NamedTensors& weights) {
  ResamplerShape shape;
  shape.in = columns(weights, "image_proj.proj_in.weight");
  shape.out = rows(weights, "image_proj.proj_out.weight");
  shape.width = rows(weights, "image_proj.proj_in.weight");
  shape.attention_width = rows(weights, "image_proj.layers.0.0.to_q.weight");
  shape.feed_forward = rows(weights, "image_proj.layers.0.1.1.weight");
  shape.tokens = columns(weights, "image_proj.latents");
  shape.depth = 0;
  while (weights.contains(fmt::format("image_proj.layers.{}.0.to_q.weight", shape.depth))) ++shape.depth;
  return shape;
}

Resampler bind_resampler(Binder binder, const ResamplerShape& shape) {
  Resampler net;
  net.heads = shape.attention_width / kResamplerHeadDim;
  net.latents = binder.tensor("latents", {1, shape.tokens, shape.width},
                              tensor::Init::normal(1 / std::sqrt(static_cast<double>(shape.width))));
  net.proj_in = nn::bind_linear(binder.sub("proj_in"), shape.in, shape.width);
  net.proj_out = nn::bind_linear(binder.sub("proj_out"), shape.width, shape.out);
  net.norm_out = nn::bind_layer_norm(binder.sub("norm_out"), shape.out);
  for (std::int64_t i = 0; i < shape.depth; ++i) {
    net.layers.push_back(bind_resampler_layer(binder.sub("layers", static_cast<std::size_t>(i)), shape.width,
                                              shape.attention_width, shape.feed_forward));
  }
  return net;
}

Tensor split_heads(const Tensor& x, std::int64_t heads) {
  return x.reshape({x.size(0), x.size(1), heads, -1}).transpose(1, 2);
}

// Keys and values come from the features and the latents themselves; queries from the latents.
Tensor perceive(const Resampler::Layer& layer, const Tensor& features, const Tensor& latents, std::int64_t heads) {
  const Tensor f = layer.norm_features(features), l = layer.norm_latents(latents);
  const auto kv = layer.to_kv(at::cat({f, l}, 1)).chunk(2, -1);
  const Tensor q = split_heads(layer.to_q(l), heads);
  const Tensor k = split_heads(kv[0], heads);
  const Tensor v = split_heads(kv[1], heads);
  const double scale = 1.0 / std::sqrt(std::sqrt(static_cast<double>(q.size(-1))));  // on both sides: safer in fp16
  const Tensor weight = at::softmax(at::matmul(q * scale, (k * scale).transpose(-2, -1)).to(at::kFloat), -1);
  const Tensor out = at::matmul(weight.to(q.scalar_type()), v);
  return layer.to_out(out.transpose(1, 2).flatten(2));
}

}  // namespace

Tensor LinearProjection::operator()(const Tensor& features) const {
  return norm(proj(features).reshape({features.size(0), -1, norm.weight.size(0)}));
}

Tensor MlpProjection::operator()(const Tensor& features) const { return norm(proj_2(at::gelu(proj_0(features)))); }

Tensor Resampler::operator()(const Tensor& features) const {
  const Tensor projected = proj_in(features);
  Tensor x = latents.to(projected.scalar_type()).expand({features.size(0), latents.size(1), latents.size(2)});
  for (const Layer& layer : layers) {
    x = x + perceive(layer, projected, x, heads);
    x = x + layer.ff_out(at::gelu(layer.ff_in(layer.ff_norm(x))));
  }
  return norm_out(proj_out(x));
}

Result<ImageProjection> ImageProjection::bind(const tensor::NamedTensors& weights) {
  const Binder root = Binder::lookup(weights);
  const Binder binder = root.sub("image_proj");
  const auto finished = [&root](Network network) -> Result<ImageProjection> {
    if (auto bound = root.finish("ip_adapter"); !bound) return forward(bound);
    return ImageProjection(std::move(network));
  };
  if (binder.has("proj.weight")) {
    return finished(bind_linear_projection(binder, columns(weights, "image_proj.proj.weight"),
                                           rows(weights, "image_proj.proj.weight"),
                                           rows(weights, "image_proj.norm.weight")));
  }
  if (binder.has("proj.3.weight")) {
    return finished(
        bind_mlp(binder, columns(weights, "image_proj.proj.0.weight"), rows(weights, "image_proj.proj.2.weight")));
  }
  if (binder.has("latents")) return finished(bind_resampler(binder, resampler_shape(weights)));
  return fail(
      ErrorKind::unsupported,
      "[ip_adapter.load] this image projection is neither base, plus nor full-face (FaceID files are not supported)");
}

void ImageProjection::initialise_base(tensor::NamedTensors& weights, std::int64_t embed_dim,
                                      std::int64_t cross_attention_dim, std::int64_t tokens, at::Generator generator) {
  bind_linear_projection(Binder::initialise(weights, std::move(generator)).sub("image_proj"), embed_dim,
                         tokens * cross_attention_dim, cross_attention_dim);
}

void ImageProjection::initialise_plus(tensor::NamedTensors& weights, const ResamplerShape& shape,
                                      at::Generator generator) {
  bind_resampler(Binder::initialise(weights, std::move(generator)).sub("image_proj"), shape);
}

Tensor ImageProjection::operator()(const Tensor& features) const {
  return std::visit([&](const auto& network) { return network(features); }, network_);
}

EncoderFeature ImageProjection::feature() const {
  return kind() == Kind::base ? EncoderFeature::image_embeds : EncoderFeature::penultimate;
}

std::int64_t ImageProjection::feature_dim() const {
  struct Width {
    std::int64_t operator()(const LinearProjection& net) const { return net.proj.weight.size(1); }
    std::int64_t operator()(const Resampler& net) const { return net.proj_in.weight.size(1); }
    std::int64_t operator()(const MlpProjection& net) const { return net.proj_0.weight.size(1); }
  };
  return std::visit(Width{}, network_);
}

std::int64_t ImageProjection::token_dim() const {
  struct Width {
    std::int64_t operator()(const LinearProjection& net) const { return net.norm.weight.size(0); }
    std::int64_t operator()(const Resampler& net) const { return net.norm_out.weight.size(0); }
    std::int64_t operator()(const MlpProjection& net) const { return net.norm.weight.size(0); }
  };
  return std::visit(Width{}, network_);
}

at::ScalarType ImageProjection::dtype() const {
  struct Type {
    at::ScalarType operator()(const LinearProjection& net) const { return net.norm.weight.scalar_type(); }
    at::ScalarType operator()(const Resampler& net) const { return net.norm_out.weight.scalar_type(); }
    at::ScalarType operator()(const MlpProjection& net) const { return net.norm.weight.scalar_type(); }
  };
  return std::visit(Type{}, network_);
}

std::string_view to_string(ImageProjection::Kind kind) {
  switch (kind) {
    case ImageProjection::Kind::base: return "base";
    case ImageProjection::Kind::plus: return "plus";
    case ImageProjection::Kind::full: return "full-face";
  }
  return "base";
}

}  // namespace heddle::adapters
