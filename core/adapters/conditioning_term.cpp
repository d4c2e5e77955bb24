#include "adapters/conditioning_term.h"

#include <ATen/ops/cat.h>

namespace heddle::adapters {

Tensor TermBatch::repeated(const Tensor& cond, const Tensor& uncond) const {
  const auto for_images = [this](const Tensor& x) { return x.expand({images, x.size(1), x.size(2)}); };
  return both ? at::cat({for_images(uncond), for_images(cond)}) : for_images(cond).contiguous();
}

}  // namespace heddle::adapters
