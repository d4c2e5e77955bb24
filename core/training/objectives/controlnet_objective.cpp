// ControlNet's objective (Zhang et al. 2023, 3.3): the UNet's own loss with the UNet frozen, steered by a copy of its
// way down that reads a map. `copy` is "whole", as in the paper, or "shared": only the first block is the ControlNet's
// own, all else stays the UNet's tensors, and the exported folder names the UNet's file instead of repeating it.
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "models/controlnet/controlnet.h"
#include "scenes/caption.h"
#include "training/data/caption_tokens.h"
#include "training/data/latent_data.h"
#include "training/data/scene_maps.h"
#include "training/model_files.h"
#include "training/objectives/denoising_loss.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kSheetColumns = 8;
constexpr std::int64_t kUnseenIndex = INT64_C(1) << 40;  // beyond every training scene
constexpr double kFirstHint = 0.02;                      // deviation of the hint's last convolution at the start
constexpr const char* kSharedFile =
    "base_unet.safetensors";  // sorts before the own one, which wins where both have a name
constexpr const char* kOwnFile = "controlnet.safetensors";

// What a ControlNet that shares its encoder has of its own: what reads the map, what it gives, and the first block.
bool is_own(std::string_view name) {
  return name.starts_with("controlnet_") || name.starts_with("conv_in.") || name.starts_with("down_blocks.0.resnets.");
}

MapKind map_of(const Recipe& recipe) {
  RecipeSection data = recipe.section("data");
  if (data.has("pictures")) data.refuse("pictures", "has no maps; a ControlNet is trained on scenes");
  return read_map_kind(data);
}

SceneSource scenes_of(const Recipe& recipe) {
  RecipeSection data = recipe.section("data");
  return SceneSource::read(data);
}

