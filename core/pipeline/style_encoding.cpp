#include "pipeline/style_encoding.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include "pipeline/place_mask.h"

namespace heddle::pipeline {

Result<EncodedStyle> encode_style(const ImageEncoder& encoder, const StyleModel& style, const image::Image& image,
                                  const FitRequest& fit) {
  const at::NoGradGuard no_grad;
  if (image.empty()) return fail(ErrorKind::invalid_input, "[style] there is no picture; wire one to the style");
  const std::int64_t offered = encoder.network.config().hidden_size, needed = style.network->config().width;
  if (offered != needed) {
    return fail(
        ErrorKind::invalid_input,
        "[style] this style adapter reads tokens of {} numbers from its image encoder, the chosen encoder gives "
        "{}; choose CLIP ViT-L/14 (openai/clip-vit-large-patch14)",
        needed, offered);
  }
  const at::Tensor pixels = encoder_pixels(encoder_views(image, encoder, fit), encoder);
  const at::Tensor hidden = encoder.network.encode(pixels.to(encoder.policy.device, encoder.policy.dtype)).last_hidden;
  const at::Tensor tokens = style.network->tokens(hidden.to(style.policy.device));
  ContentHasher hasher;
  hasher.add(encoder.identity);
  hasher.add(style.identity);
  hash_image(hasher, image);
  hasher.add(fmt::format("{};{}", image::to_string(fit.fit), fit.centre));
  return EncodedStyle{tokens.reshape({1, -1, tokens.size(-1)}).to(at::kCPU, at::kFloat), hasher.hex()};
}

Result<std::shared_ptr<const adapters::ConditioningTerm>> style_term(const ImageEncoder& encoder,
                                                                     const StyleModel& style, const image::Image& image,
                                                                     const FitRequest& fit) {
  auto encoded = encode_style(encoder, style, image, fit);
  if (!encoded) return forward(encoded);
  return std::make_shared<const adapters::StyleTerm>(encoded->tokens, encoded->identity);
}

}  // namespace heddle::pipeline
