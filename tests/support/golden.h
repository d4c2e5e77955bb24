// Reads the goldens of tests/golden: tensors and the config that the script stored beside them.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tensor/weight_tensors.h"
#include "weights/open_tensor_file.h"

namespace heddle::testing {

struct Golden {
  tensor::NamedTensors tensors;  // inputs and outputs as stored
  nlohmann::json config;

  // The tensors below `prefix`, without it, in fp32.
  [[nodiscard]] tensor::NamedTensors weights(const std::string& prefix = "weights.") const {
    tensor::NamedTensors found;
    for (const auto& [name, value] : tensors) {
      if (name.starts_with(prefix)) found.emplace(name.substr(prefix.size()), value.to(at::kFloat));
    }
    return found;
  }
  [[nodiscard]] const at::Tensor& operator[](const std::string& name) const { return tensors.at(name); }
};

inline Golden read_golden_file(const std::string& path) {
  auto file = weights::open_tensor_file(path);
  if (!file) throw std::runtime_error(file.error().message);
  auto tensors = tensor::load_tensors(weights::all_weights(*file), {}, RunControl::none());
  if (!tensors) throw std::runtime_error(tensors.error().message);
  const auto& metadata = (*file)->metadata();
  const auto config = metadata.find("config");
  return {std::move(*tensors), config == metadata.end() ? nlohmann::json{} : nlohmann::json::parse(config->second)};
}

inline Golden read_golden(const std::string& name) {
  return read_golden_file(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/" + name);
}
// The recorded values that the program itself carries for `heddle selftest`.
inline Golden read_selftest(const std::string& name) {
  return read_golden_file(std::string(HEDDLE_SOURCE_DIR) + "/resources/selftest/" + name);
}

// Largest absolute difference, relative to the range of the expected values.
inline double relative_error(const at::Tensor& actual, const at::Tensor& expected) {
  const at::Tensor e = expected.to(at::kDouble);
  const double range = (e.max() - e.min()).item<double>();
  return (actual.to(at::kDouble) - e).abs().max().item<double>() / range;
}

}  // namespace heddle::testing