class ControlNetObjective final : public Objective {
 public:
  ControlNetObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})),
        data_(recipe.section("data"), vocabulary, {.cache = "build/train/bobbin_latents", .batch = 16, .scenes = 2000}),
        maps_(scenes_of(recipe), map_of(recipe), data_.size()) {
    drop_text_ = static_cast<float>(recipe.section("loss").real("drop_text", 0.5, {0, 1}));
    RecipeSection model = recipe.section("model");
    is_shared_ = model.choice("copy", "whole", {"whole", "shared"}) == "shared";
    hint_widths_ = model.integers("hint_widths", {16, 32, 96, 256}, {1, 4096});
    if (hint_widths_.size() != 4) model.refuse("hint_widths", "needs four numbers: the map at its size, 1/2, 1/4, 1/8");
    file_ = recipe.section("export").text("file", recipe.name());
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet_weights(data_.places()); !read) return forward(read);
    if (is_shared_ && !std::filesystem::exists(unet_file())) {
      return fail(ErrorKind::invalid_input,
                  "[train] model.copy \"shared\" needs a model that is a folder with {}; {} has none",
                  kDiffusersWeights, data_.places().model.string());
    }
    config_.unet = frozen_.unet->config();
    config_.hint_widths = hint_widths_;
    return data_.open(info, control);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    models::ControlNet::initialise(weights, config_, generator);
    // The outputs' zeros are enough for a start that changes nothing; with zeros here too, nothing would reach the map.
    weights.at("controlnet_cond_embedding.conv_out.weight").normal_(0, kFirstHint, generator);
    for (auto& [name, value] : weights) {
      if (const auto found = frozen_.unet_weights.find(name); found != frozen_.unet_weights.end())
        value = found->second.clone();
    }
    if (is_shared_) std::erase_if(weights, [](const auto& entry) { return !is_own(entry.first); });
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    NamedTensors batch = data_.draw_captioned(step, part, /*stream=*/84, *frozen_.tokenizer, drop_text_);
    batch.emplace("maps", maps_.maps(data_.drawn(step, part)));
    return batch;
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto net = bound(weights, info);
    if (!net) return forward(net);
    const Tensor context = frozen_.context(batch.at("ids"));
    models::UNetInput conditions;
    conditions.text = frozen_.unet->project_context(context);
    const auto steer = steering(*net, context, net->encode_hint(hint_of(batch.at("maps"))));
    return task_.loss(*frozen_.unet, std::move(conditions), batch, data_.scaling_factor(), info, steer);
  }

  // Above, maps of scenes that training does not see; below, what becomes of their captions.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    auto net = bound(tensor::converted(weights, info.device, info.dtype), info);
    if (!net) return forward(net);
    std::vector<std::string> texts(kSheetColumns);  // the unconditional half comes first
    std::vector<std::int64_t> indices;
    for (std::int64_t i = 0; i < kSheetColumns; ++i) {
      indices.push_back(kUnseenIndex + i);
      texts.push_back(scenes::full_caption(maps_.pool().scene(indices.back())));
    }
    const Tensor context = frozen_.context(token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device));
    models::UNetInput conditions;
    conditions.text = frozen_.unet->project_context(context);
    const Tensor hint = hint_of(maps_.maps(indices)).to(info.device);
    const auto steer = steering(*net, context, net->encode_hint(at::cat({hint, hint})));
    auto made = task_.images(*frozen_.unet, conditions, *frozen_.vae, kSheetColumns, data_.side(), info, steer);
    if (!made) return forward(made);
    return write_sheet(at::cat({hint * 2 - 1, *made}), kSheetColumns, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    const std::filesystem::path own = folder / file_;
    if (!is_shared_) return write_model(own, config_.to_json(), weights);
    if (auto written = write_model(own, config_.to_json(), weights, kOwnFile); !written) return written;
    if (auto written = write_index(own / fmt::format("{}.index.json", kDiffusersWeights)); !written) return written;
    return link_unet(own / kSharedFile);
  }

 private:
  [[nodiscard]] std::filesystem::path unet_file() const { return data_.places().model / "unet" / kDiffusersWeights; }

  [[nodiscard]] Result<models::ControlNet> bound(NamedTensors weights, const StepInfo& info) const {
    if (is_shared_) {
      for (const std::string& name : shared_names())
        weights.emplace(name, frozen_.unet_weights.at(name).to(info.device, info.dtype));
    }
    return models::ControlNet::bind(weights, config_);
  }

  [[nodiscard]] std::vector<std::string> shared_names() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : frozen_.unet_weights) {
      const bool is_encoder =
          name.starts_with("time_embedding.") || name.starts_with("down_blocks.") || name.starts_with("mid_block.");
      if (is_encoder && !is_own(name)) names.push_back(name);
    }
    return names;
  }

  [[nodiscard]] DenoisingLoss::Steer steering(const models::ControlNet& net, const Tensor& context,
                                              const Tensor& hint) const {
    return [&net, text = net.project_context(context), hint](models::UNetInput& input) {
      const models::ControlResiduals residuals =
          net.forward({.sample = input.sample, .timesteps = input.timesteps, .text = text, .hint = hint});
      input.add_residuals(residuals.down, residuals.mid);
    };
  }

  // As diffusers writes that of a model in several files.
  [[nodiscard]] Result<void> write_index(const std::filesystem::path& file) const {
    NamedTensors all;
    models::ControlNet::initialise(all, config_, generator_for(0, 0, 0));
    nlohmann::json map;
    std::int64_t bytes = 0;
    for (const auto& [name, value] : all) {
      map[name] = is_own(name) ? kOwnFile : kSharedFile;
      bytes += value.numel() * 2;
    }
    const nlohmann::json index = {{"metadata", {{"total_size", bytes}}}, {"weight_map", map}};
    return write_file_atomically(file, std::string_view(index.dump(1) + "\n"));
  }

  [[nodiscard]] Result<void> link_unet(const std::filesystem::path& link) const {
    std::error_code error;
    const auto target = std::filesystem::relative(unet_file(), link.parent_path(), error);
    if (!error) std::filesystem::remove(link, error);
    if (!error) std::filesystem::create_symlink(target, link, error);
    if (!error) return {};
    return fail(ErrorKind::io, "[train] '{}' cannot be made a link to the UNet: {}", link.string(), error.message());
  }

  DenoisingLoss task_;
  LatentData data_;
  SceneMaps maps_;
  std::vector<std::int64_t> hint_widths_;
  float drop_text_ = 0.5F;
  bool is_shared_ = false;
  std::string file_;
  FrozenModel frozen_;
  models::ControlNetConfig config_;
};

}  // namespace

std::unique_ptr<Objective> make_controlnet_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<ControlNetObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
