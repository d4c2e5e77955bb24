// T2I-Adapter's objective (Mou et al. 2023, 3.3): the UNet's own loss with the UNet frozen, steered by features of a
// map that are added to its way down. `kind` is "full", which diffusers loads, or "light", a tenth of its size. Written
// under its authors' names.
#include <ATen/TensorOperators.h>

#include "models/t2i_adapter/t2i_adapter.h"
#include "training/objectives/objectives.h"
#include "training/objectives/structure_task.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::string_view kAdapter = "adapter.", kBlocks = ".resnets.";

// "adapter.body.1.resnets.0.block1.weight" -> "body.1.body.0.block1.weight".
std::string light_name(std::string name) {
  name.erase(0, kAdapter.size());
  if (const auto at = name.find(kBlocks); at != std::string::npos) name.replace(at, kBlocks.size(), ".body.");
  return name;
}

class T2IAdapterObjective final : public Objective {
 public:
  T2IAdapterObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : structure_(recipe, vocabulary, /*stream=*/85) {
    RecipeSection model = recipe.section("model");
    config_.light = model.choice("kind", "full", {"full", "light"}) == "light";
    config_.layers_per_level = model.integer("layers_per_level", 2, {1, 16});
    config_.map_channels = structure_.map_channels();
    file_ = recipe.section("export").text("file", recipe.name());
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto ready = structure_.prepare(info, control); !ready) return ready;
    config_.widths = structure_.frozen().unet->config().block_out_channels;
    return {};
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    models::T2IAdapter::initialise(weights, config_, std::move(generator));
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return structure_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return structure_.draw_batch(step, part);
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto net = models::T2IAdapter::bind(weights, config_);
    if (!net) return forward(net);
    return structure_.loss(batch, info, steering(*net));
  }

  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    auto net = models::T2IAdapter::bind(tensor::converted(weights, info.device, info.dtype), config_);
    if (!net) return forward(net);
    return structure_.write_samples(info, file, steering(*net));
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    NamedTensors written;
    for (const auto& [name, value] : tensor::converted(weights, at::kCPU, at::kHalf))
      written.emplace(config_.light ? light_name(name) : name, value);
    return write_tensors(folder / (file_ + ".safetensors"), written, {{"format", "pt"}});
  }

 private:
  static StructureTask::SteeringBy steering(const models::T2IAdapter& net) {
    return [&net](const Tensor& /*context*/, const Tensor& maps) {
      const Tensor hint = hint_of(maps).narrow(1, 0, net.config().map_channels);
      return [features = net.features(hint)](models::UNetInput& input) { input.add_level_residuals(features); };
    };
  }

  StructureTask structure_;
  std::string file_;
  models::T2IAdapterConfig config_;
};

}  // namespace

std::unique_ptr<Objective> make_t2i_adapter_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<T2IAdapterObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
