#include "training/trainer.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/zeros.h>

#include <chrono>
#include <cmath>

#include "training/checkpoint.h"
#include "training/data/batch_stream.h"
#include "training/objective.h"
#include "training/optimiser.h"
#include "training/shards.h"
#include "training/train_log.h"

namespace heddle::training {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kBadStepsAllowed = 20;             // in a row; one is skipped, a run that diverges is ended
constexpr std::chrono::hours kPatience{24 * 7};  // with process 0 while it fills a cache or draws a sample sheet

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

StepInfo info_at(const TrainSettings& settings, std::int64_t step) {
  return {.step = step,
          .seed = settings.seed,
          .device = settings.device,
          .dtype = settings.dtype,
          .first_item = 0,
          .batch_items = 0};
}

// The loss as numbers. In a group: the mean over the processes, and whether any of them was asked to stop.
Result<LossFigures> figures_of(const Loss& loss, ProcessGroup* group, bool& stopping) {
  LossFigures figures;
  figures.total = loss.total.item<double>();
  for (const auto& [name, value] : loss.parts) {
    figures.names.push_back(name);
    figures.parts.push_back(value.item<double>());
  }
  if (group == nullptr) return figures;
  const at::Tensor sums = at::zeros({static_cast<std::int64_t>(figures.parts.size()) + 2}, at::kDouble);
  auto* sum = sums.mutable_data_ptr<double>();
  sum[0] = stopping ? 1 : 0;
  sum[1] = figures.total;
  std::copy(figures.parts.begin(), figures.parts.end(), sum + 2);
  if (auto done = group->combine(sums, ProcessGroup::Combine::sum); !done) return forward(done);
  const auto share = static_cast<double>(group->size());
  stopping = sum[0] > 0;
  figures.total = sum[1] / share;
  for (std::size_t i = 0; i < figures.parts.size(); ++i) figures.parts[i] = sum[i + 2] / share;
  return figures;
}

// One session of a run.
class Run final {
 public:
  Run(TrainSettings settings, const TrainOptions& options, Objective& objective, tensor::NamedTensors masters)
      : settings_(std::move(settings)),
        options_(options),
        objective_(objective),
        group_(options.group),
        masters_(std::move(masters)),
        optimiser_(masters_, settings_.optimiser, settings_.ema > 0, group_) {}

  Result<void> resume() {
    if (is_main_process()) remove_unfinished(options_.run_folder);
    if (const auto file = latest_checkpoint(options_.run_folder)) {
      auto checkpoint = read_checkpoint(*file);
      if (!checkpoint) return forward(checkpoint);
      auto fits = optimiser_.restore(checkpoint->tensors, fmt::format("[train.resume] '{}'", file->string()));
      if (!fits) return fits;
      step_ = checkpoint->step;
      seconds_before_ = checkpoint->seconds;
      pending_log_ = std::move(checkpoint->log);
    }
    return same_everywhere();
  }

  Result<void> go(const RunControl& control) {
    const std::int64_t last = std::min(settings_.learning_rate.steps, options_.stop_after.value_or(INT64_MAX));
    if (is_main_process()) {
      auto log = TrainLog::open(options_.run_folder / "log.csv",
                                {step_, seconds_before_, pending_log_, settings_.arithmetic_words()});
      if (!log) return forward(log);
      log_.emplace(std::move(*log));
    }
    BatchStream stream([this](std::int64_t step) { return objective_.draw_batch(step, own_part(step)); }, step_, last,
                       settings_.workers);
    started_ = Clock::now();
    while (step_ < last) {
      bool stopping = control.cancelled();
      if (stopping && group_ == nullptr) return save_and_stop();
      if (auto done = step(stream, control, stopping); !done) return forward(done);
      if (stopping && group_ != nullptr) return save_and_stop();
    }
    return save();
  }

  Result<void> export_model(const RunControl& control) {
    const at::NoGradGuard no_grad;
    auto weights = shown_weights();
    if (!weights) return forward(weights);
    if (!is_main_process()) return {};
    return objective_.export_to(*weights, info_at(settings_, step_), *options_.export_folder, control);
  }

