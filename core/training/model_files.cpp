#include "training/model_files.h"

#include <fstream>

#include "base/atomic_file.h"
#include "training/tensor_store.h"

namespace heddle::training {

Result<void> write_model(const std::filesystem::path& folder, const nlohmann::json& config,
                         const tensor::NamedTensors& weights, std::string_view file) {
  std::error_code exists;
  std::filesystem::create_directories(folder, exists);
  const std::string text = config.dump(2) + "\n";
  if (auto written = write_file_atomically(folder / "config.json", std::string_view(text)); !written) {
    return forward(written);
  }
  return write_tensors(folder / file, tensor::converted(weights, at::kCPU, at::kHalf), {{"format", "pt"}});
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
