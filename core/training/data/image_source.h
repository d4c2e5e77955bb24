// ImageSource: the images and captions that a network is trained on, by number: scenes that Heddle draws, or a user's
// folder. Used by the latent cache and the objectives. Const calls from any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "training/recipe.h"

namespace heddle::training {

class ImageSource {
 public:
  virtual ~ImageSource() = default;

  // Lists the images. Called once, before all other calls.
  virtual Result<void> open() = 0;
  [[nodiscard]] virtual std::int64_t size() const = 0;

  // The caption of an image. Where there are several, `draw` chooses.
  [[nodiscard]] virtual std::string caption(std::int64_t index, std::uint64_t draw) const = 0;
  // The inputs of the VAE and of the image encoder: u8 (3, side, side).
  [[nodiscard]] virtual Result<at::Tensor> square(std::int64_t index, int side) const = 0;
  [[nodiscard]] virtual Result<at::Tensor> encoder_square(std::int64_t index, int side) const = 0;

  // What the pictures [first, first + count) depend on besides the source itself; when it changes they are read again.
  [[nodiscard]] virtual std::string identity(std::int64_t first, std::int64_t count) const = 0;
  // The same of the source itself.
  [[nodiscard]] virtual std::string identity() const = 0;
  // Pictures between two saves of a cache.
  [[nodiscard]] virtual std::int64_t images_a_file() const = 0;
  // Of the order in which they are drawn.
  [[nodiscard]] virtual std::uint64_t seed() const = 0;
};

// [data] pictures (a folder) and captions (a JSON file), or the settings of scenes where `pictures` is not set.
// `scenes`: how many where the recipe does not say.
std::unique_ptr<ImageSource> make_image_source(RecipeSection data, std::int64_t scenes = 20000);

}  // namespace heddle::training
