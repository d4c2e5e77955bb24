// From a picture to the tokens that T2I-Adapter's style adapter puts behind the text, and to their term. Used by the
// style node. Thread rule: free functions, any thread.
#pragma once

#include <memory>
#include <string>

#include "adapters/style_term.h"
#include "image/image.h"
#include "pipeline/reference_encoding.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

// The tokens (1, n, context_width), fp32 on the CPU, and a name for them by content.
struct EncodedStyle {
  at::Tensor tokens;
  std::string identity;
};

// Failure: no picture, or an encoder whose tokens have another width than the adapter reads.
Result<EncodedStyle> encode_style(const ImageEncoder& encoder, const StyleModel& style, const image::Image& image,
                                  const FitRequest& fit);

// Failure: as encode_style.
Result<std::shared_ptr<const adapters::ConditioningTerm>> style_term(const ImageEncoder& encoder,
                                                                     const StyleModel& style, const image::Image& image,
                                                                     const FitRequest& fit);

}  // namespace heddle::pipeline
