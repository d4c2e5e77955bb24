// A picture carried towards a reference without words (SDEdit, Meng et al. 2022, with an image prompt): the farther it
// is let go, the liker it must be to the reference.
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

constexpr std::array kStrengths = {0.2, 0.4, 0.6, 0.8, 1.0};

std::string score_with(double strength) { return fmt::format("clip_i_{:.1f}", strength); }

class TowardsReference final : public Experiment {
 public:
  TowardsReference(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 64)),
        limits_(read_limits(recipe, "towards_reference")) {}

  [[nodiscard]] std::string name() const override { return "towards_reference"; }
  [[nodiscard]] std::string title() const override { return "A picture towards a reference (no words, lambda 1)"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 3; }  // the strengths are shares of one's steps
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "rise"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    const scenes::Scene scene = plan_.scenes.held_out_combination(index);
    auto before = context.image_cache.draw(scene, plan_.scenes.size);
    if (!before) return forward(before);
    Sample sample;
    sample.title = fmt::format("{}, towards {}", scenes::full_caption(scene), scenes::full_caption(reference->scene));
    sample.images = {{before->file, "picture"}, {reference->image.file, "reference"}};
    constexpr double kShare = 1.0 / kStrengths.size();
    for (std::size_t i = 0; i < kStrengths.size(); ++i) {
      const ImageRequest request{.seed = plan_.image_seed(index),
                                 .adapter = plan_.adapter,
                                 .start = context.image_cache.path_of(*before),
                                 .strength = kStrengths.at(i)};
      auto answers = answers_to(*reference, request, context, control.sub(kShare * static_cast<double>(i), kShare));
      if (!answers) return forward(answers);
      const double alike = answers->clip_i.front();
      sample.scores[score_with(kStrengths.at(i))] = alike;
      sample.images.push_back({answers->images.front().file, fmt::format("{:.1f}: {:.3f}", kStrengths.at(i), alike)});
    }
    sample.scores["rise"] =
        sample.scores[score_with(kStrengths.back())] - sample.scores[score_with(kStrengths.front())];
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric rises{.id = "towards_reference",
                 .what = "SDEdit towards a reference: CLIP-I rises with the strength, no step's mean below the last",
                 .unit = Unit::yes_no,
                 .limits = limits_};
    const Metric gained = with_estimate({.id = "towards_reference_gain",
                                         .what = "SDEdit towards a reference: CLIP-I gained from strength 0.2 to 1",
                                         .unit = Unit::plain},
                                        mean_of(samples, "rise"), samples);
    if (samples.empty()) return {rises, gained};
    std::vector<double> means;
    for (const auto& [strength, mean] : curve(samples)) means.push_back(mean);
    rises.value = std::ranges::is_sorted(means) && means.back() > means.front() ? 1 : 0;
    rises.samples = samples.size();
    rises.detail = fmt::format("{:.3f}", fmt::join(means, " "));
    return {rises, gained};
  }

  [[nodiscard]] Curve curve(Samples samples) const override {
    Curve means;
    for (const double strength : kStrengths) {
      if (!samples.empty()) means.emplace_back(strength, mean_of(samples, score_with(strength)).value);
    }
    return means;
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_towards_reference_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<TowardsReference>(recipe, plan);
}

}  // namespace heddle::evaluation
