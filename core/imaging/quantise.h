// A picture in few colours: flat areas as in a poster or a cel. Used by the node annotate.quantise.
// Thread rule: pure function. Source: median cut (Heckbert 1982) over colours of 5 bits each, then four rounds of
// k-means.
#pragma once

#include "image/image.h"

namespace heddle::imaging {

// RGB with at most `colours` different colours, chosen for the picture. Requires: not empty, colours from 1 to 256.
[[nodiscard]] image::Image quantise(const image::Image& image, int colours);

}  // namespace heddle::imaging
