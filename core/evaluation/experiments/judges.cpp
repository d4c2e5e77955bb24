// The judges' own accuracy, on real scenes that they have not seen.
#include <fmt/format.h>

#include "evaluation/experiments.h"
#include "evaluation/judges/attribute_judge.h"
#include "evaluation/judges/clip_similarity.h"
#include "scenes/caption.h"
#include "scenes/render.h"
#include "training/data/single_scenes.h"

namespace heddle::evaluation {

namespace {

constexpr std::uint64_t kJudgeScenes = 4000037;  // added to the seed: scenes that nothing else uses

class Judges final : public Experiment {
 public:
  Judges(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, "judges_on_scenes", 600)) {}

  [[nodiscard]] std::string name() const override { return "judges_on_scenes"; }
  [[nodiscard]] std::string title() const override { return "The judges on real scenes that they have not seen"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 0.01; }
  [[nodiscard]] std::string main_score() const override { return "all"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& /*control*/) const override {
    scenes::SceneOptions options;
    options.scene_set = plan_.scenes.scene_set;
    options.allow_held_out = true;
    const scenes::Scene scene = training::single_scene(plan_.scenes.seed + kJudgeScenes, index, options);
    const scenes::Scene other = training::single_scene(plan_.scenes.seed + kJudgeScenes + 1, index, options);
    const std::vector<image::Image> images = {scenes::render(scene, plan_.scenes.size).image,
                                              scenes::render(other, plan_.scenes.size).image};
    const Attributes truth = attributes_of(scene), seen = context.attributes->read(std::span(images).first(1)).front();
    const std::vector<double> cosines = clip_t(context.clip, images, scenes::full_caption(scene));
    Sample sample;
    sample.title = scenes::full_caption(scene);
    sample.scores = {{"thing", seen.object == truth.object},
                     {"colour", seen.colour == truth.colour},
                     {"setting", seen.background == truth.background},
                     {"all", seen == truth},
                     {"clip_t", cosines[0]},
                     {"clip_t_other", cosines[1]},
                     {"clip_finds", cosines[0] > cosines[1]}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    const auto share = [&](const char* score, const char* what) {
      return with_estimate({.id = fmt::format("judge_{}", score), .what = what}, times(mean_of(samples, score), 100),
                           samples);
    };
    return {share("thing", "attribute judge, real scenes: thing"),
            share("colour", "attribute judge, real scenes: colour"),
            share("setting", "attribute judge, real scenes: setting"),
            share("clip_finds", "judge CLIP, real scenes: the caption's picture before another")};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
};

}  // namespace

std::unique_ptr<Experiment> make_judges_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<Judges>(recipe, plan);
}

}  // namespace heddle::evaluation
