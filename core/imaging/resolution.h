// The size at which a map is made: "resolution" and "pixel perfect" as sd-webui-controlnet has them.
//   auto map = at_resolution(picture, 512, Padding::to_64, [](const image::Image& p) { return canny(p, {}); });
// Used by the annotator nodes. Thread rule: pure functions.
// Source: Mikubill/sd-webui-controlnet, scripts/processor.py (resize_image_with_pad), pixel_perfect_resolution.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "image/image.h"

namespace heddle::imaging {

// How a map will be fitted into the picture that is made.
enum class MapFit { squash, crop, pad };  // "Just Resize", "Crop and Resize", "Resize and Fill"

[[nodiscard]] std::optional<MapFit> map_fit_from(std::string_view name);  // "squash" "crop" "pad"

struct PixelSize {
  int width = 0, height = 0;
  bool operator==(const PixelSize&) const = default;
};

// The shorter side, in pixels, at which a map of `picture` has one pixel for each of a made picture of size `target`.
// Halves are rounded to even. Requires: all sides >= 1.
[[nodiscard]] int pixel_perfect_resolution(PixelSize image, PixelSize target, MapFit fit);

// `picture` with its shorter side at `resolution`, proportions kept. Requires: all >= 1.
[[nodiscard]] PixelSize size_at(PixelSize image, int resolution);

inline constexpr int kMapSideMost = 16384;  // pixels, each way

enum class Padding {
  none,
  to_64,  // edges repeated to multiples of 64 while the map is made, and cut off again
};

using Annotator = std::function<image::Image(const image::Image& rgb)>;

// `annotator` sees the picture in RGB (grey repeated, transparency white), its shorter side at `resolution` (0: as it
// is), and gives a map of the size that it sees. Scaled as OpenCV does: cubic when it grows, area when it shrinks.
// Fails with invalid_input: an empty picture, a map beyond kMapSideMost.
[[nodiscard]] Result<image::Image> at_resolution(const image::Image& image, int resolution, Padding padding,
                                                 const Annotator& annotator);

}  // namespace heddle::imaging
