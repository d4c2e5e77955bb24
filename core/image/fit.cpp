#include "image/fit.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "image/convert.h"

namespace heddle::image {
namespace {

constexpr int kTilesMost = 16;
constexpr int kLongSideMost = 32768;  // a line of 1 x 30000 pixels must not become a picture of gigabytes

// Short side to `size`, the long one in proportion, rounded down as transformers does. A strip that would grow
// too large is first cut to the middle part.
Image short_side_to(const Image& image, const FitOptions& options) {
  const std::int64_t short_side = std::min(image.width(), image.height());
  const std::int64_t long_side = std::max(image.width(), image.height());
  const std::int64_t scaled = options.size * long_side / short_side;
  if (scaled > kLongSideMost) {
    const int part = static_cast<int>(std::max<std::int64_t>(short_side, kLongSideMost * short_side / options.size));
    const bool wide = image.width() > image.height();
    const int start = static_cast<int>((long_side - part) * options.centre);
    return short_side_to(
        wide ? cropped(image, start, 0, part, image.height()) : cropped(image, 0, start, image.width(), part), options);
  }
  const int longer = static_cast<int>(scaled);
  const bool wide = image.width() > image.height();
  return resize(image, wide ? longer : options.size, wide ? options.size : longer, options.filter);
}

// The square whose place along the long side is `place` in [0, 1].
Image square_at(const Image& strip, int size, double place) {
  const int left = static_cast<int>(std::floor((strip.width() - size) * place));
  const int top = static_cast<int>(std::floor((strip.height() - size) * place));
  return cropped(strip, left, top, size, size);
}

Image padded(const Image& image, const FitOptions& options) {
  const std::int64_t long_side = std::max(image.width(), image.height());
  const auto scaled = [&](int side) {
    return static_cast<int>(
        std::max<std::int64_t>(1, (2 * std::int64_t{options.size} * side + long_side) / (2 * long_side)));
  };
  const Image small = resize(image, scaled(image.width()), scaled(image.height()), options.filter);
  const auto size = static_cast<std::size_t>(options.size);
  std::vector<std::uint8_t> out(size * size * 3);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = options.margin[i % 3];
  const auto left = static_cast<std::size_t>((options.size - small.width()) / 2);
  const auto top = static_cast<std::size_t>((options.size - small.height()) / 2);
  for (int y = 0; y < small.height(); ++y)
    std::ranges::copy(small.row(y), &out[((top + static_cast<std::size_t>(y)) * size + left) * 3]);
  return {options.size, options.size, 3, std::move(out)};
}

// As few squares as cover the long side, evenly spread, so that neighbours overlap alike.
std::vector<Image> tiled(const Image& image, const FitOptions& options) {
  const Image strip = short_side_to(image, options);
  const int long_side = std::max(strip.width(), strip.height());
  const int count = std::min(kTilesMost, (long_side + options.size - 1) / options.size);
  std::vector<Image> squares;
  for (int i = 0; i < count; ++i) {
    const double place = count > 1 ? static_cast<double>(i) / (count - 1) : 0.5;
    squares.push_back(square_at(strip, options.size, place));
  }
  return squares;
}

}  // namespace

std::optional<Fit> fit_from(std::string_view name) {
  for (const Fit fit : {Fit::crop, Fit::squash, Fit::pad, Fit::tile})
    if (name == to_string(fit)) return fit;
  return std::nullopt;
}

std::string_view to_string(Fit fit) {
  switch (fit) {
    case Fit::crop: return "crop";
    case Fit::squash: return "squash";
    case Fit::pad: return "pad";
    case Fit::tile: return "tile";
  }
  return "crop";
}

std::vector<Image> encoder_inputs(const Image& image, Fit fit, const FitOptions& options) {
  assert(!image.empty() && options.size >= 1);
  const Image rgb = to_rgb(image);
  switch (fit) {
    case Fit::squash: return {resize(rgb, options.size, options.size, options.filter)};
    case Fit::pad: return {padded(rgb, options)};
    case Fit::tile: return tiled(rgb, options);
    case Fit::crop: break;
  }
  const double centre = std::clamp(options.centre, 0.0, 1.0);
  return {square_at(short_side_to(rgb, options), options.size, centre)};
}

Image encoder_input(const Image& image, Fit fit, const FitOptions& options) {
  return encoder_inputs(image, fit, options).front();
}

}  // namespace heddle::image
