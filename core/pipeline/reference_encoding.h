// From reference pictures to an image prompt's tokens, keys and values (fit, image encoder, adapter), and from those to
// the term that conditions the UNet. Used by the image prompt node and the encoder view. Thread rule: free functions,
// any thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "adapters/encoded_reference.h"
#include "base/run_control.h"
#include "base/tr.h"
#include "graph/node_spec.h"
#include "image/fit.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

struct FitRequest {
  image::Fit fit = image::Fit::crop;
  double centre = 0.5;
};

// Adds the parameters `fit` and `centre`, and reads them.
graph::NodeSpec with_fit_params(graph::NodeSpec spec);
FitRequest fit_request(const graph::Params& params);

// The 8-bit squares that the encoder receives; several for Fit::tile.
std::vector<image::Image> encoder_views(const image::Image& image, const ImageEncoder& encoder, const FitRequest& fit);

// Views as the encoder reads them: (views, 3, size, size), normalised, fp32 on the CPU.
at::Tensor encoder_pixels(const std::vector<image::Image>& views, const ImageEncoder& encoder);

// What the unconditional half sees instead of the reference (facts: systems 5.3).
enum class NegativeImage {
  official,  // base: a zero embedding through the projection; plus and full: features of a mean-colour picture
  zeros,     // zero tokens
  black,     // the encoding of a black picture, as some other tools do
};
NegativeImage negative_image_from(std::string_view name);

struct ReferenceRequest {
  std::vector<image::Image> images;
  std::vector<double> weights;          // one a picture: multiplies what the picture adds; missing ones are 1
  std::vector<image::Image> negatives;  // images to move away from; empty: as `negative_image` says
  NegativeImage negative_image = NegativeImage::official;
  FitRequest fit;
};

// Names the result: equal requests to equal networks have equal names.
std::string reference_identity(const ImageEncoder& encoder, const Adapter& adapter, const ReferenceRequest& request);

// Several pictures of one adapter are tokens of one attention, as in diffusers; their weights scale tokens' values.
// Failure: the encoder is not the one that the adapter was trained with; cancelled.
Result<adapters::EncodedReference> encode_reference(const ImageEncoder& encoder, const Adapter& adapter,
                                                    const ReferenceRequest& request, const RunControl& control);

// The image prompt as the sampler takes it, in the places where `mask` is white; an empty mask: everywhere. A simple
// adapter's has no places.
std::shared_ptr<const adapters::ConditioningTerm> image_prompt_term(
    std::shared_ptr<const adapters::EncodedReference> reference, const image::Image& mask);

}  // namespace heddle::pipeline
