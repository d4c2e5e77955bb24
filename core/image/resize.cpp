#include "image/resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

// The arithmetic follows Pillow's ImagingResample for 8 bits a channel: weights in double, then rounded to 22 fraction
// bits; sums in 32-bit integers from one half; the result of each pass clipped to 0..255.

namespace heddle::image {
namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;  // two bits for overshoot

double box(double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }

double bilinear(double x) { return std::max(0.0, 1.0 - std::abs(x)); }

double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

double sinc(double x) {
  if (x == 0.0) return 1.0;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double lanczos(double x) { return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0; }

struct Kernel {
  double (*weight)(double);
  double support;
};

Kernel kernel_of(Filter filter) {
  switch (filter) {
    case Filter::box: return {box, 0.5};
    case Filter::bilinear: return {bilinear, 1.0};
    case Filter::lanczos: return {lanczos, 3.0};
    default: return {bicubic, 2.0};
  }
}

// For one line of output: which source pixels each output pixel mixes, and how much of each.
struct Taps {
  std::vector<int> first;
  std::vector<int> count;
  std::vector<std::int32_t> weights;  // stride a pixel
  std::size_t stride = 0;

  [[nodiscard]] std::span<const std::int32_t> of(int i) const {
    const auto at = static_cast<std::size_t>(i);
    return std::span(weights).subspan(at * stride, static_cast<std::size_t>(count[at]));
  }
};

std::int32_t fixed_point(double weight) {
  const double scaled = weight * (1 << kPrecisionBits);
  return static_cast<std::int32_t>(weight < 0 ? -0.5 + scaled : 0.5 + scaled);
}

Taps taps_for(int size_in, int size_out, Kernel kernel) {
  const double scale = static_cast<double>(size_in) / size_out;
  const double filter_scale = std::max(scale, 1.0);
  const double support = kernel.support * filter_scale;
  Taps taps;
  taps.stride = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
  taps.weights.assign(taps.stride * static_cast<std::size_t>(size_out), 0);
  std::vector<double> line(taps.stride);
  for (int i = 0; i < size_out; ++i) {
    const double center = (i + 0.5) * scale;
    const double inverse = 1.0 / filter_scale;
    const int first = std::max(0, static_cast<int>(center - support + 0.5));
    const int count = std::min(size_in, static_cast<int>(center + support + 0.5)) - first;
    double sum = 0.0;
    for (int k = 0; k < count; ++k) {
      line[static_cast<std::size_t>(k)] = kernel.weight((k + first - center + 0.5) * inverse);
      sum += line[static_cast<std::size_t>(k)];
    }
    std::int32_t* weights = &taps.weights[taps.stride * static_cast<std::size_t>(i)];
    for (int k = 0; k < count; ++k) {
      const double weight = line[static_cast<std::size_t>(k)];
      weights[k] = fixed_point(sum != 0.0 ? weight / sum : weight);
    }
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  return taps;
}

std::uint8_t clipped(std::int32_t sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255)); }

constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

template <int channels>
void resample_row(std::span<const std::uint8_t> in, const Taps& taps, std::span<std::uint8_t> out) {
  for (std::size_t x = 0; x < taps.first.size(); ++x) {
    const std::uint8_t* from = &in[static_cast<std::size_t>(taps.first[x]) * channels];
    std::int32_t sums[channels];
    std::fill_n(sums, channels, kHalf);
    for (const std::int32_t weight : taps.of(static_cast<int>(x))) {
      for (int c = 0; c < channels; ++c) sums[c] += from[c] * weight;
      from += channels;
    }
    for (std::size_t c = 0; c < channels; ++c) out[x * channels + c] = clipped(sums[c]);
  }
}

Image resample_width(const Image& image, int width, Kernel kernel) {
  const Taps taps = taps_for(image.width(), width, kernel);
  const std::size_t stride = static_cast<std::size_t>(width) * static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out(stride * static_cast<std::size_t>(image.height()));
  for (int y = 0; y < image.height(); ++y) {
    const auto to = std::span(out).subspan(static_cast<std::size_t>(y) * stride, stride);
    switch (image.channels()) {
      case 1: resample_row<1>(image.row(y), taps, to); break;
      case 3: resample_row<3>(image.row(y), taps, to); break;
      default: resample_row<4>(image.row(y), taps, to); break;
    }
  }
  return {width, image.height(), image.channels(), std::move(out)};
}

Image resample_height(const Image& image, int height, Kernel kernel) {
  const Taps taps = taps_for(image.height(), height, kernel);
  const std::size_t stride = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out(stride * static_cast<std::size_t>(height));
  std::vector<std::int32_t> sums(stride);
  for (int y = 0; y < height; ++y) {
    std::ranges::fill(sums, kHalf);
    int from_y = taps.first[static_cast<std::size_t>(y)];
    for (const std::int32_t weight : taps.of(y)) {
      const std::uint8_t* from = image.row(from_y++).data();
      for (std::size_t i = 0; i < stride; ++i) sums[i] += from[i] * weight;
    }
    std::uint8_t* to = &out[static_cast<std::size_t>(y) * stride];
    for (std::size_t i = 0; i < stride; ++i) to[i] = clipped(sums[i]);
  }
  return {image.width(), height, image.channels(), std::move(out)};
}

// Source index under each output pixel's centre, stepping by addition as Pillow does.
std::vector<std::size_t> nearest_indices(int size_in, int size_out) {
  const double step = static_cast<double>(size_in) / size_out;
  std::vector<std::size_t> indices(static_cast<std::size_t>(size_out));
  double at = step * 0.5;
  for (std::size_t& index : indices) {
    index = static_cast<std::size_t>(std::min(static_cast<int>(at), size_in - 1));
    at += step;
  }
  return indices;
}

Image resize_nearest(const Image& image, int width, int height) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto columns = nearest_indices(image.width(), width);
  const auto rows = nearest_indices(image.height(), height);
  std::vector<std::uint8_t> out(columns.size() * rows.size() * channels);
  std::uint8_t* to = out.data();
  for (const std::size_t y : rows) {
    const auto row = image.row(static_cast<int>(y));
    for (const std::size_t x : columns) to = std::copy_n(&row[x * channels], channels, to);
  }
  return {width, height, image.channels(), std::move(out)};
}

