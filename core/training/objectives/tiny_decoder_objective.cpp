// The tiny decoder's objective: to reproduce the frozen VAE decoder's images at a fraction of its cost, for previews.
// Distances to the decoder's pictures, on pixels and blurred. Only latents are data; since the target is made from
// them, they need not be whole: previews see the rough, pale estimates of early steps, so some are paled and roughened.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/abs.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>

#include <nlohmann/json.hpp>

#include "models/tiny_vae/tiny_vae.h"
#include "training/data/latent_data.h"
#include "training/model_files.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

models::TinyVaeConfig read_tiny_model(RecipeSection model) {
  models::TinyVaeConfig config;
  config.width = model.integer("width", 24, {4, 1024});
  config.blocks = model.integers("blocks", {3, 2, 1, 0}, {0, 16});
  if (config.blocks.size() != 4)
    model.refuse("blocks", "needs four numbers: the picture is eight times the latents' size");
  return config;
}

class TinyDecoderObjective final : public Objective {
 public:
  explicit TinyDecoderObjective(const Recipe& recipe)
      : config_(read_tiny_model(recipe.section("model"))),
        data_(recipe.section("data"), {}, {.cache = "build/train/bobbin_latents", .batch = 8, .scenes = 4000}) {
    RecipeSection data = recipe.section("data");
    rough_ = data.real("rough", 0.25, {0, 1});
    RecipeSection loss = recipe.section("loss");
    blurred_ = loss.real("blurred", 2.0, {0, 100});
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    config_.latent_channels = frozen_.vae->config().latent_channels;
    return data_.open(info, control);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    models::TinyVae::initialise(weights, config_, std::move(generator));
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  // Latents as the diffusion network has them, of about unit variance.
  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    const Tensor latents = data_.rows(data_.drawn(step, part)).mean * data_.scaling_factor();
    const std::int64_t batch = data_.batch();
    const StepInfo items{.step = step, .seed = data_.seed(), .first_item = part.first, .batch_items = batch};
    at::Generator generator = generator_for(items.seed, step, 5);  // of the whole batch
    const auto drawn = [&] { return at::rand({batch, 1, 1, 1}, generator).narrow(0, part.first, part.count); };
    // Half of the items are left as they are.
    const Tensor touched = drawn().gt(0.5).to(at::kFloat);
    const Tensor pale = 1.0 - touched * drawn() * 0.5;
    const Tensor roughness = touched * drawn() * rough_;
    const Tensor noise = noise_for_items(items, latents.sizes(), 6);
    return {{"latents", latents * pale + noise * roughness}};
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto tiny = models::TinyVae::bind(weights, config_);
    if (!tiny) return forward(tiny);
    const Tensor latents = batch.at("latents");
    const Tensor error = tiny->decode(latents.to(info.dtype)).to(at::kFloat) - target(latents, info);
    const Tensor absolute = error.abs().mean();
    const Tensor four = at::avg_pool2d(error, 4);
    const Tensor blurred = four.abs().mean() + at::avg_pool2d(four, 2).abs().mean();
    const Tensor total = absolute + blurred * blurred_;
    const at::NoGradGuard no_grad;
    const Tensor squares = error.square().flatten(1).mean(1);
    // A picture spans 2, so the peak of the signal-to-noise ratio is 4 / mse.
    return Loss{total,
                {{"psnr", (10.0 * (4.0 / (squares + 1e-12)).log10()).mean()}, {"l1", absolute}, {"blurred", blurred}}};
  }

  // Above, the VAE's pictures; below, the tiny decoder's of the same latents.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    constexpr std::int64_t kShown = 4;
    auto tiny = models::TinyVae::bind(weights, config_);
    if (!tiny) return forward(tiny);
    const Tensor latents = data_.first_rows(kShown).mean.to(info.device) * data_.scaling_factor();
    return write_sheet(at::cat({target(latents, info), tiny->decode(latents)}), kShown, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    return write_model(folder / "vae_tiny", config_.to_json(), weights);
  }

 private:
  // The VAE's picture of the latents, (batch, 3, 8h, 8w), no further than a picture can show.
  [[nodiscard]] Tensor target(const Tensor& latents, const StepInfo& info) const {
    const at::NoGradGuard no_grad;
    const Tensor unscaled = latents / data_.scaling_factor();
    return frozen_.vae->decode(unscaled.to(info.dtype)).to(at::kFloat).clamp(-1, 1);
  }

  models::TinyVaeConfig config_;
  LatentData data_;
  double rough_ = 0.25, blurred_ = 2.0;
  FrozenModel frozen_;
};

}  // namespace

std::unique_ptr<Objective> make_tiny_decoder_objective(const Recipe& recipe) {
  return std::make_unique<TinyDecoderObjective>(recipe);
}

}  // namespace heddle::training
