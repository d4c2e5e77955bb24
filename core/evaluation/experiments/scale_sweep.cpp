// Lambda from 0 to 1 in steps of 0.1, one noise for each reference: likeness must rise with it (the paper's Figure 10).
#include <fmt/ranges.h>

#include <algorithm>

#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

constexpr int kSteps = 10;

std::string score_at(int step) { return fmt::format("clip_i_{:.1f}", 0.1 * step); }

class ScaleSweep final : public Experiment {
 public:
  ScaleSweep(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, name(), 64)), limits_(read_limits(recipe, "scale_sweep")) {}

  [[nodiscard]] std::string name() const override { return "scale_sweep"; }
  [[nodiscard]] std::string title() const override { return "Lambda from 0 to 1"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return kSteps + 1; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "rise"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    Sample sample;
    sample.title = scenes::full_caption(reference->scene);
    sample.images = {{reference->image.file, "reference"}};
    for (int step = 0; step <= kSteps; ++step) {
      const ImageRequest request{.seed = plan_.image_seed(index), .adapter = plan_.adapter, .scale = 0.1 * step};
      auto answers = answers_to(*reference, request, context, control.sub(step / (kSteps + 1.0), 1 / (kSteps + 1.0)));
      if (!answers) return forward(answers);
      sample.scores[score_at(step)] = answers->clip_i.front();
      sample.images.push_back(
          {answers->images.front().file, fmt::format("{:.1f}: {:.3f}", 0.1 * step, answers->clip_i.front())});
    }
    sample.scores["rise"] = sample.scores[score_at(kSteps)] - sample.scores[score_at(0)];
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric rises{.id = "scale_sweep",
                 .what = "lambda from 0 to 1: CLIP-I rises, no step's mean below the last",
                 .unit = Unit::yes_no,
                 .limits = limits_};
    const Metric rise =
        with_estimate({.id = "scale_rise", .what = "lambda from 0 to 1: CLIP-I gained", .unit = Unit::plain},
                      mean_of(samples, "rise"), samples);
    if (samples.empty()) return {rises, rise};
    std::vector<double> means;
    for (const auto& [scale, mean] : curve(samples)) means.push_back(mean);
    rises.value = std::ranges::is_sorted(means) && means.back() > means.front() ? 1 : 0;
    rises.samples = samples.size();
    rises.detail = fmt::format("{:.3f}", fmt::join(means, " "));
    return {rises, rise};
  }

  [[nodiscard]] Curve curve(Samples samples) const override {
    Curve means;
    for (int step = 0; step <= kSteps && !samples.empty(); ++step)
      means.emplace_back(0.1 * step, mean_of(samples, score_at(step)).value);
    return means;
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_scale_sweep_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<ScaleSweep>(recipe, plan);
}

}  // namespace heddle::evaluation
