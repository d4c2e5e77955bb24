// From maps and a picture to the term that Uni-ControlNet makes of them. Used by the Uni-ControlNet node. Thread rule:
// free functions, any thread.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "adapters/uni_control_term.h"
#include "pipeline/control_encoding.h"
#include "pipeline/reference_encoding.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

// The maps that Uni-ControlNet reads, in the order of its channels: three each.
inline constexpr std::array<std::string_view, 7> kUniMaps = {"canny",    "mlsd",  "hed", "sketch",
                                                             "openpose", "midas", "seg"};

struct UniRequest {
  std::array<image::Image, kUniMaps.size()> maps = {};  // empty: not given
  image::Image image = {};                              // for the tokens; empty: none
  const ImageEncoder* encoder = nullptr;                // CLIP ViT-L/14, where there is an image
  double image_strength = 1;
  MapFit fit = MapFit::crop;
  FitRequest image_fit = {};
};

// Failure: neither a map nor a picture, a map that is black all over, a picture without its encoder or with another.
Result<std::shared_ptr<const adapters::ConditioningTerm>> uni_term(const UniModel& uni, const UniRequest& request);

}  // namespace heddle::pipeline
