// What the objectives of structure share: scenes as latents with their maps, the frozen model, the loss of its UNet
// steered by a map, and the sample sheet. Used by the objectives of ControlNets and T2I-Adapters. prepare() on one
// thread, first; const calls from any thread.
#pragma once

#include <functional>
#include <memory>

#include "training/data/latent_data.h"
#include "training/data/scene_maps.h"
#include "training/frozen_model.h"
#include "training/objectives/denoising_loss.h"

namespace heddle::training {

class StructureTask final {
 public:
  // Reads [data] and [loss]. `stream` separates one objective's dice from another's.
  StructureTask(const Recipe& recipe, const std::filesystem::path& vocabulary, std::uint64_t stream);

  Result<void> prepare(const StepInfo& info, const RunControl& control);

  [[nodiscard]] std::int64_t batch() const { return data_.batch(); }
  [[nodiscard]] const ModelPlaces& places() const { return data_.places(); }
  [[nodiscard]] const FrozenModel& frozen() const { return frozen_; }
  [[nodiscard]] int map_channels() const { return kind_ == MapKind::canny || kind_ == MapKind::depth ? 1 : 3; }

  // "mean", "deviation", "ids" and "maps".
  [[nodiscard]] tensor::NamedTensors draw_batch(std::int64_t step, BatchPart part) const;

  // Makes the steering of a network from the text's context and its maps, u8 as SceneMaps has them.
  using SteeringBy = std::function<DenoisingLoss::Steer(const at::Tensor& context, const at::Tensor& maps)>;
  [[nodiscard]] Result<Loss> loss(const tensor::NamedTensors& batch, const StepInfo& info,
                                  const SteeringBy& steering) const;
  // Above, maps of scenes that training does not see; below, what becomes of their captions.
  [[nodiscard]] Result<void> write_samples(const StepInfo& info, const std::filesystem::path& file,
                                           const SteeringBy& steering) const;

 private:
  DenoisingLoss task_;
  MapKind kind_;
  LatentData data_;
  SceneMaps maps_;
  std::uint64_t stream_;
  float drop_text_;
  FrozenModel frozen_;
};

}  // namespace heddle::training
