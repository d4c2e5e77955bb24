#include "evaluation/scores/clip_scores.h"

#include <ATen/TensorOperators.h>

#include <algorithm>

namespace heddle::evaluation {

at::Tensor unit_rows(const at::Tensor& embeddings) {
  const at::Tensor rows = embeddings.to(at::kCPU, at::kFloat);
  return rows / rows.norm(2, {1}, true).clamp_min(1e-12);
}

at::Tensor cosines(const at::Tensor& a, const at::Tensor& b) { return (a * b).sum(1); }

double clip_score(double cosine) { return 2.5 * std::max(cosine, 0.0); }

double share_of_way(double cosine, double random_cosine) { return (cosine - random_cosine) / (1 - random_cosine); }

}  // namespace heddle::evaluation
