// A picture as a mask: its grey, or what its alpha channel marks. Used by the sampler and by image prompts.
// Thread rule: pure function.
#pragma once

#include <string_view>
#include <vector>

#include "base/note.h"
#include "image/image.h"

namespace heddle::pipeline {

struct Mask {
  image::Image grey;        // 255 = full effect
  std::vector<Note> notes;  // what a user should know: the alpha was used, the mask is the same everywhere
};

// With an alpha channel that is not opaque everywhere, as the tools that write such masks mean it:
//   paint of one tone on nothing   its alpha (A1111's create_binary_mask)
//   black and white on nothing     the grey, black where nothing was painted
//   a picture with holes           the holes (ComfyUI's LoadImage: 1 - alpha)
// `what` the mask says, for the notes: "the mask".
[[nodiscard]] Mask read_mask(const image::Image& image, std::string_view what);

}  // namespace heddle::pipeline
