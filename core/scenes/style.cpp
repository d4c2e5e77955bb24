#include "scenes/style.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "scenes/colour.h"
#include "scenes/random.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

using Plane = std::vector<float>;

// How much of a line lies on each pixel, for lines of `width` picture heights along the borders of parts.
Plane lines_of(const Sheet& sheet, float width) {
  const int size = sheet.size;
  Plane lines(sheet.parts.size());
  const float reach = std::max(0.5F * width * static_cast<float>(size), 0.6F);
  const int window = static_cast<int>(reach) + 1;
  const auto at = [&](int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x);
  };
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const std::uint16_t own = sheet.parts[at(x, y)];
      const bool right = x + 1 < size && sheet.parts[at(x + 1, y)] != own;
      const bool below = y + 1 < size && sheet.parts[at(x, y + 1)] != own;
      if (!right && !below) continue;
      // The border runs between this pixel and the next: half a pixel on.
      const float bx = right ? 0.5F : 0.0F;
      const float by = below ? 0.5F : 0.0F;
      for (int j = std::max(y - window, 0); j <= std::min(y + window, size - 1); ++j) {
        for (int i = std::max(x - window, 0); i <= std::min(x + window, size - 1); ++i) {
          const float away = length(static_cast<float>(i - x) - bx, static_cast<float>(j - y) - by);
          float& line = lines[at(i, j)];
          line = std::max(line, clamp01(reach + 0.5F - away));
        }
      }
    }
  }
  return lines;
}

// Box blur, twice, over `reach` pixels each way: near enough to a Gaussian for glow and chalk.
void blur(std::span<float> plane, int size, int reach) {
  const auto stride = static_cast<std::size_t>(size);
  Plane line(stride);
  const auto pass = [&](std::size_t first, std::size_t step) {
    for (std::size_t i = 0; i < stride; ++i) line[i] = plane[first + i * step];
    for (int i = 0; i < size; ++i) {
      float sum = 0;
      for (int k = -reach; k <= reach; ++k) sum += line[static_cast<std::size_t>(std::clamp(i + k, 0, size - 1))];
      plane[first + static_cast<std::size_t>(i) * step] = sum / static_cast<float>(2 * reach + 1);
    }
  };
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < stride; ++i) pass(i * stride, 1);
    for (std::size_t i = 0; i < stride; ++i) pass(i, stride);
  }
}

struct Pixels {
  float* r;
  float* g;
  float* b;
};
Pixels pixels_of(const Sheet& sheet) {
  const std::size_t plane = sheet.planes.size() / 3;
  return {sheet.planes.data(), sheet.planes.data() + plane, sheet.planes.data() + 2 * plane};
}

template <class Change>
void for_each_pixel(const Sheet& sheet, Change change) {
  const Pixels p = pixels_of(sheet);
  for (std::size_t i = 0; i < sheet.parts.size(); ++i) {
    const Rgb changed = change(Rgb{p.r[i], p.g[i], p.b[i]}, i);
    p.r[i] = changed.r;
    p.g[i] = changed.g;
    p.b[i] = changed.b;
  }
}

float grey_of(Rgb c) { return 0.3F * c.r + 0.59F * c.g + 0.11F * c.b; }

void ink(const Sheet& sheet) {
  const Plane lines = lines_of(sheet, 0.011F);
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    // Washes come in few tones on cream paper.
    const float grey = grey_of(c);
    const Rgb wash = mix(c, {grey, grey, grey}, 0.25F);
    const Rgb paper = mix(product(rgb(252, 246, 230), mix(wash, kWhite, 0.35F)), rgb(252, 246, 230), 0.12F);
    return mix(paper, rgb(24, 20, 30), lines[i] * 0.92F);
  });
}

void pastel(const Sheet& sheet, std::uint64_t seed) {
  const int reach = std::max(sheet.size / 128, 1);
  const std::size_t plane = sheet.planes.size() / 3;
  for (std::size_t c = 0; c < 3; ++c) blur(sheet.planes.subspan(c * plane, plane), sheet.size, reach);
  const auto size = static_cast<std::size_t>(sheet.size);
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    // Chalk: short level strokes of paper showing through, in cells that do not depend on the picture's size.
    const auto x = (i % size) * 64 / size;
    const auto y = (i / size) * 160 / size;
    const float speck = static_cast<float>(mixed((y << 20 | x) + seed) >> 40) * 0x1p-24F;
    const float grey = grey_of(c);
    const Rgb soft = mix(mix({grey, grey, grey}, c, 0.78F), rgb(255, 248, 242), 0.42F);
    return mix(soft, kWhite, 0.10F * speck);
  });
}

void neon(const Sheet& sheet) {
  const Plane lines = lines_of(sheet, 0.012F);
  const std::size_t plane = sheet.planes.size() / 3;
  Plane glow(sheet.planes.size());
  const Pixels p = pixels_of(sheet);
  for (std::size_t i = 0; i < plane; ++i) {
    // The line takes the colour beside it, made as bright as it can be.
    const Rgb c{p.r[i], p.g[i], p.b[i]};
    const float top = std::max(std::max(c.r, c.g), std::max(c.b, 0.05F));
    const float low = std::min(c.r, std::min(c.g, c.b)) * 0.7F;
    const float gain = lines[i] / (top - low);
    glow[i] = (c.r - low) * gain;
    glow[i + plane] = (c.g - low) * gain;
    glow[i + 2 * plane] = (c.b - low) * gain;
  }
  Plane halo = glow;
  for (std::size_t c = 0; c < 3; ++c)
    blur(std::span<float>(halo).subspan(c * plane, plane), sheet.size, std::max(sheet.size / 64, 1));
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    const Rgb dark = product(c, {0.24F, 0.20F, 0.32F});
    return Rgb{dark.r + glow[i] + 1.1F * halo[i], dark.g + glow[i + plane] + 1.1F * halo[i + plane],
               dark.b + 0.03F + glow[i + 2 * plane] + 1.1F * halo[i + 2 * plane]};
  });
}

}  // namespace

void restyle(Style style, Sheet sheet, std::uint64_t seed) {
  switch (style) {
    case Style::base:
      return;
    case Style::ink:
      return ink(sheet);
    case Style::pastel:
      return pastel(sheet, seed);
    case Style::neon:
      return neon(sheet);
  }
}

}  // namespace heddle::scenes
