// A thing on a picture is masked and made new by the repainting UNet: from a reference without words, it must become
// the reference's thing; from words, what they name. Outside the mask no pixel may change (the paper's figure 7 in
// miniature).
#include "evaluation/experiments.h"
#include "evaluation/experiments/repaint_case.h"
#include "evaluation/judges/attribute_judge.h"
#include "scenes/caption_words.h"

namespace heddle::evaluation {

namespace {

class Repaint final : public Experiment {
 public:
  Repaint(const training::Recipe& recipe, BobbinPlan plan, RepaintedBy by)
      : plan_(std::move(plan)),
        by_(by),
        count_(read_count(recipe, name(), 64)),
        scale_(by == RepaintedBy::reference ? recipe.section(name()).real("scale", 1, {0, 4}) : 1),
        limits_(read_limits(recipe, name())),
        outside_(read_limits(recipe, "repaint_outside", /*smaller_is_better=*/true)) {}

  [[nodiscard]] std::string name() const override { return by_reference() ? "repaint_reference" : "repaint_words"; }
  [[nodiscard]] std::string title() const override {
    return by_reference() ? fmt::format("A thing becomes the reference's (no words, lambda {})", scale_)
                          : "A thing becomes what words name";
  }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override {
    std::vector<std::filesystem::path> files = {plan_.inpaint / "config.json"};
    if (by_reference()) files.push_back(plan_.adapter);
    return files;
  }
  [[nodiscard]] std::string main_score() const override { return "thing"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    const RepaintCase of = repaint_case(plan_.scenes, index);
    auto before = context.image_cache.draw(of.scene, plan_.scenes.size);
    if (!before) return forward(before);
    auto mask = context.image_cache.add(of.mask, "hole");
    if (!mask) return forward(mask);
    auto wanted = context.image_cache.draw(of.wanted, plan_.scenes.size);
    if (!wanted) return forward(wanted);
    const scenes::Item& thing = of.wanted.items.front();
    const std::string words = scenes::with_article(fmt::format("{} {}", name_of(thing.colour), name_of(thing.object)));
    ImageRequest request{.seed = plan_.image_seed(index),
                         .unet = plan_.inpaint,
                         .start = context.image_cache.path_of(*before),
                         .mask = context.image_cache.path_of(*mask)};
    if (by_reference()) {
      request.adapter = plan_.adapter;
      request.scale = scale_;
      request.reference = context.image_cache.path_of(*wanted);
    } else {
      request.prompt = words;
    }
    auto made = context.image_cache.paint(request, control);
    if (!made) return forward(made);
    const image::Image& result = made->front().image;
    const Attributes seen = context.attributes->read(std::span(&result, 1)).front();
    const bool is_thing = seen.object == name_of(thing.object), is_colour = seen.colour == name_of(thing.colour);
    Sample sample;
    sample.title = words;
    sample.scores = {{"thing", is_thing},
                     {"colour", is_colour},
                     {"both", is_thing && is_colour},
                     {"setting", seen.background == name_of(of.scene.background)},
                     {"outside", static_cast<double>(changed_outside(before->image, result, of.mask))}};
    sample.images = {{before->file, "picture"},
                     {mask->file, "hole"},
                     {made->front().file, fmt::format("{} {}", seen.colour, seen.object)}};
    if (by_reference()) sample.images.insert(sample.images.begin() + 2, {wanted->file, "reference"});
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    const std::string what = by_reference() ? "inpaint, thing replaced" : "inpaint, words";
    const auto share = [&](std::string id, const char* score, const char* words, Limits limits) {
      return with_estimate({.id = std::move(id), .what = fmt::format("{}: {}", what, words), .limits = limits},
                           times(mean_of(samples, score), 100), samples);
    };
    Metric outside{.id = name() + "_outside",
                   .what = what + ": pixels changed outside the mask",
                   .unit = Unit::plain,
                   .limits = outside_};
    return {share(name(), by_reference() ? "thing" : "both",
                  by_reference() ? "it is the reference's thing" : "thing and colour are the words'", limits_),
            share(name() + "_colour", "colour", "its colour is right", {}),
            share(name() + "_setting", "setting", "the setting is still the picture's", {}),
            with_estimate(std::move(outside), mean_of(samples, "outside"), samples)};
  }

 private:
  [[nodiscard]] bool by_reference() const { return by_ == RepaintedBy::reference; }

  BobbinPlan plan_;
  RepaintedBy by_;
  std::size_t count_;
  double scale_;
  Limits limits_, outside_;
};

}  // namespace

std::unique_ptr<Experiment> make_repaint_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                    RepaintedBy by) {
  return std::make_unique<Repaint>(recipe, plan, by);
}

}  // namespace heddle::evaluation
