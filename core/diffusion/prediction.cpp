#include "diffusion/prediction.h"

#include <ATen/TensorOperators.h>

namespace heddle::diffusion {

at::Tensor Prediction::denoised() const {
  switch (type_) {
    case PredictionType::epsilon: return (x_ - output_ * level_.sigma) / level_.alpha;
    case PredictionType::v_prediction: return x_ * level_.alpha - output_ * level_.sigma;
    case PredictionType::sample: return output_;
  }
  return {};
}

at::Tensor Prediction::eps() const {
  switch (type_) {
    case PredictionType::epsilon: return output_;
    case PredictionType::v_prediction: return output_ * level_.alpha + x_ * level_.sigma;
    case PredictionType::sample: return (x_ - output_ * level_.alpha) / level_.sigma;
  }
  return {};
}

at::Tensor output_for(PredictionType type, const at::Tensor& denoised, const at::Tensor& x, const NoiseLevel& level) {
  if (type == PredictionType::sample) return denoised;
  const at::Tensor eps = (x - denoised * level.alpha) / level.sigma;
  return type == PredictionType::epsilon ? eps : eps * level.alpha - denoised * level.sigma;
}

}  // namespace heddle::diffusion
