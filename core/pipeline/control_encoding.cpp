#include "pipeline/control_encoding.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "image/convert.h"
#include "image/resize.h"
#include "pipeline/image_tensors.h"
#include "pipeline/place_mask.h"

namespace heddle::pipeline {

namespace {

// A map's background is black: what is transparent asks for nothing.
image::Image on_black(const image::Image& map) {
  if (map.channels() != 4) return image::to_rgb(map);
  std::vector<std::uint8_t> rgb;
  rgb.reserve(map.pixels().size() / 4 * 3);
  for (std::size_t i = 0; i < map.pixels().size(); i += 4) {
    const unsigned alpha = map.pixels()[i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      rgb.push_back(static_cast<std::uint8_t>((map.pixels()[i + c] * alpha + 127) / 255));
  }
  return {map.width(), map.height(), 3, std::move(rgb)};
}

image::Image covering(const image::Image& map, int width, int height) {
  const double scale = std::max(static_cast<double>(width) / map.width(), static_cast<double>(height) / map.height());
  const int w = std::max(width, static_cast<int>(std::lround(map.width() * scale)));
  const int h = std::max(height, static_cast<int>(std::lround(map.height() * scale)));
  return image::cropped(image::resize(map, w, h, image::Filter::lanczos), (w - width) / 2, (h - height) / 2, width,
                        height);
}

}  // namespace

Result<image::Image> usable_map(const image::Image& given) {
  if (given.empty())
    return fail(ErrorKind::invalid_input, "[control] the map is empty; wire an image of edges, depth or a pose to it");
  image::Image map = on_black(given);
  if (std::ranges::all_of(map.pixels(), [](std::uint8_t value) { return value == 0; })) {
    return fail(ErrorKind::invalid_input,
                "[control] the map is black all over and asks for nothing; lower the annotator's "
                "thresholds, or take another map");
  }
  return map;
}

at::Tensor map_at(const image::Image& map, MapFit fit, std::int64_t height, std::int64_t width) {
  const int w = static_cast<int>(width), h = static_cast<int>(height);
  image::Image sized = map;
  if (map.width() != w || map.height() != h) {
    sized = fit == MapFit::crop ? covering(map, w, h) : image::resize(map, w, h, image::Filter::lanczos);
  }
  return byte_planes(sized).to(at::kFloat).div(255.0);
}

Result<std::shared_ptr<const adapters::ConditioningTerm>> control_term(const ControlModel& control,
                                                                       const ControlRequest& request) {
  auto map = usable_map(request.map);
  if (!map) return forward(map);
  if (control.network->config().hint_channels != 3) {
    return fail(ErrorKind::unsupported, "[control] this ControlNet reads maps of {} channels; Heddle makes maps of 3",
                control.network->config().hint_channels);
  }
  ContentHasher hasher;
  hash_image(hasher, *map);
  const std::string identity = fmt::format("{} {} {}", control.identity, hasher.hex(), static_cast<int>(request.fit));
  return std::make_shared<const adapters::ControlNetTerm>(
      control.network,
      [map = std::move(*map), fit = request.fit](std::int64_t height, std::int64_t width) {
        return map_at(map, fit, height, width);
      },
      identity,
      adapters::ControlNetTerm::Options{request.balance,
                                        request.pools_residuals.value_or(control.network->config().pools_residuals),
                                        place_mask(request.mask)});
}

Result<T2IMap> t2i_map(const T2IModel& adapter, const T2IRequest& request) {
  auto map = usable_map(request.map);
  if (!map) return forward(map);
  const std::int64_t channels = adapter.network->config().map_channels;
  if (channels != 1 && channels != 3) {
    return fail(ErrorKind::unsupported,
                "[t2i] this T2I-Adapter reads maps of {} channels; Heddle makes maps of 1 and 3", channels);
  }
  if (channels == 1) map = image::to_rgb(image::to_grey(*map));
  ContentHasher hasher;
  hash_image(hasher, *map);
  std::string identity = fmt::format("{} {} {}", adapter.identity, hasher.hex(), static_cast<int>(request.fit));
  return T2IMap{[map = std::move(*map), fit = request.fit, channels](std::int64_t height, std::int64_t width) {
                  return map_at(map, fit, height, width).narrow(1, 0, channels);
                },
                std::move(identity)};
}

Result<std::shared_ptr<const adapters::ConditioningTerm>> t2i_term(const T2IModel& adapter, const T2IRequest& request) {
  auto map = t2i_map(adapter, request);
  if (!map) return forward(map);
  return std::make_shared<const adapters::T2IAdapterTerm>(
      adapter.network, std::move(map->at), map->identity,
      adapters::T2IAdapterTerm::Options{request.balance, place_mask(request.mask)});
}

}  // namespace heddle::pipeline
