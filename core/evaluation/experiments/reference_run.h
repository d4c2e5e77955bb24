// What the experiments with image prompts share: a reference, the images made from it, and their similarity. Used by
// experiments/ only. Free functions, one thread.
#pragma once

#include "evaluation/bobbin_plan.h"
#include "evaluation/experiment.h"

namespace heddle::evaluation {

struct ReferenceImage {
  scenes::Scene scene;
  StoredImage image;
  double random = 0;  // mean CLIP-I to pictures that have nothing to do with it
};

Result<ReferenceImage> reference_of(const BobbinPlan& plan, std::size_t index, EvalContext& context);
// The same for the scene drawn in another style, compared with pictures of that style.
Result<ReferenceImage> reference_in_style(const BobbinPlan& plan, std::size_t index, scenes::Style style,
                                          EvalContext& context);

struct Answers {
  std::vector<StoredImage> images;
  std::vector<double> clip_i;  // of each, to the reference
};

// Generates with the adapter and compares with `reference`.
Result<Answers> answers_to(const ReferenceImage& reference, ImageRequest request, EvalContext& context,
                           const RunControl& control);

}  // namespace heddle::evaluation
