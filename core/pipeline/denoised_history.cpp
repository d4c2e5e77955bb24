#include "pipeline/denoised_history.h"

#include "pipeline/preview.h"

namespace heddle::pipeline {

void DenoisedHistory::put(at::Tensor denoised) {
  const std::lock_guard lock(mutex_);
  denoised_.push_back(std::move(denoised));
}

int DenoisedHistory::done() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(denoised_.size());
}

image::Image DenoisedHistory::image(int step) const {
  at::Tensor denoised;
  {
    const std::lock_guard lock(mutex_);
    if (step < 0 || step >= static_cast<int>(denoised_.size())) return {};
    denoised = denoised_[static_cast<std::size_t>(step)];
  }
  const auto model = model_.lock();
  return model ? preview_of(*model, denoised) : image::Image();
}

std::size_t DenoisedHistory::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t sum = 0;
  for (const at::Tensor& held : denoised_) sum += static_cast<std::size_t>(held.nbytes());
  return sum;
}

std::vector<at::Tensor> DenoisedHistory::all() const {
  const std::lock_guard lock(mutex_);
  return denoised_;
}

}  // namespace heddle::pipeline
