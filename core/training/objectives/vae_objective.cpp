// The VAE's objective: a picture through the latents and back. No discriminator and no perceptual network: at Bobbin's
// size plain distances on several scales do, and need nothing that was trained elsewhere. The decoder can also be
// trained alone, beside an encoder whose latents other networks know already (as SD 1.5's ft-mse VAE was); it may then
// have more blocks a level than what it starts from.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/abs.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cmath>

#include "models/vae/vae.h"
#include "scenes/random.h"
#include "training/data/scene_pool.h"
#include "training/model_files.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"
#include "training/tensor_store.h"
#include "weights/latent_facts.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kTrainedSide = 256;  // pixels, of whole pictures

// A stretch of the run: crops grow, because GroupNorm and the middle attention see another picture in a crop.
struct Stage {
  std::int64_t until = 0;  // first step that is no longer of this stage
  int size = 256;          // edge of the drawn picture
  int crop = 64;
  int batch = 32;
  int crops_a_scene = 4;
};

struct Weights {
  double edges = 0.5;   // on finite differences
  double colour = 1.0;  // on pictures blurred by 4 and by 8
  double kl = 1e-4;     // on the mean over the latents' numbers
  double square = 0.0;  // on the squared error
};

std::vector<Stage> read_stages(RecipeSection data) {
  std::vector<Stage> stages;
  for (RecipeSection& row : data.tables("stages")) {
    Stage stage;
    stage.until = row.integer("until", INT64_C(1) << 40);
    stage.size = static_cast<int>(row.integer("size", 256, {16, 4096}));
    stage.crop = static_cast<int>(row.integer("crop", stage.size, {16, 4096}));
    stage.batch = static_cast<int>(row.integer("batch", 32, {1, 65536}));
    stage.crops_a_scene = static_cast<int>(row.integer("crops_a_scene", 4, {1, 1024}));
    if (stage.crop > stage.size) row.refuse("crop", "is larger than the picture");
    if (stage.crop % weights::kLatentFactor != 0)
      row.refuse("crop", fmt::format("must be a multiple of {}", weights::kLatentFactor));
    if (stage.batch % stage.crops_a_scene != 0) row.refuse("crops_a_scene", "must divide batch");
    stages.push_back(stage);
  }
  if (stages.empty()) stages.push_back({INT64_C(1) << 40, 256, 64, 32, 4});
  return stages;
}

models::VaeConfig read_vae_section(RecipeSection model) {
  models::VaeConfig config;
  config.block_out_channels = model.integers("block_out_channels", {24, 48, 96, 128});
  config.sample_size = kTrainedSide;
  config.layers_per_block = model.integer("layers_per_block", 1, {1, 16});
  config.latent_channels = model.integer("latent_channels", weights::kLatentChannels, {1, 64});
  config.norm_num_groups = model.integer("norm_num_groups", 8, {1, 1024});
  for (const std::int64_t channels : config.block_out_channels) {
    if (channels % config.norm_num_groups != 0) model.refuse("norm_num_groups", "must divide every block's channels");
  }
  return config;
}

// A new network as a linear map that loses nothing: the residual branches start at zero, and what is left keeps the
// spread of its input. Otherwise the branches swamp the colours, and brightness alone is all that gets through for
// thousands of steps. The noise on the latents starts small: at a deviation of 1 nothing gets through it either.
void start_linear(NamedTensors& weights, std::int64_t latent_channels) {
  constexpr double kKeepSpread = 1.7320508;  // weights are drawn from U(-1, 1) / sqrt(fan in), of variance 1 / 3
  constexpr double kFirstLogVariance = -6;
  for (auto& [name, value] : weights) {
    const auto ends = [&name](std::string_view ending) { return std::string_view(name).ends_with(ending); };
    if (ends("conv2.weight") || ends("to_out.0.weight")) value.zero_();
    if (ends("conv_in.weight") || ends("conv_shortcut.weight") || ends("samplers.0.conv.weight") ||
        ends("quant_conv.weight")) {
      value.mul_(kKeepSpread);
    }
  }
  weights.at("quant_conv.bias").narrow(0, latent_channels, latent_channels).fill_(kFirstLogVariance);
}

// What decoding needs; the other tensors are the encoder's.
bool is_of_decoder(std::string_view name) {
  return name.starts_with("decoder.") || name.starts_with("post_quant_conv.");
}

Tensor differences(const Tensor& x, std::int64_t dim) { return x.diff(1, dim); }

