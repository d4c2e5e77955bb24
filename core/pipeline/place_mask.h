// From a painted mask to the places where a conditioning term acts, and the hash of an image's content. Used by
// reference_encoding and control_encoding. Thread rule: free functions, any thread.
#pragma once

#include "adapters/place_mask.h"
#include "base/hash.h"
#include "image/image.h"

namespace heddle::pipeline {

// Adds size, channels and pixels.
void hash_image(ContentHasher& hasher, const image::Image& image);

// White acts, black does not; an empty mask: everywhere.
adapters::PlaceMask place_mask(const image::Image& mask);

}  // namespace heddle::pipeline
