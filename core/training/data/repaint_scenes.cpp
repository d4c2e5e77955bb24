#include "training/data/repaint_scenes.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/zeros.h>

#include "scenes/render.h"
#include "training/data/scene_maps.h"

namespace heddle::training {

at::Tensor RepaintScenes::planes(std::int64_t index) const {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(index); found != kept_.end()) return found->second;
  }
  scenes::MapSet wanted;
  wanted.masks = true;
  const scenes::Rendering drawn = scenes::render(pool_.scene(index), size_, wanted);
  at::Tensor things = at::zeros({1, size_, size_}, at::kByte);
  for (const image::Image& mask : drawn.masks) things = at::maximum(things, planes_of(mask));
  at::Tensor made = at::cat({planes_of(drawn.image), things});
  const std::scoped_lock lock(mutex_);
  return kept_.try_emplace(index, std::move(made)).first->second;
}

RepaintScenes::Repaint RepaintScenes::repaint(std::int64_t index, HoleKind kind, scenes::Dice& dice) const {
  const at::Tensor all = planes(index);
  return {all.slice(0, 0, 3), hole_of(kind, all.select(0, 3), dice).unsqueeze(0)};
}

}  // namespace heddle::training
