#include "pipeline/reference_encoding.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "adapters/ip_adapter_term.h"
#include "adapters/simple_adapter_term.h"
#include "base/hash.h"
#include "graph/param_spec.h"
#include "image/convert.h"
#include "pipeline/image_tensors.h"
#include "pipeline/place_mask.h"

namespace heddle::pipeline {

namespace {

using at::Tensor;

Tensor features_of(const Tensor& pixels, const ImageEncoder& encoder, const adapters::ImageProjection& projection) {
  const models::ClipVisionOutput seen = encoder.network.encode(pixels.to(encoder.policy.device, encoder.policy.dtype));
  return projection.feature() == adapters::EncoderFeature::image_embeds ? seen.image_embeds : seen.penultimate;
}

// Tokens of each picture, (1, pictures * tokens, dim). Tiles of one picture are all its tokens.
Tensor tokens_of(const Tensor& features, const Adapter& adapter) {
  const Tensor tokens = adapter.network.tokens(features.to(adapter.policy.dtype));
  return tokens.reshape({1, -1, tokens.size(-1)});
}

Tensor negative_tokens(const ImageEncoder& encoder, const Adapter& adapter, const ReferenceRequest& request,
                       const Tensor& positive) {
  const adapters::ImageProjection& projection = adapter.network.projection();
  if (request.negative_image == NegativeImage::zeros) return at::zeros_like(positive);
  const std::int64_t size = encoder.network.config().image_size;
  Tensor features;
  if (request.negative_image == NegativeImage::black) {
    const image::Image black(static_cast<int>(size), static_cast<int>(size), 3,
                             std::vector<std::uint8_t>(static_cast<std::size_t>(size * size * 3), 0));
    features = features_of(encoder_pixels({black}, encoder), encoder, projection);
  } else if (projection.feature() == adapters::EncoderFeature::image_embeds) {
    features =
        at::zeros({1, projection.feature_dim()}, at::TensorOptions(adapter.policy.device).dtype(adapter.policy.dtype));
  } else {
    features = features_of(at::zeros({1, 3, size, size}, at::kFloat), encoder, projection);
  }
  const Tensor one = tokens_of(features, adapter);
  return one.repeat({1, positive.size(1) / one.size(1), 1});
}

struct WeightedViews {
  std::vector<image::Image> views;
  std::vector<double> weights;  // one a view
};

WeightedViews views_of(const ReferenceRequest& request, const ImageEncoder& encoder) {
  WeightedViews all;
  for (std::size_t i = 0; i < request.images.size(); ++i) {
    for (image::Image& view : encoder_views(request.images[i], encoder, request.fit)) {
      all.views.push_back(std::move(view));
      all.weights.push_back(i < request.weights.size() ? request.weights[i] : 1.0);
    }
  }
  return all;
}

// Scales the values of each view's tokens; keys, and so the attention weights, stay unchanged.
void weigh(adapters::AdapterKeyValues& keys, const std::vector<double>& weights) {
  if (std::ranges::all_of(weights, [](double w) { return w == 1.0; })) return;
  for (auto& [number, layer] : keys) {
    const std::int64_t tokens = layer.value.size(1) / static_cast<std::int64_t>(weights.size());
    const Tensor scale = at::tensor(weights, at::kDouble).to(layer.value.options()).repeat_interleave(tokens);
    layer.value = layer.value * scale.view({1, -1, 1});
  }
}

}  // namespace

Tensor encoder_pixels(const std::vector<image::Image>& views, const ImageEncoder& encoder) {
  const Tensor mean = at::tensor(encoder.mean, at::kFloat).view({1, 3, 1, 1});
  const Tensor deviation = at::tensor(encoder.deviation, at::kFloat).view({1, 3, 1, 1});
  std::vector<Tensor> batch;
  for (const image::Image& view : views) batch.push_back(byte_planes(view).to(at::kFloat));
  return (at::cat(batch) / 255.0 - mean) / deviation;
}

graph::NodeSpec with_fit_params(graph::NodeSpec spec) {
  return spec
      .param(graph::choice("fit", "crop", {"crop", "squash", "pad", "tile"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .help(TR_NOOP("nodes", "How a picture that is not square becomes the encoder's square."))
                 .recomputes_from(graph::Stage::reference))
      .param(graph::real("centre", 0.5)
                 .range(0, 1)
                 .label(TR_NOOP("nodes", "Crop centre"))
                 .recomputes_from(graph::Stage::reference));
}

FitRequest fit_request(const graph::Params& params) {
  return {image::fit_from(params.choice("fit")).value_or(image::Fit::crop), params.real("centre")};
}

std::vector<image::Image> encoder_views(const image::Image& image, const ImageEncoder& encoder, const FitRequest& fit) {
  image::FitOptions options;
  options.size = static_cast<int>(encoder.network.config().image_size);
  options.centre = fit.centre;
  return image::encoder_inputs(image, fit.fit, options);
}

NegativeImage negative_image_from(std::string_view name) {
  if (name == "zeros") return NegativeImage::zeros;
  if (name == "black") return NegativeImage::black;
  return NegativeImage::official;
}

std::string reference_identity(const ImageEncoder& encoder, const Adapter& adapter, const ReferenceRequest& request) {
  ContentHasher hasher;
  hasher.add(encoder.identity);
  hasher.add(adapter.identity);
  for (const image::Image& image : request.images) hash_image(hasher, image);
  hasher.add("negative;");
  for (const image::Image& image : request.negatives) hash_image(hasher, image);
  hasher.add(fmt::format("{};{};{};{}", fmt::join(request.weights, ","), static_cast<int>(request.negative_image),
                         image::to_string(request.fit.fit), request.fit.centre));
  return hasher.hex();
}

Result<adapters::EncodedReference> encode_reference(const ImageEncoder& encoder, const Adapter& adapter,
                                                    const ReferenceRequest& request, const RunControl& control) {
  const at::NoGradGuard no_grad;
  const adapters::ImageProjection& projection = adapter.network.projection();
  const models::ClipVisionConfig& seen = encoder.network.config();
  const std::int64_t offered =
      projection.feature() == adapters::EncoderFeature::image_embeds ? seen.projection_dim : seen.hidden_size;
  if (offered != projection.feature_dim()) {
    return fail(ErrorKind::invalid_input,
                "[image_prompt] this adapter reads {} numbers from its image encoder, the chosen encoder gives {}; "
                "choose the encoder that came with the adapter (ViT-H/14 for most of SD 1.5's)",
                projection.feature_dim(), offered);
  }
  if (control.cancelled()) return cancelled();
  WeightedViews all = views_of(request, encoder);
  adapters::EncodedReference result;
  result.identity = reference_identity(encoder, adapter, request);
  result.tokens = tokens_of(features_of(encoder_pixels(all.views, encoder), encoder, projection), adapter);
  if (request.negatives.empty()) {
    result.negative_tokens = negative_tokens(encoder, adapter, request, result.tokens);
  } else {
    ReferenceRequest negative = request;
    negative.images = request.negatives;
    const Tensor pixels = encoder_pixels(views_of(negative, encoder).views, encoder);
    result.negative_tokens = tokens_of(features_of(pixels, encoder, projection), adapter);
  }
  if (control.cancelled()) return cancelled();
  result.keys = adapter.network.project(result.tokens);
  result.negative_keys = adapter.network.project(result.negative_tokens);
  weigh(result.keys, all.weights);
  result.views = std::move(all.views);
  return result;
}

std::shared_ptr<const adapters::ConditioningTerm> image_prompt_term(
    std::shared_ptr<const adapters::EncodedReference> reference, const image::Image& mask) {
  if (reference->keys.empty()) return std::make_shared<const adapters::SimpleAdapterTerm>(std::move(reference));
  return std::make_shared<const adapters::IpAdapterTerm>(std::move(reference), place_mask(mask));
}

}  // namespace heddle::pipeline
