// CoAdapter's fuser (github.com/TencentARC/T2I-Adapter): looks at the features of several T2I-Adapters and the tokens
// of a style at once and weighs the channels of each. Only for the adapters that were trained with it. Used by
// adapters/coadapter_term. Thread rule: const calls from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/clip_layer.h"
#include "weights/layouts/coadapter_fuser.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::CoAdapterFuserConfig;

// What an adapter reads; its number is its row of the task embedding.
enum class CoTask { sketch, keypose, seg, depth, canny, style, color, openpose };
[[nodiscard]] const std::vector<std::string>& co_task_names();  // in the enumeration's order
[[nodiscard]] std::optional<CoTask> co_task_from(std::string_view name);

struct CoFeatures {
  CoTask task = CoTask::sketch;
  std::vector<Tensor> levels;  // of a T2I-Adapter: (1, channels, h, w) each, times its weight
  Tensor tokens;               // of a style adapter: (1, n, width), times its weight; then there are no levels
};

struct CoFused {
  std::vector<Tensor> levels;  // the sum over the adapters; empty where there is none
  Tensor tokens;               // the styles' one after the other; undefined where there is none
};

class CoAdapterFuser final {
 public:
  // weights: `fuser.…`. Failure: names or shapes do not fit `config`.
  static Result<CoAdapterFuser> bind(const tensor::NamedTensors& weights, const CoAdapterFuserConfig& config);

  [[nodiscard]] CoFused fuse(const std::vector<CoFeatures>& features) const;

  [[nodiscard]] const CoAdapterFuserConfig& config() const { return config_; }

 private:
  [[nodiscard]] Tensor sequence_of(const CoFeatures& features) const;

  CoAdapterFuserConfig config_;
  Tensor task_embedding_, positional_embedding_;
  nn::LayerNorm pre_norm_, post_norm_;
  std::vector<nn::Linear> level_in_, level_out_;
  nn::Linear sequence_out_;
  std::vector<nn::ClipLayer> layers_;
};

}  // namespace heddle::models
