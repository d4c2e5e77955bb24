// CLIP's scores from embeddings, and their scale. Used by the experiments. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::evaluation {

// Rows (n, dim) scaled to length 1, in fp32 on the CPU. A row of zeros stays one.
at::Tensor unit_rows(const at::Tensor& embeddings);

// Cosine of row i of both: (n), for rows of length 1.
at::Tensor cosines(const at::Tensor& a, const at::Tensor& b);

// CLIPScore (Hessel et al. 2021): 2.5 max(cos, 0). The paper's CLIP-T is this number; 0.588 there is a cosine of 0.235.
double clip_score(double cosine);

// A cosine on the scale from a random pair (0) to identical images (1). Below 0: less alike than a random pair.
// NaN where the random pair is identical already.
double share_of_way(double cosine, double random_cosine);

}  // namespace heddle::evaluation
