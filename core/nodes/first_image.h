// The first image at a port, or an empty one. Used by nodes that take one image of a wire. Free function, any thread.
#pragma once

#include <string_view>

#include "engine/inputs.h"
#include "pipeline/values.h"

namespace heddle::nodes {

inline image::Image first_image_at(const engine::Inputs& in, std::string_view port) {
  const auto* images = in.find<pipeline::Images>(port);
  return images == nullptr || images->empty() ? image::Image() : images->front();
}

}  // namespace heddle::nodes
