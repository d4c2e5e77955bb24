// Image and text together (the paper's Figure 11 and 4.3.3): "the same thing, but blue". The text names another colour
// than the reference has; the result must have it, and be more like the reference than the result of the text alone.
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/judges/attribute_judge.h"
#include "scenes/caption_words.h"
#include "scenes/random.h"

namespace heddle::evaluation {

namespace {

scenes::Colour another_colour(const scenes::Scene& scene, std::uint64_t seed) {
  const auto all = scenes::colours_of(scene.scene_set);
  scenes::Dice dice(seed, /*stream=*/0xb1);
  const auto own = static_cast<int>(scene.items.front().colour);  // colours are numbered in order
  const int step = 1 + dice.below(static_cast<int>(all.size()) - 1);
  return all[static_cast<std::size_t>((own + step) % static_cast<int>(all.size()))];
}

class ImageAndText final : public Experiment {
 public:
  ImageAndText(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 256)),
        scale_(recipe.section(name()).real("scale", 0.5, {0, 2})),
        limits_(read_limits(recipe, "image_and_text")) {}

  [[nodiscard]] std::string name() const override { return "image_and_text"; }
  [[nodiscard]] std::string title() const override {
    return fmt::format("The same thing in another colour (lambda {})", scale_);
  }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 2; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "gain"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    const scenes::Colour colour = another_colour(reference->scene, plan_.image_seed(index));
    const auto object = name_of(reference->scene.items.front().object);
    const std::string words = scenes::with_article(fmt::format("{} {}", name_of(colour), object));
    const ImageRequest only_words{.prompt = words, .seed = plan_.image_seed(index)};
    ImageRequest both = only_words;
    both.adapter = plan_.adapter;
    both.scale = scale_;
    auto without = answers_to(*reference, only_words, context, control.sub(0, 0.5));
    if (!without) return forward(without);
    auto with = answers_to(*reference, both, context, control.sub(0.5, 0.5));
    if (!with) return forward(with);
    const Attributes seen = context.attributes->read(std::span(&with->images.front().image, 1)).front();
    const double gain = with->clip_i.front() - without->clip_i.front();
    const bool heard = seen.colour == name_of(colour);
    Sample sample;
    sample.title = fmt::format("\"{}\"", words);
    sample.images = {{reference->image.file, "reference"},
                     {without->images.front().file, fmt::format("words alone: {:.3f}", without->clip_i.front())},
                     {with->images.front().file, fmt::format("both: {:.3f}, {}", with->clip_i.front(), seen.colour)}};
    sample.scores = {{"heard", heard}, {"nearer", gain > 0}, {"both", heard && gain > 0}, {"gain", gain}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    const auto share = [&](const char* id, const char* score, const char* what, Limits limits) {
      return with_estimate({.id = id, .what = what, .limits = limits}, times(mean_of(samples, score), 100), samples);
    };
    return {share("image_and_text", "both",
                  "image + text: the words' colour is right and CLIP-I above the lambda = 0 run", limits_),
            share("image_and_text_heard", "heard", "image + text: the words' colour is right", {}),
            share("image_and_text_nearer", "nearer", "image + text: CLIP-I above the lambda = 0 run", {})};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  double scale_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_image_and_text_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<ImageAndText>(recipe, plan);
}

}  // namespace heddle::evaluation
