// CoAdapterFuserConfig: the one description of CoAdapter's fuser (github.com/TencentARC/T2I-Adapter): its names in
// files and the tensors that it needs. Read from tensors. Used by opening of control files, by inspection, and by the
// network itself (models/coadapter_fuser). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// The numbers given here are those of coadapter-fuser-sd15v1.
struct CoAdapterFuserConfig {
  std::int64_t width = 768;
  std::int64_t tasks = 16;                                    // rows of the task embedding; eight are used
  std::vector<std::int64_t> levels = {320, 640, 1280, 1280};  // widths of the adapters' features, finest first
  std::int64_t layers = 3;
  std::int64_t heads = 8;  // not in the tensors

  // Failure: numbers outside their range.
  [[nodiscard]] static Result<CoAdapterFuserConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names.
[[nodiscard]] CoAdapterFuserConfig coadapter_fuser_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const CoAdapterFuserConfig& config);

// "transformer_layes.0.attn.in_proj_weight" to "fuser.encoder.layers.0.self_attn.q_proj.weight" and two more.
[[nodiscard]] KeyTargets coadapter_fuser_target(std::string_view name);

}  // namespace heddle::weights::layouts
