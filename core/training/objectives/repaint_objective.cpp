// A repainting UNet's objective (Rombach et al. 2022, 4.5): the UNet's own loss, with five more channels beside the
// noised latent: the hole, and the latents of the picture without it. It begins as the model's UNet, the new channels'
// weights zero. `copy` is "whole", or "shared": only the ends of the network are its own, where the latents come in and
// go out, and the exported folder names the UNet's file for the rest. Cross-attention stays the UNet's either way in a
// shared one, so adapters that were trained on it still work.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/upsample_nearest2d.h>
#include <ATen/ops/zeros.h>

#include "scenes/caption.h"
#include "training/base_sharing.h"
#include "training/data/caption_tokens.h"
#include "training/data/latent_data.h"
#include "training/data/repaint_scenes.h"
#include "training/model_files.h"
#include "training/objectives/denoising_loss.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kChannels = 2 * weights::kLatentChannels + 1;
constexpr const char* kFirst = "conv_in.weight";
constexpr const char* kOwnRepaintFile = "repaint.safetensors";
constexpr std::uint64_t kTextStream = 86, kHoleStream = 87;
constexpr std::int64_t kShownRepaints = 8;
constexpr std::int64_t kUnseenRepaint = INT64_C(1) << 40;  // beyond every training scene

SceneSource repaint_scenes_of(const Recipe& recipe) {
  RecipeSection data = recipe.section("data");
  if (data.has("pictures")) data.refuse("pictures", "do not say where things are; repainting is trained on scenes");
  return SceneSource::read(data);
}

