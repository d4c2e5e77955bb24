// How CLIP's image encoders want pixels normalised: OpenAI's mean and standard deviation, CLIPImageProcessor's default.
// Used wherever a model brings no preprocessor_config.json, and by training. Constants.
#pragma once

#include <array>

namespace heddle::models {

inline constexpr std::array<double, 3> kClipMean = {0.48145466, 0.4578275, 0.40821073};
inline constexpr std::array<double, 3> kClipStd = {0.26862954, 0.26130258, 0.27577711};

}  // namespace heddle::models
