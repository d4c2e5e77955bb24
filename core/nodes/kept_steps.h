// KeptSteps: the sampler's estimates of the clean picture, step by step, drawn when somebody looks. Made by the sampler,
// read by the engine host. Thread rule: any thread.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/step_watch.h"
#include "nodes/values.h"

namespace heddle::nodes {

class KeptSteps final : public engine::StepPictures {
 public:
  // The model is not kept alive: without it a step has no picture.
  KeptSteps(std::weak_ptr<const DiffusionModel> model, int total) : model_(std::move(model)), total_(total) {}

  // `denoised`: (pictures, 4, h / 8, w / 8), of the step after the last one.
  void put(at::Tensor denoised);

  [[nodiscard]] int total() const override { return total_; }
  [[nodiscard]] int done() const override;
  [[nodiscard]] image::Image picture(int step) const override;
  [[nodiscard]] std::size_t bytes() const override;
  [[nodiscard]] std::vector<at::Tensor> all() const;

 private:
  std::weak_ptr<const DiffusionModel> model_;
  int total_;
  mutable std::mutex mutex_;
  std::vector<at::Tensor> denoised_;
};

}  // namespace heddle::nodes
