// The pixel normalisation of CLIP's image encoders: OpenAI's mean and standard deviation, CLIPImageProcessor's default.
// Used by training and for models without a preprocessor_config.json, so by model loading and judges. Constants.
#pragma once

#include <array>

namespace heddle::models {

inline constexpr std::array<double, 3> kClipMean = {0.48145466, 0.4578275, 0.40821073};
inline constexpr std::array<double, 3> kClipStd = {0.26862954, 0.26130258, 0.27577711};

}  // namespace heddle::models
