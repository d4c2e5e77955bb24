// ControlNet's objective (Zhang et al. 2023, 3.3): the UNet's own loss with the UNet frozen, steered by a copy of its
// way down that reads a map. `copy` is "whole", as in the paper, or "shared": only the first block is the ControlNet's
// own, all else stays the UNet's tensors, and the exported folder names the UNet's file instead of repeating it.
#include <ATen/TensorOperators.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "models/controlnet/controlnet.h"
#include "training/base_sharing.h"
#include "training/model_files.h"
#include "training/objectives/objectives.h"
#include "training/objectives/structure_task.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr const char* kOwnFile = "controlnet.safetensors";

// What a ControlNet that shares its encoder has of its own: what reads the map, what it gives, and the first block.
bool is_own(std::string_view name) {
  return name.starts_with("controlnet_") || name.starts_with("conv_in.") || name.starts_with("down_blocks.0.resnets.");
}

// The network that reads the map begins so that a map of thin lines arrives at its end about as strong as the latents'
// features: with the usual small beginning eight layers leave a thousandth of it, and hundreds of steps go by until
// anything is learnt. The outputs' zeros are enough for a start that changes nothing.
void begin_hint(NamedTensors& weights, const at::Generator& generator) {
  constexpr double kFirst = 6, kNext = 2, kLast = 0.3;  // for black mostly; for SiLU's slope of a half; for features
  for (auto& [name, value] : weights) {
    if (!name.starts_with("controlnet_cond_embedding.")) continue;
    if (value.dim() == 1) {
      value.zero_();
      continue;
    }
    const double gain = name.find(".conv_in.") != std::string::npos    ? kFirst
                        : name.find(".conv_out.") != std::string::npos ? kLast
                                                                       : kNext;
    value.normal_(0, gain / std::sqrt(static_cast<double>(value[0].numel())), generator);
  }
}

class ControlNetObjective final : public Objective {
 public:
  ControlNetObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : structure_(recipe, vocabulary, /*stream=*/84) {
    RecipeSection model = recipe.section("model");
    is_shared_ = model.choice("copy", "whole", {"whole", "shared"}) == "shared";
    config_.hint_widths = model.integers("hint_widths", {16, 32, 96, 256}, {1, 4096});
    if (config_.hint_widths.size() != 4)
      model.refuse("hint_widths", "needs four numbers: the map at its size, 1/2, 1/4, 1/8");
    stored_as_ = read_stored_as(recipe);
    file_ = recipe.section("export").text("file", recipe.name());
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (is_shared_) {
      if (auto fits = can_share_unet(structure_.places().model); !fits) return fits;
    }
    if (auto ready = structure_.prepare(info, control); !ready) return ready;
    config_.unet = structure_.frozen().unet->config();
    return {};
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    models::ControlNet::initialise(weights, config_, generator);
    begin_hint(weights, generator);
    for (auto& [name, value] : weights) {
      if (const auto found = unet_weights().find(name); found != unet_weights().end()) value = found->second.clone();
    }
    if (is_shared_) std::erase_if(weights, [](const auto& entry) { return !is_own(entry.first); });
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return structure_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return structure_.draw_batch(step, part);
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto net = bound(weights, info);
    if (!net) return forward(net);
    return structure_.loss(batch, info, steering(*net));
  }

  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    auto net = bound(tensor::converted(weights, info.device, info.dtype), info);
    if (!net) return forward(net);
    return structure_.write_samples(info, file, steering(*net));
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    const std::filesystem::path own = folder / file_;
    if (!is_shared_) return write_model(own, config_.to_json(), weights, kDiffusersWeights, stored_as_);
    NamedTensors all;
    models::ControlNet::initialise(all, config_, generator_for(0, 0, 0));
    return write_sharing({.folder = own,
                          .config = config_.to_json(),
                          .own_file = kOwnFile,
                          .whole = std::move(all),
                          .is_own = is_own,
                          .unet_file = unet_file_of(structure_.places().model),
                          .stored = stored_as_},
                         weights);
  }

 private:
  [[nodiscard]] const NamedTensors& unet_weights() const { return structure_.frozen().unet_weights; }

  [[nodiscard]] Result<models::ControlNet> bound(NamedTensors weights, const StepInfo& info) const {
    if (is_shared_) {
      for (const std::string& name : shared_names())
        weights.emplace(name, unet_weights().at(name).to(info.device, info.dtype));
    }
    return models::ControlNet::bind(weights, config_);
  }

  [[nodiscard]] std::vector<std::string> shared_names() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : unet_weights()) {
      const bool is_encoder =
          name.starts_with("time_embedding.") || name.starts_with("down_blocks.") || name.starts_with("mid_block.");
      if (is_encoder && !is_own(name)) names.push_back(name);
    }
    return names;
  }

  static StructureTask::SteeringBy steering(const models::ControlNet& net) {
    return [&net](const Tensor& context, const Tensor& maps) {
      return
          [&net, text = net.project_context(context), hint = net.encode_hint(hint_of(maps))](models::UNetInput& input) {
            const models::ControlResiduals residuals =
                net.forward({.sample = input.sample, .timesteps = input.timesteps, .text = text, .hint = hint});
            input.add_residuals(residuals.down, residuals.mid);
          };
    };
  }

  StructureTask structure_;
  bool is_shared_ = false;
  StoredAs stored_as_ = StoredAs::fp16;
  std::string file_;
  models::ControlNetConfig config_;
};

}  // namespace

std::unique_ptr<Objective> make_controlnet_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<ControlNetObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
