#include "imaging/segmentation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "image/convert.h"

namespace heddle::imaging {

namespace {

std::uint32_t packed(const std::uint8_t* rgb) {
  return std::uint32_t{rgb[0]} << 16U | std::uint32_t{rgb[1]} << 8U | rgb[2];
}

constexpr std::uint8_t kNoClass = 255;

// Class by colour, all 2^24 of them: the palette's own, the first of those that share one; kNoClass for the others.
std::vector<std::uint8_t> exact_classes() {
  std::vector<std::uint8_t> classes(std::size_t{1} << 24U, kNoClass);
  for (std::size_t i = kAdeClasses; i-- > 0;)
    classes[packed(ade_palette()[i].rgb.data())] = static_cast<std::uint8_t>(i);
  return classes;
}

std::size_t nearest_class(std::uint32_t colour, const std::vector<std::size_t>& candidates) {
  std::size_t best = candidates.front();
  int least = 1 << 30;
  for (const std::size_t candidate : candidates) {
    int distance = 0;
    for (unsigned c = 0; c < 3; ++c) {
      const int step = static_cast<int>(colour >> (16U - 8U * c) & 255U) - ade_palette()[candidate].rgb[c];
      distance += step * step;
    }
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

Segmentation segmentation(const image::Image& painting) {
  const image::Image rgb = image::to_rgb(painting);
  const std::span<const std::uint8_t> in = rgb.pixels();
  std::vector<std::uint8_t> classes = exact_classes();
  std::array<std::size_t, 256> exact{};  // pixels by class, kNoClass among them
  for (std::size_t i = 0; i < in.size(); i += 3) ++exact[classes[packed(&in[i])]];
  std::vector<std::size_t> candidates, all;
  for (std::size_t i = 0; i < kAdeClasses; ++i) {
    all.push_back(i);
    if (exact[i] > 0 && exact[i] * 1000 >= in.size() / 3) candidates.push_back(i);
  }
  const std::vector<std::size_t>& offered = candidates.empty() ? all : candidates;

  Segmentation made;
  made.changed = exact[kNoClass];
  std::array<std::size_t, 256> areas{};
  std::vector<std::uint8_t> out(in.size());
  for (std::size_t i = 0; i < in.size(); i += 3) {
    std::uint8_t& number = classes[packed(&in[i])];
    if (number == kNoClass) number = static_cast<std::uint8_t>(nearest_class(packed(&in[i]), offered));
    ++areas[number];
    std::copy_n(ade_palette()[number].rgb.begin(), 3, &out[i]);
  }
  for (std::size_t i = 0; i < kAdeClasses; ++i) {
    if (areas[i] > 0) made.classes.push_back(i);
  }
  std::ranges::stable_sort(made.classes, [&](std::size_t a, std::size_t b) { return areas[a] > areas[b]; });
  made.map = image::Image(rgb.width(), rgb.height(), 3, std::move(out));
  return made;
}

std::string class_names(const std::vector<std::size_t>& classes, std::size_t most) {
  std::string names;
  for (std::size_t i = 0; i < std::min(classes.size(), most); ++i)
    names += (i == 0 ? "" : ", ") + std::string(ade_palette()[classes[i]].name);
  if (classes.size() > most) names += fmt::format(" and {} more", classes.size() - most);
  return names;
}

}  // namespace heddle::imaging
