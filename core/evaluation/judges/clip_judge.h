// ClipJudge: a CLIP that measures and conditions nothing: images and texts as unit vectors in one space. Used by the
// experiments. Immutable: any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/run_control.h"
#include "image/image.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "text/tokenizer.h"

namespace heddle::evaluation {

class ClipJudge final {
 public:
  // A folder as transformers saves a whole CLIP (openai/clip-vit-large-patch14: one file of weights, vocab.json and
  // merges.txt beside it), or with the folders text_encoder, image_encoder and tokenizer, as `heddle train` exports a
  // judge. Computes in fp32. Failure: a part is missing, or the text encoder has no projection.
  static Result<ClipJudge> open(const std::filesystem::path& folder, at::Device device, const RunControl& control);

  // (pictures, dim) fp32 on the CPU. A picture becomes the encoder's square as CLIPImageProcessor makes it, to the bit.
  [[nodiscard]] at::Tensor see(std::span<const image::Image> images) const;
  // (texts, dim) fp32 on the CPU; what is longer than the encoder's positions is cut, as transformers' truncation does.
  [[nodiscard]] at::Tensor read(std::span<const std::string> texts) const;

 private:
  ClipJudge(models::ClipText text, models::ClipVision vision, text::Tokenizer tokenizer, at::Device device)
      : text_(std::move(text)), vision_(std::move(vision)), tokenizer_(std::move(tokenizer)), device_(device) {}

  models::ClipText text_;
  models::ClipVision vision_;
  text::Tokenizer tokenizer_;
  at::Device device_;
  std::vector<double> mean_, deviation_;  // per channel, of pixels in [0, 1]
};

}  // namespace heddle::evaluation
