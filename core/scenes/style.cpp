#include "scenes/style.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "scenes/colour.h"
#include "scenes/map_recorder.h"
#include "scenes/random.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

using Plane = std::vector<float>;

bool is_object(std::uint8_t label) { return label >= kObjectLabel; }

// Lays lines of `width` picture heights along the borders of parts. A line between an object and its background is kept
// on the object, so that it can take the object's colour.
class Liner final {
 public:
  Liner(const Sheet& sheet, float width)
      : sheet_(sheet),
        size_(sheet.size),
        reach_(std::max(0.5F * width * static_cast<float>(sheet.size), 0.6F)),
        lines_(sheet.parts.size()) {}

  Plane drawn() && {
    for (int y = 0; y + 1 < size_; ++y) {
      for (int x = 0; x + 1 < size_; ++x) {
        const bool right = part(x, y) != part(x + 1, y);
        const bool below = part(x, y) != part(x, y + 1);
        if (right || below) stamp(x, y, right, below);
      }
    }
    return std::move(lines_);
  }

 private:
  [[nodiscard]] std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] std::uint16_t part(int x, int y) const { return sheet_.parts[at(x, y)]; }
  [[nodiscard]] bool object(int x, int y) const { return is_object(sheet_.labels[at(x, y)]); }

  void stamp(int x, int y, bool right, bool below) {
    const bool on_object = object(x, y) || (right && object(x + 1, y)) || (below && object(x, y + 1));
    // The border runs between this pixel and the next: half a pixel on.
    const float bx = right ? 0.5F : 0.0F;
    const float by = below ? 0.5F : 0.0F;
    const int window = static_cast<int>(reach_) + 1;
    for (int j = std::max(y - window, 0); j <= std::min(y + window, size_ - 1); ++j) {
      for (int i = std::max(x - window, 0); i <= std::min(x + window, size_ - 1); ++i) {
        if (on_object && !object(i, j)) continue;
        const float away = length(static_cast<float>(i - x) - bx, static_cast<float>(j - y) - by);
        float& line = lines_[at(i, j)];
        line = std::max(line, clamp01(reach_ + 0.5F - away));
      }
    }
  }

  const Sheet& sheet_;
  int size_;
  float reach_;  // in pixels, to each side
  Plane lines_;
};

// Adds to each value of `row` its share of the values `shift` places on in `from`, the ends repeated.
void add_shifted(std::span<float> row, std::span<const float> from, int shift, float share) {
  const int last = static_cast<int>(row.size()) - 1;
  for (int i = 0; i <= last; ++i) {
    row[static_cast<std::size_t>(i)] += from[static_cast<std::size_t>(std::clamp(i + shift, 0, last))] * share;
  }
}

// Box blur, twice each way, over `reach` pixels to each side: near enough to a Gaussian for glow and chalk.
void blur(std::span<float> plane, int size, int reach) {
  const auto stride = static_cast<std::size_t>(size);
  Plane source(plane.size());
  const float share = 1.0F / static_cast<float>(2 * reach + 1);
  const auto row_of = [&](auto& values, int y) {
    return std::span(values).subspan(static_cast<std::size_t>(y) * stride, stride);
  };
  for (const bool across : {true, false, true, false}) {
    std::copy(plane.begin(), plane.end(), source.begin());
    std::fill(plane.begin(), plane.end(), 0.0F);
    for (int y = 0; y < size; ++y) {
      for (int k = -reach; k <= reach; ++k) {
        const int from = across ? y : std::clamp(y + k, 0, size - 1);
        add_shifted(row_of(plane, y), row_of(source, from), across ? k : 0, share);
      }
    }
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
  const Plane lines = Liner(sheet, 0.013F).drawn();
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    // Watercolour on cream paper: the background pale, the object in its colour.
    const float grey = grey_of(c);
    const float wash = is_object(sheet.labels[i]) ? 0.12F : 0.42F;
    const Rgb paper = product(rgb(253, 248, 234), mix(mix(c, {grey, grey, grey}, 0.12F), kWhite, wash));
    return mix(paper, rgb(24, 20, 30), lines[i] * 0.92F);
  });
}

void pastel(const Sheet& sheet, std::uint64_t seed) {
  const int reach = std::max(sheet.size / 192, 1);
  const std::size_t plane = sheet.planes.size() / 3;
  for (std::size_t c = 0; c < 3; ++c) blur(sheet.planes.subspan(c * plane, plane), sheet.size, reach);
  const auto size = static_cast<std::size_t>(sheet.size);
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    // Chalk: short level strokes of paper showing through, in cells that do not depend on the picture's size.
    const auto x = (i % size) * 64 / size;
    const auto y = (i / size) * 160 / size;
    const float speck = static_cast<float>(mixed((y << 20 | x) + seed) >> 40) * 0x1p-24F;
    const float grey = grey_of(c);
    const float paper = is_object(sheet.labels[i]) ? 0.26F : 0.44F;
    const Rgb soft = mix(mix({grey, grey, grey}, c, 0.92F), rgb(255, 246, 240), paper);
    return mix(soft, kWhite, 0.08F * speck);
  });
}

// Lines in the colours under them, each as bright as it can be; the background's fainter than the object's.
Plane glow_of(const Sheet& sheet, const Plane& lines) {
  const std::size_t plane = sheet.planes.size() / 3;
  Plane glow(sheet.planes.size());
  const Pixels p = pixels_of(sheet);
  for (std::size_t i = 0; i < plane; ++i) {
    const Rgb c{p.r[i], p.g[i], p.b[i]};
    const float top = std::max(std::max(c.r, c.g), std::max(c.b, 0.05F));
    const float low = std::min(c.r, std::min(c.g, c.b)) * 0.6F;
    const float gain = lines[i] * (is_object(sheet.labels[i]) ? 1.0F : 0.35F) / (top - low);
    glow[i] = (c.r - low) * gain;
    glow[i + plane] = (c.g - low) * gain;
    glow[i + 2 * plane] = (c.b - low) * gain;
  }
  return glow;
}

void neon(const Sheet& sheet) {
  const Plane lines = Liner(sheet, 0.022F).drawn();
  const Plane glow = glow_of(sheet, lines);
  const std::size_t plane = sheet.planes.size() / 3;
  Plane halo = glow;
  const int reach = std::max(sheet.size / 64, 1);
  for (std::size_t c = 0; c < 3; ++c) blur(std::span<float>(halo).subspan(c * plane, plane), sheet.size, reach);
  for_each_pixel(sheet, [&](Rgb c, std::size_t i) {
    const Rgb dark = product(c, is_object(sheet.labels[i]) ? Rgb{0.42F, 0.40F, 0.48F} : Rgb{0.20F, 0.17F, 0.30F});
    const auto lit = [&](float base, std::size_t at) { return base * (1.0F - lines[i]) + glow[at] + 0.9F * halo[at]; };
    return Rgb{lit(dark.r, i), lit(dark.g, i + plane), lit(dark.b + 0.03F, i + 2 * plane)};
  });
}

}  // namespace

void restyle(Style style, Sheet sheet, std::uint64_t seed) {
  switch (style) {
    case Style::base: return;
    case Style::ink: return ink(sheet);
    case Style::pastel: return pastel(sheet, seed);
    case Style::neon: return neon(sheet);
  }
}

}  // namespace heddle::scenes
