// Opens an IP-Adapter in any known file form, with the key names of h94/IP-Adapter. Used by the adapter loader and
// nodes. Thread rule: free functions, any thread. No weights are read, only tables.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "weights/family.h"
#include "weights/layouts/adapter_shape.h"
#include "weights/part.h"

namespace heddle::weights {

struct AdapterFiles {
  std::filesystem::path path;
  Signature signature;
  layouts::AdapterShape shape;  // kind, tokens, widths
  // "image_proj.<key>" and "ip_adapter.N.to_k_ip.weight", "…to_v_ip.weight". N counts attention processors in
  // diffusers' order (down blocks, up blocks, then the middle); odd N are the cross-attentions: 1, 3, … 31 in Stable
  // Diffusion 1.
  WeightMap weights;
  KeyCheck check;
};

// Reads a file (h94's .bin and .safetensors; `image_proj_model.` + `adapter_modules.` of training; full processor
// names), or a folder with one such file. Fails for FaceID adapters, for files whose layers were lost, and for anything
// else.
[[nodiscard]] Result<AdapterFiles> open_adapter(const std::filesystem::path& path);

// As open_adapter, but tensors that are missing or misshaped are in `check` and do not fail.
[[nodiscard]] Result<AdapterFiles> read_adapter(const std::filesystem::path& path, const WeightMap& file);

}  // namespace heddle::weights
