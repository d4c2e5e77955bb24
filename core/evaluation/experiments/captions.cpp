// From text alone: is the object there, with its colour, in its background; and CLIP-T compared with that of real
// pictures. The same for combinations that training never shows.
#include "evaluation/experiments.h"
#include "evaluation/judges/attribute_judge.h"
#include "evaluation/judges/clip_similarity.h"
#include "evaluation/scores/clip_scores.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

// What both experiments measure of a scene.
Result<Sample> measured(const scenes::Scene& scene, std::uint64_t seed, int size, EvalContext& context,
                        const RunControl& control) {
  const std::string caption = scenes::full_caption(scene);
  auto painted = context.image_cache.paint({.prompt = caption, .seed = seed}, control);
  if (!painted) return forward(painted);
  auto real = context.image_cache.draw(scene, size);
  if (!real) return forward(real);
  const Attributes wanted = attributes_of(scene);
  const std::vector<image::Image> images = {painted->front().image, real->image};
  const Attributes seen = context.attributes->read(std::span(images).first(1)).front();
  const std::vector<double> cosines = clip_t(context.clip, images, caption);
  Sample sample;
  sample.title = caption;
  sample.images = {{painted->front().file, fmt::format("{} {}, {}", seen.colour, seen.object, seen.background)},
                   {real->file, "real"}};
  sample.scores = {{"thing", seen.object == wanted.object},
                   {"colour", seen.colour == wanted.colour},
                   {"setting", seen.background == wanted.background},
                   {"all", seen == wanted},
                   {"clip_t", cosines[0]},
                   {"clip_t_real", cosines[1]},
                   {"clip_score", clip_score(cosines[0])}};
  return sample;
}

class Captions final : public Experiment {
 public:
  Captions(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 512)),
        thing_(read_limits(recipe, "thing")),
        colour_(read_limits(recipe, "colour")),
        setting_(read_limits(recipe, "setting")),
        clip_t_(read_limits(recipe, "clip_t")) {}

  [[nodiscard]] std::string name() const override { return "captions"; }
  [[nodiscard]] std::string title() const override { return "From captions alone"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] std::string main_score() const override { return "clip_t"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    return measured(plan_.scenes.seen_combination(index), plan_.image_seed(index), plan_.scenes.size, context, control);
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    return {with_estimate({.id = "thing", .what = "thing named in the caption is there", .limits = thing_},
                          times(mean_of(samples, "thing"), 100), samples),
            with_estimate({.id = "colour", .what = "its colour is right", .limits = colour_},
                          times(mean_of(samples, "colour"), 100), samples),
            with_estimate({.id = "setting", .what = "setting is right", .limits = setting_},
                          times(mean_of(samples, "setting"), 100), samples),
            with_estimate({.id = "clip_t",
                           .what = "judge CLIP-T of generated / of real pictures",
                           .unit = Unit::plain,
                           .limits = clip_t_},
                          ratio_of_means(samples, "clip_t", "clip_t_real"), samples),
            with_estimate({.id = "clip_t_cosine", .what = "judge CLIP-T, cosine", .unit = Unit::plain},
                          mean_of(samples, "clip_t"), samples),
            with_estimate({.id = "clip_score", .what = "judge CLIPScore, 2.5 max(cos, 0)", .unit = Unit::plain},
                          mean_of(samples, "clip_score"), samples)};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits thing_, colour_, setting_, clip_t_;
};

class HeldOut final : public Experiment {
 public:
  HeldOut(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, name(), 256)), limits_(read_limits(recipe, "held_out")) {}

  [[nodiscard]] std::string name() const override { return "held_out"; }
  [[nodiscard]] std::string title() const override { return "From captions of combinations that training never shows"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] std::string main_score() const override { return "clip_t"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    return measured(plan_.scenes.held_out_combination(index), plan_.image_seed(index), plan_.scenes.size, context,
                    control);
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    return {with_estimate({.id = "held_out", .what = "held-out combinations, all three right", .limits = limits_},
                          times(mean_of(samples, "all"), 100), samples)};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_captions_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<Captions>(recipe, plan);
}

std::unique_ptr<Experiment> make_held_out_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<HeldOut>(recipe, plan);
}

}  // namespace heddle::evaluation
