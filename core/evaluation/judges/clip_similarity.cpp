#include "evaluation/judges/clip_similarity.h"

#include <ATen/TensorOperators.h>

#include <cmath>

#include "evaluation/scores/clip_scores.h"

namespace heddle::evaluation {

namespace {

std::vector<double> to_vector(const at::Tensor& values) {
  std::vector<double> all;
  for (std::int64_t i = 0; i < values.size(0); ++i) all.push_back(values[i].item<double>());
  return all;
}

}  // namespace

std::vector<double> clip_i(const ClipJudge& judge, std::span<const image::Image> images,
                           const image::Image& reference) {
  return to_vector(cosines(judge.see(images), judge.see(std::span(&reference, 1))));
}

std::vector<double> clip_t(const ClipJudge& judge, std::span<const image::Image> images, const std::string& text) {
  return to_vector(cosines(judge.see(images), judge.read(std::span(&text, 1))));
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace heddle::evaluation
