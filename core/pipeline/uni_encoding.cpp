#include "pipeline/uni_encoding.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "pipeline/place_mask.h"

namespace heddle::pipeline {

namespace {

// The picture's embedding; undefined without one. Failure: the encoder is missing, or another one.
Result<at::Tensor> embedding_of(const UniModel& uni, const UniRequest& request) {
  if (request.image.empty()) return at::Tensor();
  const std::int64_t needed = uni.network->config().image_width;
  if (request.encoder == nullptr) {
    return fail(ErrorKind::invalid_input, "[uni] the picture needs CLIP's image encoder; wire ViT-L/14 to it");
  }
  const ImageEncoder& encoder = *request.encoder;
  if (encoder.network.config().projection_dim != needed) {
    return fail(ErrorKind::invalid_input,
                "[uni] this Uni-ControlNet reads embeddings of {} numbers, the chosen encoder gives {}; choose CLIP "
                "ViT-L/14 (openai/clip-vit-large-patch14)",
                needed, encoder.network.config().projection_dim);
  }
  const at::NoGradGuard no_grad;
  const at::Tensor pixels = encoder_pixels(encoder_views(request.image, encoder, request.image_fit), encoder);
  const at::Tensor embeds = encoder.network.encode(pixels.to(encoder.policy.device, encoder.policy.dtype)).image_embeds;
  return embeds.mean(0, /*keepdim=*/true).to(at::kCPU, at::kFloat);  // several views of one picture count as one
}

}  // namespace

Result<std::shared_ptr<const adapters::ConditioningTerm>> uni_term(const UniModel& uni, const UniRequest& request) {
  ContentHasher hasher;
  std::array<image::Image, kUniMaps.size()> maps;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    if (request.maps[i].empty()) continue;
    auto map = usable_map(request.maps[i]);
    if (!map) return forward(map);
    maps[i] = std::move(*map);
    hasher.add(kUniMaps[i]);
    hash_image(hasher, maps[i]);
  }
  const bool has_map = std::ranges::any_of(maps, [](const image::Image& map) { return !map.empty(); });
  if (!has_map && request.image.empty())
    return fail(ErrorKind::invalid_input, "[uni] there is neither a map nor a picture; wire one to the node");
  const std::int64_t channels = uni.network->config().map_channels;
  if (channels != static_cast<std::int64_t>(3 * maps.size())) {
    return fail(ErrorKind::unsupported, "[uni] this Uni-ControlNet reads {} channels of maps; Heddle gives it {}",
                channels, 3 * maps.size());
  }
  auto embeds = embedding_of(uni, request);
  if (!embeds) return forward(embeds);
  if (embeds->defined()) {
    hasher.add(request.encoder->identity);
    hash_image(hasher, request.image);
  }
  const std::string identity = fmt::format("{} {} {}", uni.identity, hasher.hex(), static_cast<int>(request.fit));
  return std::make_shared<const adapters::UniControlTerm>(
      uni.network,
      [maps = std::move(maps), has_map, fit = request.fit](std::int64_t height, std::int64_t width) {
        std::vector<at::Tensor> planes;
        for (const image::Image& map : maps) {
          planes.push_back(map.empty() ? at::zeros({1, 3, height, width}) : map_at(map, fit, height, width));
        }
        return has_map ? at::cat(planes, 1) : at::Tensor();
      },
      identity, adapters::UniControlTerm::Options{*embeds, request.image_strength});
}

}  // namespace heddle::pipeline
