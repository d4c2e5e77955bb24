#include "training/trainer.h"

#include <ATen/core/grad_mode.h>

#include <chrono>
#include <cmath>

#include "training/batch_stream.h"
#include "training/checkpoint.h"
#include "training/objective.h"
#include "training/shards.h"
#include "training/train_log.h"

namespace heddle::training {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kBadStepsAllowed = 20;  // in a row; one is skipped, a run that diverges is ended

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

StepInfo info_at(const TrainSettings& settings, std::int64_t step) {
  return {step, settings.seed, settings.device, settings.bf16 ? at::kBFloat16 : at::kFloat};
}

// One sitting of a run.
class Run final {
 public:
  Run(TrainSettings settings, const TrainOptions& options, Objective& objective, TrainState state)
      : settings_(std::move(settings)),
        options_(options),
        objective_(objective),
        state_(std::move(state)),
        optimiser_(state_.masters, settings_.optimiser) {}

  Result<void> resume() {
    const auto file = latest_checkpoint(options_.run_folder);
    return file ? load_checkpoint(*file, state_, optimiser_) : Result<void>();
  }

  Result<void> go(const RunControl& control) {
    const std::int64_t last = std::min(settings_.learning_rate.steps, options_.stop_after.value_or(INT64_MAX));
    auto log = TrainLog::open(options_.run_folder / "log.csv", state_.step);
    if (!log) return forward(log);
    BatchStream stream([this](std::int64_t step) { return objective_.draw_batch(step); }, state_.step, last,
                       settings_.workers);
    started_ = Clock::now();
    seconds_before_ = state_.seconds;
    while (state_.step < last) {
      if (control.cancelled()) {
        if (auto saved = save(); !saved) return forward(saved);
        return cancelled();
      }
      if (auto done = step(stream, *log, control); !done) return forward(done);
    }
    return save();
  }

  Result<void> export_model(const RunControl& control) {
    const at::NoGradGuard no_grad;
    return objective_.export_to(best_weights(), info_at(settings_, state_.step), *options_.export_folder, control);
  }

 private:
  Result<void> step(BatchStream& stream, TrainLog& log, const RunControl& control) {
    const StepInfo info = info_at(settings_, state_.step);
    auto loss = backward_in_shards(objective_, state_.masters, on_device(stream.next()), info, settings_.shards);
    if (!loss) return forward(loss);
    const double rate = settings_.learning_rate.at(info.step);
    const double norm = optimiser_.step(rate);
    if (!std::isfinite(norm) && ++bad_steps_ > kBadStepsAllowed) {
      return fail(ErrorKind::internal, "[train] the loss is not a number since {} steps; lower learning_rate", bad_steps_);
    }
    if (std::isfinite(norm)) bad_steps_ = 0;
    if (settings_.ema > 0) update_average(state_.average, state_.masters, average_decay(info.step));
    ++state_.step;
    state_.seconds = seconds_before_ + seconds_since(started_);
    log.add(info.step, *loss, rate, norm);
    return periodic(log, control);
  }

  Result<void> periodic(TrainLog& log, const RunControl& control) {
    const auto due = [this](std::int64_t every) { return every > 0 && state_.step % every == 0; };
    if (due(settings_.log_every)) {
      if (auto written = log.flush(state_.seconds); !written) return forward(written);
      const double fraction = static_cast<double>(state_.step) / static_cast<double>(settings_.learning_rate.steps);
      control.report(fraction, log.last_line());
    }
    if (due(settings_.sample_every)) {
      const at::NoGradGuard no_grad;
      const auto file = options_.run_folder / fmt::format("sample-{:08}.png", state_.step);
      auto written = objective_.write_samples(best_weights(), info_at(settings_, state_.step), file);
      if (!written) return forward(written);
    }
    return due(settings_.save_every) ? save() : Result<void>();
  }

  // A young average follows the weights faster, or it would hold the random start for long.
  [[nodiscard]] double average_decay(std::int64_t step) const {
    return std::min(settings_.ema, static_cast<double>(step + 1) / static_cast<double>(step + 10));
  }

  [[nodiscard]] tensor::NamedTensors best_weights() const {
    return tensor::converted(settings_.ema > 0 ? state_.average : state_.masters, settings_.device, at::kFloat);
  }

  tensor::NamedTensors on_device(tensor::NamedTensors batch) const {
    if (settings_.device.is_cpu()) return batch;
    for (auto& [name, value] : batch) value = value.to(settings_.device);
    return batch;
  }

  Result<void> save() {
    state_.seconds = seconds_before_ + seconds_since(started_);
    return save_checkpoint(options_.run_folder, state_, optimiser_);
  }

  TrainSettings settings_;
  const TrainOptions& options_;
  Objective& objective_;
  TrainState state_;
  AdamW optimiser_;
  Clock::time_point started_ = Clock::now();
  double seconds_before_ = 0;
  int bad_steps_ = 0;
};

Result<TrainState> fresh_state(const TrainSettings& settings, Objective& objective) {
  auto weights = objective.initial_weights(generator_for(settings.seed, 0, 1));
  if (!weights) return forward(weights);
  TrainState state;
  for (auto& [name, value] : *weights) {
    at::Tensor master = value.to(settings.device, at::kFloat, /*non_blocking=*/false, /*copy=*/true);
    if (settings.ema > 0) state.average.emplace(name, master.clone());
    state.masters.emplace(name, master.set_requires_grad(true));
  }
  return state;
}

}  // namespace

TrainSettings TrainSettings::read(RecipeSection section) {
  TrainSettings settings;
  settings.objective = section.text("objective", "");
  if (settings.objective.empty()) section.refuse("objective", "is missing; it says what is trained, for example \"vae\"");
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
  settings.bf16 = section.choice("precision", "fp32", {"fp32", "bf16"}) == "bf16";
  settings.device = section.choice("device", "cpu", {"cpu", "cuda"}) == "cuda" ? at::kCUDA : at::kCPU;
  settings.shards = static_cast<int>(section.integer("shards", 1, {1, 256}));
  settings.workers = static_cast<int>(section.integer("workers", 1, {0, 256}));
  settings.save_every = section.integer("save_every", settings.save_every);
  settings.log_every = section.integer("log_every", settings.log_every);
  settings.sample_every = section.integer("sample_every", settings.sample_every);
  return settings;
}

Result<void> train(const Recipe& recipe, const TrainOptions& options, const RunControl& control) {
  const TrainSettings settings = TrainSettings::read(recipe.section("train"));
  auto objective = make_objective(settings.objective, recipe);
  if (auto fine = recipe.finish(); !fine) return forward(fine);
  if (!objective) return forward(objective);
  return train(settings, **objective, options, control);
}

Result<void> train(const TrainSettings& settings, Objective& objective, const TrainOptions& options,
                   const RunControl& control) {
  std::error_code exists;
  std::filesystem::create_directories(options.run_folder, exists);
  if (auto ready = objective.prepare(info_at(settings, 0), control); !ready) return forward(ready);
  auto state = fresh_state(settings, objective);
  if (!state) return forward(state);
  Run run(settings, options, objective, std::move(*state));
  if (auto resumed = run.resume(); !resumed) return forward(resumed);
  if (auto done = run.go(control); !done) return forward(done);
  return options.export_folder ? run.export_model(control) : Result<void>();
}

}  // namespace heddle::training
