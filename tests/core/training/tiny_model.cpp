#include "tiny_model.h"

#include "support/temporary_folder.h"
#include "training/data/caption_tokens.h"
#include "training/frozen_model.h"
#include "training/model_files.h"
#include "training/shards.h"
#include "training/trainer.h"

#include "support/test.h"

namespace heddle::training::testing {

namespace {

using tensor::NamedTensors;

constexpr std::int64_t kWidth = 16;

void write_text_part(const std::filesystem::path& folder) {
  auto vocabulary = vocabulary_of(SceneSource{}, 50, 600);
  REQUIRE(vocabulary.has_value());
  auto tokenizer =
      text::make_tokenizer({.vocab_json = vocabulary->vocab_json, .merges_txt = vocabulary->merges_txt}, "tiny");
  REQUIRE(tokenizer.has_value());
  REQUIRE(write_tokenizer(*vocabulary, 77, folder / "tokenizer").has_value());
  models::ClipTextConfig config;
  config.vocab_size = tokenizer->vocabulary_size();
  config.hidden_size = config.projection_dim = kWidth;
  config.intermediate_size = 2 * kWidth;
  config.num_hidden_layers = 1;
  config.num_attention_heads = 2;
  config.bos_token_id = tokenizer->start_id();
  config.eos_token_id = tokenizer->end_id();
  config.pad_token_id = tokenizer->pad_id();
  NamedTensors weights;
  models::ClipText::initialise(weights, config, generator_for(1, 0, 0));
  weights.erase("text_projection.weight");
  REQUIRE(write_model(folder / "text_encoder", config.to_json(), weights, kTransformersWeights).has_value());
}

void write_image_encoder(const std::filesystem::path& folder) {
  models::ClipVisionConfig config;
  config.hidden_size = config.projection_dim = kWidth;
  config.intermediate_size = 2 * kWidth;
  config.num_hidden_layers = 2;
  config.num_attention_heads = 2;
  config.image_size = 32;
  config.patch_size = 16;
  NamedTensors weights;
  models::ClipVision::initialise(weights, config, generator_for(2, 0, 0));
  REQUIRE(write_model(folder / "image_encoder", config.to_json(), weights, kTransformersWeights).has_value());
}

void write_vae(const std::filesystem::path& folder) {
  models::VaeConfig config;
  config.block_out_channels = {4, 4, 8, 8};
  config.layers_per_block = 1;
  config.norm_num_groups = 2;
  NamedTensors weights;
  models::Vae::initialise(weights, config, generator_for(3, 0, 0));
  REQUIRE(write_model(folder / "vae", config.to_json(), weights).has_value());
}

void write_unet(const std::filesystem::path& folder) {
  models::UNetConfig config;
  config.block_out_channels = {16, 16, 16, 16};
  config.heads = {2, 2, 2, 2};
  config.layers_per_block = 1;
  config.norm_num_groups = 4;
  config.cross_attention_dim = kWidth;
  config.sample_size = 8;
  NamedTensors weights;
  models::UNet::initialise(weights, config, generator_for(4, 0, 0));
  // A new network ends in zeros, and then nothing before the end would have a gradient.
  weights.at("conv_out.weight").normal_(0, 0.1, generator_for(5, 0, 0));
  REQUIRE(write_model(folder / "unet", config.to_json(), weights).has_value());
}

}  // namespace

void write_tiny_model(const std::filesystem::path& folder) {
  write_text_part(folder);
  write_image_encoder(folder);
  write_vae(folder);
  write_unet(folder);
}

at::ScalarType automatic_type() { return tensor::processor().multiplies_bf16() ? at::kBFloat16 : at::kFloat; }

std::unique_ptr<Objective> prepared(const std::string& recipe) {
  auto parsed = Recipe::parse(recipe, "tiny.toml");
  REQUIRE_MESSAGE(parsed.has_value(), parsed.error().message);
  const TrainSettings settings = TrainSettings::read(parsed->section("train"));
  auto objective = make_objective(settings.objective, *parsed);
  if (auto fine = parsed->finish(); !fine) FAIL(fine.error().message);
  REQUIRE_MESSAGE(objective.has_value(), objective.error().message);
  const auto ready =
      (*objective)->prepare({.step = 0, .seed = 0, .device = at::kCPU, .dtype = automatic_type()}, RunControl::none());
  REQUIRE_MESSAGE(ready.has_value(), ready.error().message);
  return std::move(*objective);
}

Descent descend(const Objective& objective, NamedTensors& weights, int steps, double rate) {
  const NamedTensors batch = objective.draw_batch(0);
  const StepInfo info{.step = 0, .seed = 7, .device = at::kCPU, .dtype = automatic_type()};
  for (auto& [name, value] : weights) value.set_requires_grad(true);
  AdamW optimiser(weights, {.weight_decay = 0});
  Descent descent;
  for (int i = 0; i <= steps; ++i) {
    auto loss = backward_in_shards(objective, weights, batch, info, /*shards=*/2);
    REQUIRE_MESSAGE(loss.has_value(), loss.error().message);
    descent.last = loss->total.item<double>();
    if (i == 0) descent.first = descent.last;
    if (i < steps) optimiser.step(rate);
  }
  return descent;
}

NamedTensors exported_after(const std::string& recipe, const std::vector<std::int64_t>& stops,
                            const std::string& file) {
  const heddle::testing::TemporaryFolder folder;
  for (const std::int64_t stop : stops) {
    auto parsed = Recipe::parse(recipe, "tiny.toml");
    REQUIRE(parsed.has_value());
    const TrainOptions options{.run_folder = folder / "run", .export_folder = folder / "out", .stop_after = stop};
    const auto done = train(*parsed, options, RunControl::none());
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
  }
  auto stored = read_tensors(folder / "out" / file);
  REQUIRE_MESSAGE(stored.has_value(), stored.error().message);
  return stored->tensors;
}

}  // namespace heddle::training::testing
