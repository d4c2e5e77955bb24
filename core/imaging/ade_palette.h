// The 150 things of ADE20K with the colours in which ControlNet seg was trained to see them.
// Used by segmentation and by a palette to paint with. Thread rule: constants.
// Source: ADE20K's 150 classes (Zhou et al. 2017) and the palette of mmsegmentation, which UniFormer and OneFormer draw
// in.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace heddle::imaging {

inline constexpr std::size_t kAdeClasses = 150;

struct AdeClass {
  std::string_view name;  // "sky"
  std::array<std::uint8_t, 3> rgb{};
};

// By class number. Road and skyscraper share a colour, as in the reference.
[[nodiscard]] std::span<const AdeClass> ade_palette();

}  // namespace heddle::imaging
