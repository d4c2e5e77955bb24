// From a picture and a VAE to the term by which the UNet itself looks at the picture. Used by the reference-only node.
// Thread rule: free functions, any thread.
#pragma once

#include <memory>

#include "adapters/reference_only_term.h"
#include "image/image.h"
#include "pipeline/control_encoding.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

struct ReferenceOnlyRequest {
  image::Image image;
  MapFit fit = MapFit::crop;
  adapters::ReferenceOnlyTerm::Options options = {};
};

// The picture is resized as a map is, transparency shows white, and the VAE's mean is taken, once for each size.
// Failure: a picture of no size.
Result<std::shared_ptr<const adapters::ConditioningTerm>> reference_only_term(std::shared_ptr<const VaeModel> vae,
                                                                              const ReferenceOnlyRequest& request);

}  // namespace heddle::pipeline
