// Cosine similarity of images with images and with texts, as the CLIP judge sees them. Used by the experiments. Pure
// functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/judges/clip_judge.h"

namespace heddle::evaluation {

// CLIP-I of each picture to one reference.
std::vector<double> clip_i(const ClipJudge& judge, std::span<const image::Image> images, const image::Image& reference);
// CLIP-T of each picture to one text, as a cosine.
std::vector<double> clip_t(const ClipJudge& judge, std::span<const image::Image> images, const std::string& text);

double mean_of(const std::vector<double>& values);
// The spread around the mean, from n (not n - 1) values; 0 for one.
double deviation_of(const std::vector<double>& values);

}  // namespace heddle::evaluation