 private:
  [[nodiscard]] bool is_main_process() const { return group_ == nullptr || group_->is_main_process(); }
  [[nodiscard]] int processes() const { return group_ == nullptr ? 1 : group_->size(); }

  [[nodiscard]] BatchPart own_part(std::int64_t step) const {
    const std::int64_t share = objective_.batch_size(step) / processes();
    return {group_ == nullptr ? 0 : group_->rank() * share, share};
  }

  // Checks what would fail silently if it differed between processes.
  [[nodiscard]] Result<void> same_everywhere() const {
    if (group_ == nullptr) return {};
    std::int64_t numbers = 0;
    for (const auto& [name, master] : masters_) numbers += master.numel();
    const double own[] = {static_cast<double>(step_), static_cast<double>(numbers),
                          static_cast<double>(settings_.seed)};
    const at::Tensor bounds = at::zeros({6}, at::kDouble);
    auto* bound = bounds.mutable_data_ptr<double>();
    for (int i = 0; i < 3; ++i) {
      bound[i] = own[i];
      bound[i + 3] = -own[i];
    }
    if (auto done = group_->combine(bounds, ProcessGroup::Combine::max); !done) return done;
    for (int i = 0; i < 3; ++i) {
      if (bound[i] == -bound[i + 3]) continue;
      return fail(
          ErrorKind::invalid_input,
          "[train.processes] the processes do not train the same: they found steps {} to {} in "
          "their run folders, networks of {} to {} numbers, seeds {} to {}. Give all the same recipe and one shared "
          "run folder",
          -bound[3], bound[0], -bound[4], bound[1], -bound[5], bound[2]);
    }
    return {};
  }

  Result<Loss> loss_of(BatchStream& stream, StepInfo info) {
    const BatchPart part = own_part(info.step);
    const std::int64_t whole = objective_.batch_size(info.step), parts = std::int64_t{processes()} * settings_.shards;
    if (whole % parts != 0) {
      return fail(ErrorKind::invalid_input,
                  "[train] a batch of {} cannot be dealt out evenly to {} processes with {} shards "
                  "each; make batch a multiple of {}",
                  whole, processes(), settings_.shards, parts);
    }
    info.first_item = part.first;
    info.batch_items = whole;
    return backward_in_shards(objective_, masters_, on_device(stream.next()), info, settings_.shards);
  }

  Result<void> step(BatchStream& stream, const RunControl& control, bool& stopping) {
    const StepInfo info = info_at(settings_, step_);
    const auto loss = loss_of(stream, info);
    if (!loss) return Failure(loss.error());
    const auto figures = figures_of(*loss, group_, stopping);
    if (!figures) return Failure(figures.error());
    const double rate = settings_.learning_rate.at(info.step);
    const auto norm = optimiser_.step(rate, average_decay(info.step));
    if (!norm) return Failure(norm.error());
    if (!std::isfinite(*norm) && ++bad_steps_ > kBadStepsAllowed) {
      return fail(ErrorKind::internal, "[train] the loss is not a number since {} steps; lower learning_rate",
                  bad_steps_);
    }
    if (std::isfinite(*norm)) bad_steps_ = 0;
    ++step_;
    if (log_) log_->add(info.step, *figures, rate, *norm, objective_.batch_size(info.step));
    return periodic(control);
  }

  Result<void> periodic(const RunControl& control) {
    const auto due = [this](std::int64_t every) { return every > 0 && step_ % every == 0; };
    if (log_ && due(settings_.log_every)) {
      if (auto written = log_->flush(seconds()); !written) return forward(written);
      const double fraction = static_cast<double>(step_) / static_cast<double>(settings_.learning_rate.steps);
      control.report(fraction, log_->last_line());
    }
    if (due(settings_.sample_every)) {
      if (auto written = write_samples(); !written) return forward(written);
    }
    return due(settings_.save_every) ? save() : Result<void>();
  }

  Result<void> write_samples() {
    const at::NoGradGuard no_grad;
    auto weights = shown_weights();
    if (!weights) return forward(weights);
    return leader_does([&] {
      const auto file = options_.run_folder / fmt::format("sample-{:08}.png", step_);
      return objective_.write_samples(*weights, info_at(settings_, step_), file);
    });
  }

