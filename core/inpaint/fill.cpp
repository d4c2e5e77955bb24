#include "inpaint/fill.h"

#include <algorithm>
#include <array>

#include "image/convert.h"
#include "inpaint/mask_edit.h"
#include "inpaint/nearest.h"
#include "inpaint/telea.h"

namespace heddle::inpaint {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t kNeutral = 128;

// Colours with how much of each is known: one level of the push-pull pyramid.
struct Level {
  int width = 0, height = 0;
  std::vector<std::array<float, 4>> texels;  // r, g, b times weight, and the weight

  [[nodiscard]] const std::array<float, 4>& at(int x, int y) const {
    const int column = std::clamp(x, 0, width - 1), row = std::clamp(y, 0, height - 1);
    return texels[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column)];
  }
};

Level halved(const Level& fine) {
  Level coarse{(fine.width + 1) / 2, (fine.height + 1) / 2, {}};
  for (int y = 0; y < coarse.height; ++y) {
    for (int x = 0; x < coarse.width; ++x) {
      std::array<float, 4> sum{};
      for (int dy = 0; dy < 2; ++dy) {
        for (int dx = 0; dx < 2; ++dx) {
          if (2 * x + dx >= fine.width || 2 * y + dy >= fine.height) continue;
          for (std::size_t c = 0; c < 4; ++c) sum[c] += fine.at(2 * x + dx, 2 * y + dy)[c];
        }
      }
      const float scale = sum[3] > 1 ? 1 / sum[3] : 1;  // a weight beyond 1 counts as 1
      for (float& value : sum) value *= scale;
      coarse.texels.push_back(sum);
    }
  }
  return coarse;
}

// The coarse level's colour at a fine place, between its four nearest texels.
std::array<float, 3> colour_between(const Level& coarse, int x, int y) {
  const int left = (x + 1) / 2 - 1, top = (y + 1) / 2 - 1;
  const float right_share = x % 2 == 0 ? 0.75F : 0.25F, bottom_share = y % 2 == 0 ? 0.75F : 0.25F;
  std::array<float, 3> colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    const float upper = coarse.at(left, top)[c] * (1 - right_share) + coarse.at(left + 1, top)[c] * right_share;
    const float lower = coarse.at(left, top + 1)[c] * (1 - right_share) + coarse.at(left + 1, top + 1)[c] * right_share;
    colour[c] = upper * (1 - bottom_share) + lower * bottom_share;
  }
  return colour;
}

void fill_by_blur(Bytes& rgb, const image::Image& hole) {
  std::vector<Level> levels(1);
  levels[0].width = hole.width();
  levels[0].height = hole.height();
  for (std::size_t i = 0; i < hole.pixels().size(); ++i) {
    const float weight = hole.pixels()[i] == 0 ? 1.0F : 0.0F;
    levels[0].texels.push_back({weight * static_cast<float>(rgb[3 * i]), weight * static_cast<float>(rgb[3 * i + 1]),
                                weight * static_cast<float>(rgb[3 * i + 2]), weight});
  }
  while (levels.back().width > 1 || levels.back().height > 1) levels.push_back(halved(levels.back()));
  for (std::size_t k = levels.size() - 1; k-- > 0;) {
    Level& fine = levels[k];
    for (int y = 0; y < fine.height; ++y) {
      for (int x = 0; x < fine.width; ++x) {
        auto& texel = fine.texels[static_cast<std::size_t>(y) * static_cast<std::size_t>(fine.width) +
                                  static_cast<std::size_t>(x)];
        if (texel[3] >= 1) continue;
        const std::array<float, 3> colour = colour_between(levels[k + 1], x, y);
        for (std::size_t c = 0; c < 3; ++c) texel[c] += (1 - texel[3]) * colour[c];
        texel[3] = 1;
      }
    }
  }
  for (std::size_t i = 0; i < hole.pixels().size(); ++i) {
    if (hole.pixels()[i] == 0) continue;
    for (std::size_t c = 0; c < 3; ++c)
      rgb[3 * i + c] = static_cast<std::uint8_t>(std::clamp(levels[0].texels[i][c] + 0.5F, 0.0F, 255.0F));
  }
}

void fill_by_border(Bytes& rgb, const NearestMarked& outside) {
  const Bytes known = rgb;
  for (std::size_t i = 0; i < outside.index.size(); ++i) {
    const auto from = static_cast<std::size_t>(outside.index[i]);
    for (std::size_t c = 0; c < 3; ++c) rgb[3 * i + c] = known[3 * from + c];
  }
}

// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

template <class Colour>
void fill_each(Bytes& rgb, const image::Image& hole, Colour colour) {
  for (std::size_t i = 0; i < rgb.size(); ++i) {
    if (hole.pixels()[i / 3] > 0) rgb[i] = colour(i);
  }
}

}  // namespace

const std::vector<std::string>& fill_names() {
  static const std::vector<std::string> names{"unchanged", "neutral", "blur", "border", "telea", "noise"};
  return names;
}

std::optional<Fill> fill_named(std::string_view name) {
  const auto& names = fill_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Fill>(found - names.begin());
}

image::Image filled(const image::Image& image, const image::Image& hole, Fill fill, std::uint64_t seed) {
  const image::Image source = image::to_rgb(image);
  if (fill == Fill::unchanged) return source;
  Bytes rgb(source.pixels().begin(), source.pixels().end());
  const bool has_surroundings = std::ranges::any_of(hole.pixels(), [](std::uint8_t value) { return value == 0; });
  if (fill == Fill::noise) {
    fill_each(rgb, hole, [seed](std::size_t i) { return static_cast<std::uint8_t>(mixed(seed ^ mixed(i)) & 255U); });
  } else if (fill == Fill::neutral || !has_surroundings) {
    fill_each(rgb, hole, [](std::size_t) { return kNeutral; });
  } else if (fill == Fill::blur) {
    fill_by_blur(rgb, hole);
  } else {
    const image::Image outside = inverted(at_least(hole, 1));
    const NearestMarked nearest = nearest_marked(outside.pixels(), hole.width(), hole.height());
    if (fill == Fill::border) {
      fill_by_border(rgb, nearest);
    } else {
      fill_by_telea(rgb, nearest, hole.width(), hole.height());
    }
  }
  return {source.width(), source.height(), 3, std::move(rgb)};
}

}  // namespace heddle::inpaint
