#include "evaluation/scores/image_scores.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "evaluation/scores/box_means.h"
#include "image/lab.h"

namespace heddle::evaluation {

namespace {

constexpr std::uint8_t kCounts = 128;

using Mask = std::vector<bool>;

Mask mask_of(const image::Image& grey) {
  Mask mask;
  mask.reserve(grey.pixels().size());
  for (const std::uint8_t value : grey.pixels()) mask.push_back(value >= kCounts);
  return mask;
}

std::size_t count(const Mask& mask) {
  std::size_t sum = 0;
  for (const bool set : mask) sum += set ? 1 : 0;
  return sum;
}

// Every pixel with a set one within `radius` (Euclidean).
Mask grown(const Mask& mask, int width, int height, int radius) {
  Mask result(mask.size(), false);
  const auto set_around = [&](int x, int y) {
    for (int dy = -radius; dy <= radius; ++dy) {
      for (int dx = -radius; dx <= radius; ++dx) {
        const int px = x + dx, py = y + dy;
        const bool inside = px >= 0 && py >= 0 && px < width && py < height;
        if (inside && dx * dx + dy * dy <= radius * radius) result[static_cast<std::size_t>(py * width + px)] = true;
      }
    }
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (mask[static_cast<std::size_t>(y * width + x)]) set_around(x, y);
    }
  }
  return result;
}

image::Lab mean_under(const std::vector<image::Lab>& colours, const Mask& mask) {
  image::Lab sum;
  double n = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!mask[i]) continue;
    sum = {sum.l + colours[i].l, sum.a + colours[i].a, sum.b + colours[i].b};
    n += 1;
  }
  return {sum.l / n, sum.a / n, sum.b / n};
}

double share_within(const Mask& edges, const Mask& near) {
  std::size_t hits = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) hits += edges[i] && near[i] ? 1 : 0;
  return static_cast<double>(hits) / static_cast<double>(count(edges));
}

}  // namespace

double psnr(const image::Image& image, const image::Image& reference) {
  const auto a = image.pixels(), b = reference.pixels();
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += std::pow(static_cast<double>(a[i]) - b[i], 2);
  if (squares == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / squares);
}

double colour_error(const image::Image& image, const image::Image& reference, const image::Image& mask) {
  const Mask counted = mask_of(mask);
  return delta_e(mean_under(lab_of(image), counted), mean_under(lab_of(reference), counted));
}

image::Image silhouette(const image::Image& image, const image::Image& reference, const image::Image& mask, int reach) {
  const int width = image.width(), height = image.height();
  const Mask inside = mask_of(mask);
  const Mask asked = grown(inside, width, height, reach);
  Mask outside = asked;
  for (std::size_t i = 0; i < inside.size(); ++i) outside[i] = asked[i] && !inside[i];
  const std::vector<image::Lab> colours = lab_of(image), true_colours = lab_of(reference);
  const BoxMeans thing(true_colours, inside, width), ground(true_colours, outside, width);
  std::vector<std::uint8_t> result(inside.size(), 0);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto i = static_cast<std::size_t>(y * width + x);
      if (!asked[i]) continue;
      const bool nearer =
          delta_e(colours[i], thing.around(x, y, reach)) < delta_e(colours[i], ground.around(x, y, reach));
      if (nearer) result[i] = 255;
    }
  }
  return {width, height, 1, std::move(result)};
}

double intersection_over_union(const image::Image& a, const image::Image& b) {
  const Mask x = mask_of(a), y = mask_of(b);
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    both += x[i] && y[i] ? 1 : 0;
    either += x[i] || y[i] ? 1 : 0;
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

EdgeAgreement edge_agreement(const image::Image& edges, const image::Image& map, int tolerance) {
  const Mask found = mask_of(edges), wanted = mask_of(map);
  const bool any_found = count(found) > 0, any_wanted = count(wanted) > 0;
  if (!any_found && !any_wanted) return {1, 1, 1};
  if (!any_found || !any_wanted) return {};
  const double precision = share_within(found, grown(wanted, map.width(), map.height(), tolerance));
  const double recall = share_within(wanted, grown(found, map.width(), map.height(), tolerance));
  const double sum = precision + recall;
  return {precision, recall, sum > 0 ? 2 * precision * recall / sum : 0};
}

}  // namespace heddle::evaluation
