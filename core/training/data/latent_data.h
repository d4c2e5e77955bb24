// LatentData: a recipe's images as latents, with their captions. Used by the objectives of diffusion networks, which
// draw their batches from it. find_images() and open() on one thread, first; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "training/data/latent_cache.h"
#include "weights/latent_facts.h"

namespace heddle::training {

class LatentData final {
 public:
  // The defaults of the recipe's [data].
  struct Defaults {
    std::filesystem::path cache;
    std::int64_t batch = 32;
    std::int64_t scenes = 20000;
    ImageFeatures images = ImageFeatures::none;  // which output of the image encoder is kept
  };

  // Reads [data]: model, image_encoder, vocabulary, cache, size, batch and the source's own keys. `vocabulary` is
  // CLIP's.
  LatentData(RecipeSection data, const std::filesystem::path& vocabulary, const Defaults& defaults);

  // Looks for the images: quick, so that a wrong path is reported before any network is read.
  Result<void> find_images() { return source_->open(); }
  // Computes the missing latents (may take long).
  Result<void> open(const StepInfo& info, const RunControl& control);

  [[nodiscard]] const ModelPlaces& places() const { return settings_.model; }
  [[nodiscard]] int size() const { return settings_.size; }                                    // edge of the pictures
  [[nodiscard]] std::int64_t side() const { return settings_.size / weights::kLatentFactor; }  // edge of the latents
  [[nodiscard]] std::int64_t batch() const { return batch_; }
  [[nodiscard]] std::uint64_t seed() const { return source_->seed(); }
  [[nodiscard]] double scaling_factor() const { return cache_->scaling_factor(); }
  [[nodiscard]] std::int64_t images() const { return cache_->size(); }
  [[nodiscard]] CachedRows rows(std::span<const std::int64_t> images) const { return cache_->rows(images); }
  // The first `count` pictures, begun again where there are fewer.
  [[nodiscard]] CachedRows first_rows(std::int64_t count) const;

  // Which pictures are the items of a step's batch.
  [[nodiscard]] std::vector<std::int64_t> drawn(std::int64_t step, BatchPart part) const;

  struct Batch {
    CachedRows rows;
    at::Tensor ids;  // (count, 77) token ids; the empty text's where the text was dropped
  };
  // `keeps_text` is asked once for every item of the part, in order, with a die in [0, 1). `stream` separates one
  // objective's dice from another's.
  [[nodiscard]] Batch draw(std::int64_t step, BatchPart part, std::uint64_t stream, const text::Tokenizer& tokenizer,
                           const std::function<bool(float die)>& keeps_text) const;
  // The same as "mean", "deviation" and "ids", the text dropped with probability `drop_text`.
  [[nodiscard]] tensor::NamedTensors draw_captioned(std::int64_t step, BatchPart part, std::uint64_t stream,
                                                    const text::Tokenizer& tokenizer, float drop_text) const;

 private:
  std::unique_ptr<ImageSource> source_;
  LatentCacheSettings settings_;
  std::int64_t batch_;
  std::optional<LatentCache> cache_;
};

}  // namespace heddle::training