class RepaintObjective final : public Objective {
 public:
  RepaintObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})),
        data_(recipe.section("data"), vocabulary, {.cache = "build/train/bobbin_latents", .batch = 16, .scenes = 2000}),
        scenes_(repaint_scenes_of(recipe), data_.size()) {
    is_shared_ = recipe.section("model").choice("copy", "whole", {"whole", "shared"}) == "shared";
    drop_text_ = static_cast<float>(recipe.section("loss").real("drop_text", 0.15, {0, 1}));
    file_ = recipe.section("export").text("file", recipe.name());
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (is_shared_) {
      if (auto fits = can_share_unet(data_.places().model); !fits) return fits;
    }
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet_weights(data_.places()); !read) return forward(read);
    config_ = frozen_.unet->config();
    frozen_.unet.reset();  // bound again in every step, with what is its own
    if (config_.in_channels != weights::kLatentChannels) {
      return fail(ErrorKind::invalid_input,
                  "[train] '{}' has a UNet of {} channels; a repainting one starts from one of {}: name the base model",
                  data_.places().model.string(), config_.in_channels, weights::kLatentChannels);
    }
    config_.in_channels = kChannels;
    last_ = fmt::format("up_blocks.{}.", config_.levels() - 1);
    if (is_shared_) {
      network_ = tensor::converted(frozen_.unet_weights, info.device, info.dtype);
      std::erase_if(network_, [this](const auto& entry) { return is_own(entry.first); });
    }
    return data_.open(info, control);
  }

  Result<NamedTensors> initial_weights(at::Generator /*generator*/) override {
    NamedTensors weights;
    for (const auto& [name, value] : frozen_.unet_weights) {
      if (!is_shared_ || is_own(name)) weights.emplace(name, value.clone());
    }
    Tensor& first = weights.at(kFirst);
    const Tensor more = at::zeros({first.size(0), kChannels - first.size(1), first.size(2), first.size(3)});
    first = at::cat({first, more}, 1);
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    NamedTensors batch = data_.draw_captioned(step, part, kTextStream, *frozen_.tokenizer, drop_text_);
    std::vector<Tensor> pixels, holes;
    std::int64_t item = step * data_.batch() + part.first;
    for (const std::int64_t index : data_.drawn(step, part)) {
      scenes::Dice dice(static_cast<std::uint64_t>(item++), kHoleStream);
      const HoleKind kind = drawn_kind(dice);
      const RepaintScenes::Repaint repaint = scenes_.repaint(index, kind, dice);
      pixels.push_back(repaint.pixels);
      holes.push_back(repaint.hole);
    }
    batch.emplace("pixels", at::stack(pixels));
    batch.emplace("holes", at::stack(holes));
    return batch;
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto unet = bound(weights);
    if (!unet) return forward(unet);
    models::UNetInput conditions;
    conditions.text = unet->project_context(frozen_.context(batch.at("ids")));
    const Tensor beside = beside_of(batch.at("pixels"), batch.at("holes"), info);
    return task_.loss(*unet, std::move(conditions), batch, data_.scaling_factor(), info, steer_by(beside));
  }

  // Above, unseen scenes with their holes; below, what becomes of them with their captions.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    auto unet = bound(tensor::converted(weights, info.device, info.dtype));
    if (!unet) return forward(unet);
    std::vector<std::string> texts(kShownRepaints);  // the unconditional half comes first
    std::vector<Tensor> pixels, holes;
    for (std::int64_t i = 0; i < kShownRepaints; ++i) {
      constexpr std::array kKinds = {HoleKind::box, HoleKind::outline, HoleKind::side, HoleKind::strokes};
      scenes::Dice dice(static_cast<std::uint64_t>(i), kHoleStream + 1);
      const auto repaint = scenes_.repaint(kUnseenRepaint + i, kKinds.at(static_cast<std::size_t>(i) % 4), dice);
      texts.push_back(scenes::full_caption(scenes_.pool().scene(kUnseenRepaint + i)));
      pixels.push_back(repaint.pixels);
      holes.push_back(repaint.hole);
    }
    models::UNetInput conditions;
    const Tensor ids = token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device);
    conditions.text = unet->project_context(frozen_.context(ids));
    const Tensor shown = at::stack(pixels).to(info.device), cut = at::stack(holes).to(info.device);
    const Tensor beside = beside_of(shown, cut, info);
    auto made = task_.images(*unet, conditions, *frozen_.vae, kShownRepaints, data_.side(), info,
                             steer_by(at::cat({beside, beside})));
    if (!made) return forward(made);
    return write_sheet(at::cat({around(shown, cut).to(made->scalar_type()), *made}), kShownRepaints, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    nlohmann::json config = config_.to_json();
    config["sample_size"] = data_.side();
    if (!is_shared_) return write_model(folder / file_, config, weights);
    NamedTensors all = frozen_.unet_weights;
    all.at(kFirst) = weights.at(kFirst);
    return write_sharing({.folder = folder / file_,
                          .config = config,
                          .own_file = kOwnRepaintFile,
                          .whole = std::move(all),
                          .is_own = [this](std::string_view name) { return is_own(name); },
                          .unet_file = unet_file_of(data_.places().model)},
                         weights);
  }

 private:
  // The ends: where the latents come in at the finest level, and where they go out of it.
  [[nodiscard]] bool is_own(std::string_view name) const {
    return name.starts_with("conv_in.") || name.starts_with("down_blocks.0.resnets.") || name.starts_with(last_) ||
           name.starts_with("conv_norm_out.") || name.starts_with("conv_out.");
  }

  [[nodiscard]] Result<models::UNet> bound(NamedTensors weights) const {
    for (const auto& [name, value] : network_) weights.emplace(name, value);
    return models::UNet::bind(weights, config_);
  }

  // u8 pictures in [-1, 1] with middle grey in their holes.
  [[nodiscard]] static Tensor around(const Tensor& pixels, const Tensor& holes) {
    return to_signed_unit(pixels) * holes.eq(0).to(at::kFloat);
  }

  // (n, 5, side, side): the hole, and the latents of what is around it.
  [[nodiscard]] Tensor beside_of(const Tensor& pixels, const Tensor& holes, const StepInfo& info) const {
    const at::NoGradGuard no_grad;
    const Tensor latents = frozen_.vae->encode(around(pixels, holes).to(info.dtype)).mean.to(at::kFloat);
    const Tensor hole = at::upsample_nearest2d(holes.gt(0).to(at::kFloat), {data_.side(), data_.side()});
    return at::cat({hole, latents * data_.scaling_factor()}, 1);
  }

  static DenoisingLoss::Steer steer_by(Tensor beside) {
    return [beside = std::move(beside)](models::UNetInput& input) {
      input.sample = at::cat({input.sample, beside.to(input.sample.scalar_type())}, 1);
    };
  }

  DenoisingLoss task_;
  LatentData data_;
  RepaintScenes scenes_;
  bool is_shared_ = false;
  float drop_text_ = 0.15F;
  std::string file_, last_;
  FrozenModel frozen_;
  models::UNetConfig config_;
  NamedTensors network_;  // what is shared, in the type that is computed in
};

}  // namespace

std::unique_ptr<Objective> make_repaint_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<RepaintObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
