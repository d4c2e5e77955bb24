#include "weights/layouts/adapter_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::weights {

std::string_view to_string(AdapterKind kind) {
  switch (kind) {
    case AdapterKind::base: return "base";
    case AdapterKind::plus: return "plus";
    case AdapterKind::full: return "full";
    case AdapterKind::simple: return "simple";
  }
  return "";
}

namespace layouts {

namespace {

constexpr int kMostAdapterLayers = 512;
constexpr std::int64_t kMostDepth = 64;

AdapterShape base_shape(const WeightMap& weights) {
  AdapterShape shape;
  shape.cross_attention_dim = weights.dimension("image_proj.norm.weight", 0);
  shape.encoder_width = weights.dimension("image_proj.proj.weight", 1);
  const std::int64_t rows = weights.dimension("image_proj.proj.weight", 0);
  shape.tokens = shape.cross_attention_dim > 0 ? rows / shape.cross_attention_dim : 0;
  return shape;
}

AdapterShape plus_shape(const WeightMap& weights) {
  AdapterShape shape;
  shape.kind = AdapterKind::plus;
  shape.tokens = weights.dimension("image_proj.latents", 1);
  shape.inner_width = weights.dimension("image_proj.latents", 2);
  shape.encoder_width = weights.dimension("image_proj.proj_in.weight", 1);
  shape.cross_attention_dim = weights.dimension("image_proj.proj_out.weight", 0);
  shape.attention_width = weights.dimension("image_proj.layers.0.0.to_q.weight", 0);
  shape.feed_forward_width = weights.dimension("image_proj.layers.0.1.1.weight", 0);
  shape.depth = std::min<std::int64_t>(weights.list_length("image_proj.layers."), kMostDepth);
  return shape;
}

AdapterShape full_shape(const WeightMap& weights) {
  AdapterShape shape;
  shape.kind = AdapterKind::full;
  shape.tokens = 0;
  shape.encoder_width = weights.dimension("image_proj.proj.0.weight", 1);
  shape.cross_attention_dim = weights.dimension("image_proj.proj.2.weight", 0);
  return shape;
}

// Only odd numbers hold tensors; the even ones are self-attentions.
std::vector<std::int64_t> layer_widths(const WeightMap& weights) {
  std::vector<std::int64_t> widths;
  const int length = std::min(weights.list_length("ip_adapter."), 2 * kMostAdapterLayers);
  for (int number = 1; number < length; number += 2) {
    widths.push_back(weights.dimension(fmt::format("ip_adapter.{}.to_k_ip.weight", number), 0));
  }
  return widths;
}

void resampler(ExpectedTensors& out, const AdapterShape& shape) {
  const std::int64_t width = shape.inner_width;
  out.add("image_proj.latents", {1, shape.tokens, width});
  out.linear("image_proj.proj_in", width, shape.encoder_width);
  for (std::int64_t layer = 0; layer < shape.depth; ++layer) {
    const std::string attention = fmt::format("image_proj.layers.{}.0", layer);
    out.norm(attention + ".norm1", width);
    out.norm(attention + ".norm2", width);
    out.linear_without_bias(attention + ".to_q", shape.attention_width, width);
    out.linear_without_bias(attention + ".to_kv", 2 * shape.attention_width, width);
    out.linear_without_bias(attention + ".to_out", width, shape.attention_width);
    const std::string feed_forward = fmt::format("image_proj.layers.{}.1", layer);
    out.norm(feed_forward + ".0", width);
    out.linear_without_bias(feed_forward + ".1", shape.feed_forward_width, width);
    out.linear_without_bias(feed_forward + ".3", width, shape.feed_forward_width);
  }
  out.linear("image_proj.proj_out", shape.cross_attention_dim, width);
  out.norm("image_proj.norm_out", shape.cross_attention_dim);
}

}  // namespace

// The order of the tests is diffusers'.
Result<AdapterShape> adapter_shape_of(const WeightMap& weights) {
  AdapterShape shape;
  if (weights.contains("image_proj.proj.weight")) {
    shape = base_shape(weights);
  } else if (weights.contains("image_proj.proj.3.weight")) {
    shape = full_shape(weights);
  } else if (weights.contains("image_proj.perceiver_resampler.proj_in.weight")) {
    return fail(ErrorKind::unsupported,
                "is an IP-Adapter FaceID Plus: it needs a face recogniser, which Heddle does not have");
  } else if (weights.contains("image_proj.norm.weight")) {
    return fail(ErrorKind::unsupported,
                "is an IP-Adapter FaceID: it needs a face recogniser, which Heddle does not have");
  } else if (weights.contains("image_proj.latents")) {
    shape = plus_shape(weights);
  } else {
    return fail(ErrorKind::invalid_input, "is not an IP-Adapter: it has no image projection (image_proj.…)");
  }
  shape.layer_widths = layer_widths(weights);
  if (shape.layer_widths.empty() && shape.kind == AdapterKind::base) shape.kind = AdapterKind::simple;
  return shape;
}

ExpectedTensors expected_tensors(const AdapterShape& shape) {
  ExpectedTensors out;
  const std::int64_t context = shape.cross_attention_dim;
  if (shape.kind == AdapterKind::plus) {
    resampler(out, shape);
  } else if (shape.kind == AdapterKind::full) {
    out.linear("image_proj.proj.0", shape.encoder_width, shape.encoder_width);
    out.linear("image_proj.proj.2", context, shape.encoder_width);
    out.norm("image_proj.proj.3", context);
  } else {
    out.linear("image_proj.proj", shape.tokens * context, shape.encoder_width);
    out.norm("image_proj.norm", context);
  }
  for (std::size_t layer = 0; layer < shape.layer_widths.size(); ++layer) {
    const std::string place = fmt::format("ip_adapter.{}", 2 * layer + 1);
    out.linear_without_bias(place + ".to_k_ip", shape.layer_widths[layer], context);
    out.linear_without_bias(place + ".to_v_ip", shape.layer_widths[layer], context);
  }
  return out;
}

}  // namespace layouts
}  // namespace heddle::weights
