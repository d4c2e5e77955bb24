// Converts between weight files and tensors: views without a copy where the file allows it, and writing to a file. Used
// by model loading and training. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"
#include "base/run_control.h"
#include "tensor/named_tensors.h"
#include "tensor/weight_conversion.h"
#include "weights/tensor_file.h"
#include "weights/weight_map.h"

namespace heddle::tensor {

std::optional<at::ScalarType> scalar_type(weights::Dtype dtype);
std::optional<weights::Dtype> file_dtype(at::ScalarType type);

// The tensor as stored in the mapped file, which it keeps open; copied only where its bytes are not aligned, and where
// its numbers have eight bits or a scale: these become fp32. Read-only: writing to it is a programming error. Failure:
// a type that the networks cannot load.
Result<at::Tensor> tensor_view(const weights::WeightRef& ref);

struct LoadOptions {
  at::Device device = at::kCPU;
  std::optional<at::ScalarType> dtype;  // of floating tensors; none keeps the file's
  ConvLayout layout = ConvLayout::plain;
  std::optional<at::ScalarType> storage = std::nullopt;  // of matrices and kernels, see kept_type
};

// Every tensor of the map, converted. Pages of the file whose numbers were copied are given back. Polls `control` per
// tensor and reports progress. Failure: as tensor_view; the file changed meanwhile; cancelled.
Result<NamedTensors> load_tensors(const weights::WeightMap& map, const LoadOptions& options, const RunControl& control);
// All tensors of one file under the file's own names.
Result<NamedTensors> load_file(const std::filesystem::path& path, const LoadOptions& options = {});

// Writes a safetensors file, whole or not at all. Tensors may live anywhere; they are copied to the CPU as needed.
Result<void> save_file(const std::filesystem::path& path, const NamedTensors& tensors,
                       const weights::Metadata& metadata = {});

}  // namespace heddle::tensor
