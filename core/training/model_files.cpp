#include "training/model_files.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include <fstream>

#include "base/atomic_file.h"
#include "training/tensor_store.h"

namespace heddle::training {

StoredAs read_stored_as(const Recipe& recipe) {
  const bool small = recipe.section("export").choice("matrices", "fp16", {"fp16", "fp8"}) == "fp8";
  return small ? StoredAs::fp8 : StoredAs::fp16;
}

tensor::NamedTensors stored_as(const tensor::NamedTensors& weights, StoredAs as) {
  constexpr double kLoss = 0.04;
  const at::NoGradGuard no_grad;
  tensor::NamedTensors stored = tensor::converted(weights, at::kCPU, at::kHalf);
  if (as == StoredAs::fp16) return stored;
  for (auto& [name, value] : stored) {
    if (value.scalar_type() != at::kHalf || value.dim() < 2) continue;
    const at::Tensor exact = value.to(at::kFloat), small = value.to(at::kFloat8_e4m3fn);
    const double lost = (small.to(at::kFloat) - exact).norm().item<double>();
    if (lost <= kLoss * exact.norm().item<double>()) value = small;
  }
  return stored;
}

Result<void> write_model(const std::filesystem::path& folder, const nlohmann::json& config,
                         const tensor::NamedTensors& weights, std::string_view file, StoredAs as) {
  std::error_code exists;
  std::filesystem::create_directories(folder, exists);
  const std::string text = config.dump(2) + "\n";
  if (auto written = write_file_atomically(folder / "config.json", std::string_view(text)); !written) {
    return forward(written);
  }
  return write_tensors(folder / file, stored_as(weights, as), {{"format", "pt"}});
}

Result<ModelFiles> read_model(const std::filesystem::path& folder) {
  std::ifstream stream(folder / "config.json");
  if (!stream) {
    return fail(ErrorKind::not_found, "[model.read] '{}' has no config.json; was this part trained and exported?",
                folder.string());
  }
  ModelFiles model;
  model.config = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
  if (!model.config.is_object()) {
    return fail(ErrorKind::invalid_input, "[model.read] '{}' is not JSON", (folder / "config.json").string());
  }
  for (const std::string_view name : {kDiffusersWeights, kTransformersWeights}) {
    std::error_code absent;
    if (!std::filesystem::exists(folder / name, absent)) continue;
    auto stored = read_tensors(folder / name);
    if (!stored) return forward(stored);
    model.weights = tensor::converted(stored->tensors, at::kCPU, at::kFloat);
    return model;
  }
  return fail(ErrorKind::not_found, "[model.read] '{}' has no {} or {}", folder.string(), kDiffusersWeights,
              kTransformersWeights);
}

}  // namespace heddle::training
