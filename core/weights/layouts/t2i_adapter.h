// T2IAdapterConfig: the one description of a T2I-Adapter (Mou et al. 2023, arXiv 2302.08453): its levels, its names in
// files, the tensors that it needs. Read from tensors or from a config. Used by opening of control files, by
// inspection, and by the network itself (models/t2i_adapter). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// The numbers given here are those of the adapters for Stable Diffusion 1.
struct T2IAdapterConfig {
  bool light = false;             // the small one, for maps of colours
  std::int64_t map_channels = 3;  // 1: edges and sketches
  std::int64_t factor = 8;        // pixels a side of the map for one position of the first level
  std::int64_t layers_per_level = 2;
  std::vector<std::int64_t> widths = {320, 640, 1280, 1280};  // of the features, one a level, finest first

  // Channels of the map once its pixels are moved into them.
  [[nodiscard]] std::int64_t unshuffled() const { return map_channels * factor * factor; }

  // Reads a config in the words of diffusers' T2IAdapter. Failure: numbers outside their range, or one for SDXL.
  [[nodiscard]] static Result<T2IAdapterConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names.
[[nodiscard]] T2IAdapterConfig t2i_adapter_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const T2IAdapterConfig& config);

// The name of a tensor in its authors' files, without `adapter.`, to diffusers'. `layers_per_level`: of a full one,
// whose blocks are counted through; 0: a light one.
[[nodiscard]] KeyTargets t2i_target_from_original(std::string_view name, int layers_per_level);

// Blocks a level of a full adapter in its authors' file: the first block that changes the width begins the second
// level.
[[nodiscard]] int original_t2i_layers(const WeightMap& file, std::string_view prefix);

}  // namespace heddle::weights::layouts