// Colours times alpha / 255, rounded, so that what cannot be seen does not bleed into what can.
Image premultiplied(const Image& image) {
  std::vector<std::uint8_t> out(image.pixels().begin(), image.pixels().end());
  for (std::size_t i = 0; i < out.size(); i += 4) {
    for (std::size_t c = 0; c < 3; ++c) {
      const unsigned product = static_cast<unsigned>(out[i + c]) * out[i + 3] + 128;
      out[i + c] = static_cast<std::uint8_t>(((product >> 8U) + product) >> 8U);
    }
  }
  return {image.width(), image.height(), 4, std::move(out)};
}

Image straight(const Image& image) {
  std::vector<std::uint8_t> out(image.pixels().begin(), image.pixels().end());
  for (std::size_t i = 0; i < out.size(); i += 4) {
    const unsigned alpha = out[i + 3];
    if (alpha == 0 || alpha == 255) continue;
    for (std::size_t c = 0; c < 3; ++c)
      out[i + c] = static_cast<std::uint8_t>(std::min(255U, 255U * out[i + c] / alpha));
  }
  return {image.width(), image.height(), 4, std::move(out)};
}

}  // namespace

Image resize(const Image& image, int width, int height, Filter filter) {
  assert(width >= 1 && height >= 1 && !image.empty());
  if (width == image.width() && height == image.height()) return image;
  if (filter == Filter::nearest) return resize_nearest(image, width, height);
  const Kernel kernel = kernel_of(filter);
  Image result = image.channels() == 4 ? premultiplied(image) : image;
  // Each pass rounds, so their order shows. Pillow 13 begins with the rows where that drops many more of them than the
  // other order would drop columns; Pillow before it always began with the columns.
  const bool rows_first = height < image.height() && image.height() - height > 2 * (image.width() - width);
  if (rows_first) result = resample_height(result, height, kernel);
  if (width != image.width()) result = resample_width(result, width, kernel);
  if (height != result.height()) result = resample_height(result, height, kernel);
  return image.channels() == 4 ? straight(result) : result;
}

}  // namespace heddle::image
