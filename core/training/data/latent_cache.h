// LatentCache: the frozen VAE's and image encoder's outputs for a run's images, computed once, kept in files, held in
// memory as fp16. A stopped build resumes. Used by the UNet's and the adapters' objectives. Const calls from any
// thread.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "base/run_control.h"
#include "training/data/image_source.h"
#include "training/frozen_model.h"

namespace heddle::training {

// Which output of the image encoder is kept beside the latents.
enum class ImageFeatures { none, embeds, penultimate };

struct LatentCacheSettings {
  std::filesystem::path folder;  // its own: files of another cache in it are replaced
  ModelPlaces model;             // whose vae and image encoder
  int size = 256;                // edge of the pictures
  ImageFeatures images = ImageFeatures::none;
};

// A batch of rows.
struct CachedRows {
  at::Tensor mean;       // (n, 4, h/8, w/8) fp32, not scaled
  at::Tensor deviation;  // the same
  at::Tensor images;     // embeds (n, D) or hidden_states[-2] (n, tokens, D), fp32; or undefined
};

class LatentCache final {
 public:
  // Reads the existing rows and computes the others. Files made by another VAE or encoder, or of pictures that have
  // changed, are made again. `source` is open.
  static Result<LatentCache> open(const LatentCacheSettings& settings, const ImageSource& source, const StepInfo& info,
                                  const RunControl& control);

  [[nodiscard]] CachedRows rows(std::span<const std::int64_t> images) const;
  [[nodiscard]] std::int64_t size() const { return means_.size(0); }
  [[nodiscard]] double scaling_factor() const { return scaling_factor_; }

 private:
  at::Tensor means_, deviations_, images_;  // fp16, one row a picture
  double scaling_factor_ = 1;
};

}  // namespace heddle::training
