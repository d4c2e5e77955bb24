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
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] double pictures_per_item() const override { return kSteps + 1; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "rise"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    auto reference = reference_of(plan_, index, studio);
    if (!reference) return forward(reference);
    Item item;
    item.title = scenes::full_caption(reference->scene);
    item.pictures = {{reference->picture.file, "reference"}};
    for (int step = 0; step <= kSteps; ++step) {
      const PictureRequest request{.seed = plan_.picture_seed(index), .adapter = plan_.adapter, .scale = 0.1 * step};
      auto answers = answers_to(*reference, request, studio, control.sub(step / (kSteps + 1.0), 1 / (kSteps + 1.0)));
      if (!answers) return forward(answers);
      item.scores[score_at(step)] = answers->clip_i.front();
      item.pictures.push_back({answers->pictures.front().file, fmt::format("{:.1f}: {:.3f}", 0.1 * step, answers->clip_i.front())});
    }
    item.scores["rise"] = item.scores[score_at(kSteps)] - item.scores[score_at(0)];
    return item;
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    Row rises{.id = "scale_sweep", .what = "lambda from 0 to 1: CLIP-I rises, no step's mean below the last", .unit = Unit::yes_no, .limits = limits_};
    const Row rise = with_figure({.id = "scale_rise", .what = "lambda from 0 to 1: CLIP-I gained", .unit = Unit::plain}, mean_of(items, "rise"), items);
    if (items.empty()) return {rises, rise};
    std::vector<double> means;
    for (const auto& [scale, mean] : curve(items)) means.push_back(mean);
    rises.value = std::ranges::is_sorted(means) && means.back() > means.front() ? 1 : 0;
    rises.items = items.size();
    rises.detail = fmt::format("{:.3f}", fmt::join(means, " "));
    return {rises, rise};
  }

  [[nodiscard]] Curve curve(Items items) const override {
    Curve means;
    for (int step = 0; step <= kSteps && !items.empty(); ++step) means.emplace_back(0.1 * step, mean_of(items, score_at(step)).value);
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
