#include "pipeline/mask.h"

#include <algorithm>

#include "image/convert.h"

namespace heddle::pipeline {

namespace {

constexpr int kTone = 24;  // levels of grey that count as one tone: JPEG and soft brushes move them

// How the grey of the pixels that show is spread.
struct Tones {
  int darkest = 255, lightest = 0;
  bool only_extremes = true;
  bool has_transparency = false;
};

Tones tones_of(const image::Image& image, const image::Image& grey) {
  Tones tones;
  for (std::size_t i = 0; i < grey.pixels().size(); ++i) {
    const int alpha = image.pixels()[4 * i + 3], tone = grey.pixels()[i];
    if (alpha < 255) tones.has_transparency = true;
    if (alpha < 128) continue;
    tones.darkest = std::min(tones.darkest, tone);
    tones.lightest = std::max(tones.lightest, tone);
    if (tone > kTone && tone < 255 - kTone) tones.only_extremes = false;
  }
  return tones;
}

void note_flat(Mask& mask, std::string_view what) {
  const auto pixels = mask.grey.pixels();
  if (pixels.empty()) return;
  const auto [low, high] = std::ranges::minmax(pixels);
  if (high < 128)
    mask.notes.push_back(
        note("mask.all_black", "{} is black everywhere, so nothing is changed; white marks what is to change", what));
  if (low >= 128)
    mask.notes.push_back(
        note("mask.all_white", "{} is white everywhere, so it keeps nothing; black marks what is to stay", what));
}

}  // namespace

Mask read_mask(const image::Image& image, std::string_view what) {
  Mask mask{image::to_grey(image), {}};
  if (image.channels() == 4) {
    const Tones tones = tones_of(image, mask.grey);
    if (tones.has_transparency) {
      const bool is_paint = tones.lightest - tones.darkest <= kTone;
      std::vector<std::uint8_t> values(mask.grey.pixels().size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const int alpha = image.pixels()[4 * i + 3], tone = mask.grey.pixels()[i];
        const int value = is_paint ? alpha : tones.only_extremes ? (tone * alpha + 127) / 255 : 255 - alpha;
        values[i] = static_cast<std::uint8_t>(value);
      }
      mask.grey = {image.width(), image.height(), 1, std::move(values)};
      mask.notes.push_back(note("mask.alpha", "{} has transparent parts: {}", what,
                                is_paint              ? "what is painted counts as white, the rest as black"
                                : tones.only_extremes ? "they count as black"
                                                      : "they count as white, the picture around them as black"));
    }
  }
  note_flat(mask, what);
  return mask;
}

}  // namespace heddle::pipeline
