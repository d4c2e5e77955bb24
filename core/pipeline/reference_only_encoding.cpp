#include "pipeline/reference_only_encoding.h"

#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "image/convert.h"
#include "pipeline/image_tensors.h"
#include "pipeline/place_mask.h"
#include "weights/latent_facts.h"

namespace heddle::pipeline {

namespace {

// Latents of a picture at the size that was asked for last: a strength that moves encodes nothing again.
class LatentsOfImage final {
 public:
  LatentsOfImage(std::shared_ptr<const VaeModel> vae, image::Image image, MapFit fit)
      : vae_(std::move(vae)), image_(std::move(image)), fit_(fit) {}

  at::Tensor at(std::int64_t height, std::int64_t width) {
    const std::scoped_lock lock(mutex_);
    if (!latents_.defined() || latents_.size(2) != height || latents_.size(3) != width) {
      const std::int64_t factor = weights::kLatentFactor;
      latents_ = encode(*vae_, map_at(image_, fit_, height * factor, width * factor) * 2.0 - 1.0, {});
    }
    return latents_;
  }

 private:
  std::shared_ptr<const VaeModel> vae_;
  image::Image image_;
  MapFit fit_;
  std::mutex mutex_;
  at::Tensor latents_;
};

}  // namespace

Result<std::shared_ptr<const adapters::ConditioningTerm>> reference_only_term(std::shared_ptr<const VaeModel> vae,
                                                                              const ReferenceOnlyRequest& request) {
  if (request.image.empty())
    return fail(ErrorKind::invalid_input, "[reference] there is no picture to look at; wire one to the reference");
  image::Image image = image::to_rgb(request.image);
  ContentHasher hasher;
  hash_image(hasher, image);
  const std::string identity = fmt::format("{} {} {}", hasher.hex(), static_cast<int>(request.fit), vae->number());
  const auto latents = std::make_shared<LatentsOfImage>(std::move(vae), std::move(image), request.fit);
  return std::make_shared<const adapters::ReferenceOnlyTerm>(
      [latents](std::int64_t height, std::int64_t width) { return latents->at(height, width); }, identity,
      request.options);
}

}  // namespace heddle::pipeline