class VaeObjective final : public Objective {
 public:
  explicit VaeObjective(const Recipe& recipe)
      : stages_(read_stages(recipe.section("data"))), config_(read_vae_section(recipe.section("model"))), pool_([&] {
          RecipeSection data = recipe.section("data");
          return SceneSource::read(data);
        }()) {
    RecipeSection loss = recipe.section("loss");
    weights_.edges = loss.real("edges", weights_.edges, {0, 100});
    weights_.colour = loss.real("colour", weights_.colour, {0, 100});
    weights_.kl = loss.real("kl", weights_.kl, {0, 100});
    weights_.square = loss.real("square", weights_.square, {0, 100});
    kl_warmup_ = loss.integer("kl_warmup", 0);
    RecipeSection model = recipe.section("model");
    start_from_ = model.path("start_from", "");
    trains_decoder_only_ = model.choice("train", "all", {"all", "decoder"}) == "decoder";
    if (trains_decoder_only_ && start_from_.empty())
      model.refuse("train", "\"decoder\" needs start_from, whose encoder stays");
  }

  Result<void> prepare(const StepInfo& info, const RunControl& /*control*/) override {
    if (!trains_decoder_only_) return {};
    auto weights = all_weights(generator_for(info.seed, 0, 0));
    if (!weights) return forward(weights);
    std::erase_if(*weights, [](const auto& item) { return is_of_decoder(item.first); });
    encoder_ = std::move(*weights);
    encoder_computing_ = tensor::converted(encoder_, info.device, info.dtype);
    return {};
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    auto weights = all_weights(std::move(generator));
    if (weights && trains_decoder_only_) {
      std::erase_if(*weights, [](const auto& item) { return !is_of_decoder(item.first); });
    }
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t step) const override { return stage_at(step).batch; }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    const Stage& stage = stage_at(step);
    const Tensor images = at::empty({part.count, 3, stage.crop, stage.crop}, at::kByte);
    auto* to = images.mutable_data_ptr<std::uint8_t>();
    scenes::Dice dice(static_cast<std::uint64_t>(step), /*stream=*/77);
    const int scenes_a_batch = stage.batch / stage.crops_a_scene;
    for (std::int64_t i = 0; i < part.first + part.count; ++i) {
      const int room = stage.size - stage.crop + 1;
      const int left = dice.below(room), top = dice.below(room);
      if (i < part.first) continue;
      const std::int64_t index = pool_.index_of(step * scenes_a_batch + i / stage.crops_a_scene);
      copy_planar(*pool_.image(index, stage.size), stage.size, left, top, stage.crop, to);
      to += static_cast<std::ptrdiff_t>(stage.crop) * stage.crop * 3;
    }
    return {{"pictures", images}};
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto vae = models::Vae::bind(whole(weights, encoder_computing_), config_);
    if (!vae) return forward(vae);
    const Tensor image = to_signed_unit(batch.at("pictures"));
    const models::Gaussian latents = vae->encode(image.to(info.dtype));
    const Tensor mean = latents.mean.to(at::kFloat), log_var = latents.log_var.to(at::kFloat);
    const Tensor deviation = at::exp(log_var * 0.5);
    const Tensor noise = noise_for_items(info, mean.sizes(), 2).to(info.device);
    const Tensor decoded = vae->decode((mean + deviation * noise).to(info.dtype)).to(at::kFloat);
    return weigh(decoded - image, mean, log_var, info.step);
  }

  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    constexpr int kShown = 8;
    auto vae = models::Vae::bind(whole(weights, tensor::converted(encoder_, info.device, at::kFloat)), config_);
    if (!vae) return forward(vae);
    const Tensor originals = whole_images(kSampleIndex, kShown).to(info.device);
    const Tensor decoded = vae->decode(vae->encode(originals).mean);
    return write_sheet(at::cat({originals, decoded}), kShown / 2, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& info, const std::filesystem::path& folder,
                         const RunControl& control) override {
    models::VaeConfig config = config_;
    if (trains_decoder_only_) {  // the latents are those that other networks were trained on
      config.scaling_factor = scaling_factor_;
      return write_model(folder / "vae", config.to_json(),
                         whole(weights, tensor::converted(encoder_, info.device, at::kFloat)));
    }
    auto vae = models::Vae::bind(weights, config_);
    if (!vae) return forward(vae);
    const Tensor latents = encode_many(*vae, info.device, control);
    if (control.cancelled()) return cancelled();
    config.scaling_factor = 1.0 / latents.std().item<double>();
    return write_model(folder / "vae", config.to_json(), weights);
  }

 private:
  static constexpr std::int64_t kSampleIndex = INT64_C(1) << 40;  // beyond every training scene

  [[nodiscard]] const Stage& stage_at(std::int64_t step) const {
    for (const Stage& stage : stages_) {
      if (step < stage.until) return stage;
    }
    return stages_.back();
  }

  Result<NamedTensors> all_weights(at::Generator generator) {
    NamedTensors weights;
    models::Vae::initialise(weights, config_, std::move(generator));
    start_linear(weights, config_.latent_channels);
    if (!start_from_.empty()) {
      if (auto read = take_over(weights); !read) return forward(read);
    }
    return weights;
  }

  // Copies the weights of start_from into those of the same name. Blocks that it lacks add nothing at first: their
  // second convolution is zero.
  Result<void> take_over(NamedTensors& weights) {
    auto files = read_model(start_from_);
    if (!files) return forward(files);
    auto config = models::VaeConfig::from_json(files->config);
    if (!config) return forward(config);
    scaling_factor_ = config->scaling_factor;
    NamedTensors known;
    for (const auto& [name, value] : files->weights) {
      const auto found = weights.find(name);
      if (found == weights.end()) {
        return fail(ErrorKind::invalid_input,
                    "[train.start] '{}' has '{}', which the recipe's model has not: is layers_per_block too small?",
                    start_from_.string(), name);
      }
      known.emplace(name, found->second);
    }
    return copy_into(known, files->weights, fmt::format("[train.start] '{}'", start_from_.string()));
  }

  // The network's tensors: those that are trained, and the encoder where it is not.
  [[nodiscard]] static NamedTensors whole(const NamedTensors& weights, const NamedTensors& encoder) {
    NamedTensors all = weights;
    all.insert(encoder.begin(), encoder.end());
    return all;
  }

  [[nodiscard]] Loss weigh(const Tensor& error, const Tensor& mean, const Tensor& log_var, std::int64_t step) const {
    const Tensor absolute = error.abs().mean();
    const Tensor square = error.square().mean();
    const Tensor edges = differences(error, 2).abs().mean() + differences(error, 3).abs().mean();
    // Hue is what a small VAE learns last: brightness alone explains most of a picture. So the error of hue, without
    // the mean over the channels, counts apart.
    const Tensor blurred = at::avg_pool2d(error, 4);
    const Tensor hue = blurred - blurred.mean(1, true);
    const Tensor colour = blurred.abs().mean() + at::avg_pool2d(blurred, 2).abs().mean() + hue.abs().mean() * 4.0;
    const Tensor kl = 0.5 * (mean.square() + log_var.exp() - 1.0 - log_var).mean();
    const double ramp =
        kl_warmup_ > 0 ? std::min(1.0, static_cast<double>(step) / static_cast<double>(kl_warmup_)) : 1.0;
    const Tensor total = absolute + square * weights_.square + edges * weights_.edges + colour * weights_.colour +
                         kl * (weights_.kl * ramp);
    const at::NoGradGuard no_grad;
    // Means over the items, so that the log is the same however a batch is dealt out. A picture spans 2, so the peak of
    // the signal-to-noise ratio is 4 / mse.
    const Tensor squares = error.square().flatten(1).mean(1);
    return {total,
            {{"psnr", (10.0 * (4.0 / (squares + 1e-12)).log10()).mean()},
             {"l1", absolute},
             {"edges", edges},
             {"colour", colour},
             {"kl", kl},
             {"latent_std", mean.flatten(1).std(1).mean()},
             {"noise_std", (log_var * 0.5).exp().mean()}}};
  }

  [[nodiscard]] Tensor whole_images(std::int64_t first, int count) const {
    const int size = stages_.back().size;
    const Tensor images = at::empty({count, 3, size, size}, at::kByte);
    for (int i = 0; i < count; ++i) {
      copy_planar(*pool_.image(first + i, size), size, 0, 0, size, images[i].mutable_data_ptr<std::uint8_t>());
    }
    return to_signed_unit(images);
  }

  // Means of 512 pictures, for the spread that scaling_factor undoes.
  [[nodiscard]] Tensor encode_many(const models::Vae& vae, at::Device device, const RunControl& control) const {
    constexpr int kBatches = 64, kBatch = 8;
    std::vector<Tensor> means;
    for (int i = 0; i < kBatches && !control.cancelled(); ++i) {
      means.push_back(vae.encode(whole_images(kSampleIndex + i * kBatch, kBatch).to(device)).mean);
      control.report(static_cast<double>(i) / kBatches, "measuring the latents");
    }
    return at::cat(means);
  }

  std::vector<Stage> stages_;
  models::VaeConfig config_;
  Weights weights_;
  std::int64_t kl_warmup_ = 0;
  ScenePool pool_;
  std::filesystem::path start_from_;
  bool trains_decoder_only_ = false;
  double scaling_factor_ = 1;       // of start_from
  NamedTensors encoder_;            // where it is not trained, fp32
  NamedTensors encoder_computing_;  // the same on the device, in the type that is computed in
};

}  // namespace

std::unique_ptr<Objective> make_vae_objective(const Recipe& recipe) { return std::make_unique<VaeObjective>(recipe); }

}  // namespace heddle::training
