// CLIP's scores from embeddings, and how they are read. Used by the experiments. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::evaluation {

// Rows (n, dim) scaled to length 1, in fp32 on the CPU. A row of zeros stays one.
at::Tensor unit_rows(const at::Tensor& embeddings);

// Cosine of row i of both: (n), for rows of length 1.
at::Tensor cosines(const at::Tensor& a, const at::Tensor& b);

// CLIPScore (Hessel et al. 2021): 2.5 max(cos, 0). The paper's CLIP-T is this number; 0.588 there is a cosine of 0.235.
double clip_score(double cosine);

// How far from a random pair (0) to identical pictures (1) a cosine lies. Below 0: less alike than a random pair.
// NaN where the random pair is identical already.
double share_of_way(double cosine, double random_cosine);

}  // namespace heddle::evaluation
