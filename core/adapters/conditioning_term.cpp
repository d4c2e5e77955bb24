#include "adapters/conditioning_term.h"

#include <ATen/ops/cat.h>

#include <vector>

namespace heddle::adapters {

Tensor TermBatch::repeated(const Tensor& cond, const Tensor& uncond) const {
  const auto for_images = [this](const Tensor& x) { return x.expand({images, x.size(1), x.size(2)}); };
  if (!both && conditions == 1) return for_images(cond).contiguous();
  std::vector<Tensor> parts;
  if (both) parts.push_back(for_images(uncond));
  parts.insert(parts.end(), static_cast<std::size_t>(conditions), for_images(cond));
  return at::cat(parts);
}

}  // namespace heddle::adapters
