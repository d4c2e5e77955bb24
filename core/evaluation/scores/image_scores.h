// Similarity of two images: PSNR, colour of an object, silhouette, edges. Compared images have one size; masks are
// grey, and a pixel counts from 128 on. Used by the experiments. Pure functions.
#pragma once

#include "image/image.h"

namespace heddle::evaluation {

// 10 log10(255^2 / mean squared error) over all values, in dB; infinite for equal pictures.
double psnr(const image::Image& image, const image::Image& reference);

// CIE76 between the mean colours (in L*a*b*) that the two pictures have under the mask. NaN for an empty mask.
double colour_error(const image::Image& image, const image::Image& reference, const image::Image& mask);

// The pixels that are nearer in colour to the thing than to what surrounds it; thing and surroundings are taken from
// `reference` and its exact mask, around each pixel. White where so, black elsewhere; beyond `reach` pixels from the
// mask nothing is asked.
image::Image silhouette(const image::Image& image, const image::Image& reference, const image::Image& mask,
                        int reach = 12);

// Intersection over union of two masks; 1 where both are empty.
double intersection_over_union(const image::Image& a, const image::Image& b);

struct EdgeAgreement {
  double precision = 0, recall = 0, f1 = 0;
};
// Edges of a result against a map's: an edge counts where the other has one within `tolerance` pixels (Euclidean).
// Without any edge in either, 1; in one of them only, 0.
EdgeAgreement edge_agreement(const image::Image& edges, const image::Image& map, int tolerance = 2);

}  // namespace heddle::evaluation