  // Process 0 does what may take long, the others wait for it.
  template <class Act>
  Result<void> leader_does(const Act& act) {
    if (is_main_process()) {
      if (auto done = act(); !done) return done;
    }
    return group_ == nullptr ? Result<void>() : group_->wait_for_all(kPatience);
  }

  // A new average follows the weights faster, or it would keep the random start for long.
  [[nodiscard]] double average_decay(std::int64_t step) const {
    return std::min(settings_.ema, static_cast<double>(step + 1) / static_cast<double>(step + 10));
  }

  Result<tensor::NamedTensors> shown_weights() const {
    auto weights = optimiser_.best_weights();
    if (!weights) return forward(weights);
    return tensor::converted(*weights, settings_.device, at::kFloat);
  }

  tensor::NamedTensors on_device(tensor::NamedTensors batch) const {
    if (settings_.device.is_cpu()) return batch;
    for (auto& [name, value] : batch) value = value.to(settings_.device);
    return batch;
  }

  Result<void> save() {
    auto state = optimiser_.state();
    if (!state) return forward(state);
    return leader_does([&] {
      return save_checkpoint(options_.run_folder, {std::move(*state), step_, seconds(), log_->pending()});
    });
  }

  Result<void> save_and_stop() {
    if (auto saved = save(); !saved) return saved;
    return cancelled();
  }

  [[nodiscard]] double seconds() const { return seconds_before_ + seconds_since(started_); }

  TrainSettings settings_;
  const TrainOptions& options_;
  Objective& objective_;
  ProcessGroup* group_;
  tensor::NamedTensors masters_;
  Optimiser optimiser_;
  std::optional<TrainLog> log_;  // process 0's
  std::string pending_log_;
  std::int64_t step_ = 0;
  Clock::time_point started_ = Clock::now();
  double seconds_before_ = 0;
  int bad_steps_ = 0;
};

Result<tensor::NamedTensors> fresh_masters(const TrainSettings& settings, Objective& objective) {
  auto weights = objective.initial_weights(generator_for(settings.seed, 0, 1));
  if (!weights) return forward(weights);
  tensor::NamedTensors masters;
  for (auto& [name, value] : *weights) {
    const at::Tensor master = value.to(settings.device, at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous();
    masters.emplace(name, at::Tensor(master).set_requires_grad(true));
  }
  return masters;
}

// Process 0 first: it fills caches that the others only read.
Result<void> prepare(const TrainSettings& settings, Objective& objective, ProcessGroup* group,
                     const RunControl& control) {
  const StepInfo info = info_at(settings, 0);
  if (group == nullptr) return objective.prepare(info, control);
  if (group->is_main_process()) {
    if (auto ready = objective.prepare(info, control); !ready) return ready;
  }
  if (auto met = group->wait_for_all(kPatience); !met) return met;
  return group->is_main_process() ? Result<void>() : objective.prepare(info, control);
}

}  // namespace

Result<void> train(const Recipe& recipe, const TrainOptions& options, const RunControl& control) {
  TrainSettings settings = TrainSettings::read(recipe.section("train"));
  if (settings.device.is_cuda()) settings.device = at::Device(at::kCUDA, static_cast<at::DeviceIndex>(options.gpu));
  auto objective = make_objective(settings.objective, recipe, options.vocabulary);
  if (auto fine = recipe.finish(); !fine) return forward(fine);
  if (!objective) return forward(objective);
  return train(settings, **objective, options, control);
}

Result<void> train(const TrainSettings& settings, Objective& objective, const TrainOptions& options,
                   const RunControl& control) {
  std::error_code exists;
  std::filesystem::create_directories(options.run_folder, exists);
  if (options.notice) {
    if (!settings.note.empty()) options.notice(settings.note);
    options.notice(fmt::format("training computes in {}", settings.arithmetic()));
  }
  if (auto ready = prepare(settings, objective, options.group, control); !ready) return forward(ready);
  auto masters = fresh_masters(settings, objective);
  if (!masters) return forward(masters);
  Run run(settings, options, objective, std::move(*masters));
  if (auto resumed = run.resume(); !resumed) return forward(resumed);
  if (auto done = run.go(control); !done) return forward(done);
  return options.export_folder ? run.export_model(control) : Result<void>();
}

}  // namespace heddle::training
