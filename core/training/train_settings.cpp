#include "training/trainer.h"

namespace heddle::training {

namespace {

std::string_view name_of(at::ScalarType type) { return type == at::kBFloat16 ? "bf16" : "fp32"; }

}  // namespace

TrainSettings TrainSettings::read(RecipeSection section, const tensor::Processor& processor) {
  TrainSettings settings;
  settings.objective = section.text("objective", "");
  if (settings.objective.empty())
    section.refuse("objective", "is missing; it says what is trained, for example \"vae\"");
  LearningRate& rate = settings.learning_rate;
  rate.steps = section.integer("steps", 1000, {1, 1e9});
  rate.peak = section.real("learning_rate", 1e-4, {0, 1});
  rate.end = section.real("learning_rate_end", 0, {0, 1});
  rate.warmup = section.integer("warmup", 0);
  rate.schedule = section.choice("schedule", "constant", {"constant", "cosine"}) == "cosine"
                      ? LearningRate::Schedule::cosine
                      : LearningRate::Schedule::constant;
  AdamWSettings& adamw = settings.optimiser;
  adamw.beta1 = section.real("beta1", 0.9, {0, 0.99999});
  adamw.beta2 = section.real("beta2", 0.999, {0, 0.99999});
  adamw.weight_decay = section.real("weight_decay", 0.01, {0, 1});
  adamw.clip_norm = section.real("clip_norm", 0, {0, 1e6});
  settings.ema = section.real("ema", 0, {0, 0.999999});
  settings.seed = static_cast<std::uint64_t>(section.integer("seed", 1));
  settings.device = section.choice("device", "cpu", {"cpu", "cuda"}) == "cuda" ? at::kCUDA : at::kCPU;
  const std::string precision = section.choice("precision", "fp32", {"auto", "fp32", "bf16"});
  const bool has_bf16 = settings.device.is_cuda() || processor.multiplies_bf16();
  settings.dtype = precision != "fp32" && has_bf16 ? at::kBFloat16 : at::kFloat;
  if (precision == "bf16" && !has_bf16)
    settings.note = "this processor does not multiply bf16; training computes in fp32";
  settings.shards = static_cast<int>(section.integer("shards", 1, {1, 256}));
  settings.workers = static_cast<int>(section.integer("workers", 1, {0, 256}));
  settings.save_every = section.integer("save_every", settings.save_every);
  settings.log_every = section.integer("log_every", settings.log_every);
  settings.sample_every = section.integer("sample_every", settings.sample_every);
  return settings;
}

std::string TrainSettings::arithmetic() const {
  return fmt::format("{} on {}", name_of(dtype), device.is_cuda() ? device.str() : tensor::processor().describe());
}

std::string TrainSettings::arithmetic_words() const {
  return fmt::format("{} {}", name_of(dtype), device.is_cuda() ? "cuda" : to_string(tensor::processor().level));
}

}  // namespace heddle::training
