// Content shuffle: the picture's colours and textures flow to other places, so that its look stays and its shapes go;
// what ControlNet shuffle takes. Used by the node annotate.content_shuffle. Thread rule: pure function. Source:
// lllyasviel/ControlNet-v1-1-nightly, annotator/shuffle (ContentShuffleDetector).
#pragma once

#include <cstdint>

#include "image/image.h"

namespace heddle::imaging {

struct ShuffleOptions {
  std::uint64_t seed = 0;  // below 2^32, the reference's picture after numpy.random.seed(seed)
  int grain = 256;         // pixels between two points of the flow
};

// RGB, of the picture's size. Requires: not empty, sides of at most 16384, grain >= 1.
[[nodiscard]] image::Image content_shuffle(const image::Image& image, const ShuffleOptions& options);

}  // namespace heddle::imaging
