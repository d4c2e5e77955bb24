#include "nodes/kept_steps.h"

#include "nodes/preview.h"

namespace heddle::nodes {

void KeptSteps::put(at::Tensor denoised) {
  const std::lock_guard lock(mutex_);
  denoised_.push_back(std::move(denoised));
}

int KeptSteps::done() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(denoised_.size());
}

image::Image KeptSteps::picture(int step) const {
  at::Tensor denoised;
  {
    const std::lock_guard lock(mutex_);
    if (step < 0 || step >= static_cast<int>(denoised_.size())) return {};
    denoised = denoised_[static_cast<std::size_t>(step)];
  }
  const auto model = model_.lock();
  return model ? preview_of(*model, denoised) : image::Image();
}

std::size_t KeptSteps::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t sum = 0;
  for (const at::Tensor& held : denoised_) sum += static_cast<std::size_t>(held.nbytes());
  return sum;
}

std::vector<at::Tensor> KeptSteps::all() const {
  const std::lock_guard lock(mutex_);
  return denoised_;
}

}  // namespace heddle::nodes
