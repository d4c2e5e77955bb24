// From words alone: is the thing there, has it its colour, is it where it should be; and CLIP-T beside that of real
// pictures. The same for combinations that training never shows.
#include "evaluation/experiments.h"
#include "evaluation/judges/alike.h"
#include "evaluation/judges/attribute_judge.h"
#include "evaluation/scores/clip_scores.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

// What both experiments measure of a scene.
Result<Item> measured(const scenes::Scene& scene, std::uint64_t seed, int size, Studio& studio, const RunControl& control) {
  const std::string caption = scenes::full_caption(scene);
  auto painted = studio.gallery.paint({.prompt = caption, .seed = seed}, control);
  if (!painted) return forward(painted);
  auto real = studio.gallery.draw(scene, size);
  if (!real) return forward(real);
  const Attributes wanted = attributes_of(scene);
  const std::vector<image::Image> pictures = {painted->front().image, real->image};
  const Attributes seen = studio.attributes->read(std::span(pictures).first(1)).front();
  const std::vector<double> cosines = clip_t(studio.clip, pictures, caption);
  Item item;
  item.title = caption;
  item.pictures = {{painted->front().file, fmt::format("{} {}, {}", seen.colour, seen.thing, seen.setting)}, {real->file, "real"}};
  item.scores = {{"thing", seen.thing == wanted.thing}, {"colour", seen.colour == wanted.colour}, {"setting", seen.setting == wanted.setting},
                 {"all", seen == wanted}, {"clip_t", cosines[0]}, {"clip_t_real", cosines[1]}, {"clip_score", clip_score(cosines[0])}};
  return item;
}

class Captions final : public Experiment {
 public:
  Captions(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, name(), 512)), thing_(read_limits(recipe, "thing")),
        colour_(read_limits(recipe, "colour")), setting_(read_limits(recipe, "setting")), clip_t_(read_limits(recipe, "clip_t")) {}

  [[nodiscard]] std::string name() const override { return "captions"; }
  [[nodiscard]] std::string title() const override { return "From captions alone"; }
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] std::string main_score() const override { return "clip_t"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    return measured(plan_.scenes.seen_combination(index), plan_.picture_seed(index), plan_.scenes.size, studio, control);
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    return {with_figure({.id = "thing", .what = "thing named in the caption is there", .limits = thing_}, times(mean_of(items, "thing"), 100), items),
            with_figure({.id = "colour", .what = "its colour is right", .limits = colour_}, times(mean_of(items, "colour"), 100), items),
            with_figure({.id = "setting", .what = "setting is right", .limits = setting_}, times(mean_of(items, "setting"), 100), items),
            with_figure({.id = "clip_t", .what = "judge CLIP-T of generated / of real pictures", .unit = Unit::plain, .limits = clip_t_},
                        ratio_of_means(items, "clip_t", "clip_t_real"), items),
            with_figure({.id = "clip_t_cosine", .what = "judge CLIP-T, cosine", .unit = Unit::plain}, mean_of(items, "clip_t"), items),
            with_figure({.id = "clip_score", .what = "judge CLIPScore, 2.5 max(cos, 0)", .unit = Unit::plain}, mean_of(items, "clip_score"), items)};
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
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] std::string main_score() const override { return "clip_t"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    return measured(plan_.scenes.held_out_combination(index), plan_.picture_seed(index), plan_.scenes.size, studio, control);
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    return {with_figure({.id = "held_out", .what = "held-out combinations, all three right", .limits = limits_}, times(mean_of(items, "all"), 100), items)};
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
