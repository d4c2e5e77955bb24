// DenoisedHistory: the sampler's estimates of the clean image, step by step, decoded on request. Used by the sampler,
// which fills it, and by the engine host, which shows it. Thread rule: any thread.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "pipeline/values.h"

namespace heddle::pipeline {

class DenoisedHistory final {
 public:
  // The model is not kept alive: without it a step has no picture.
  DenoisedHistory(std::weak_ptr<const DiffusionModel> model, int total) : model_(std::move(model)), total_(total) {}

  // `denoised`: (pictures, 4, h / 8, w / 8), of the step after the last one.
  void put(at::Tensor denoised);

  [[nodiscard]] int total() const { return total_; }
  [[nodiscard]] int done() const;
  [[nodiscard]] image::Image image(int step) const;
  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] std::vector<at::Tensor> all() const;

 private:
  std::weak_ptr<const DiffusionModel> model_;
  int total_;
  mutable std::mutex mutex_;
  std::vector<at::Tensor> denoised_;
};

}  // namespace heddle::pipeline
