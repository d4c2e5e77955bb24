// An adapter that was trained on the base model, on a community model (the paper's 4.3.1): how much of the likeness is
// lost. The reference is a base picture. What a style makes of it is compared with the same scene drawn in that style,
// and with random pictures of that style, so that the style itself costs nothing.
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/scores/clip_scores.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class StyleModel final : public Experiment {
 public:
  StyleModel(const training::Recipe& recipe, BobbinPlan plan, scenes::Style style)
      : plan_(std::move(plan)),
        style_(style),
        style_name_(scenes::name_of(style)),
        count_(read_count(recipe, "styles", 128)),
        limits_(read_limits(recipe, "styles", /*smaller_is_better=*/true)) {
    lora_ = style == scenes::Style::ink ? plan_.ink : style == scenes::Style::pastel ? plan_.pastel : plan_.neon;
  }

  [[nodiscard]] std::string name() const override { return "style_" + style_name_; }
  [[nodiscard]] std::string title() const override {
    return fmt::format("The base model's adapter on the style {}", style_name_);
  }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 2; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, lora_}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i_style"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto base = reference_of(plan_, index, context);
    if (!base) return forward(base);
    auto styled = reference_in_style(plan_, index, style_, context);
    if (!styled) return forward(styled);
    ImageRequest request{.seed = plan_.image_seed(index),
                         .adapter = plan_.adapter,
                         .reference = context.image_cache.path_of(base->image)};
    auto on_base = answers_to(*base, request, context, control.sub(0, 0.5));
    if (!on_base) return forward(on_base);
    request.lora = lora_;
    auto on_style = answers_to(*styled, request, context, control.sub(0.5, 0.5));
    if (!on_style) return forward(on_style);
    Sample sample;
    sample.title = scenes::full_caption(base->scene);
    sample.images = {{base->image.file, "reference"},
                     {on_base->images.front().file, fmt::format("base: {:.3f}", on_base->clip_i.front())},
                     {styled->image.file, fmt::format("drawn in {}", style_name_)},
                     {on_style->images.front().file, fmt::format("{}: {:.3f}", style_name_, on_style->clip_i.front())}};
    sample.scores = {{"clip_i_base", on_base->clip_i.front()},
                     {"random_base", base->random},
                     {"clip_i_style", on_style->clip_i.front()},
                     {"random_style", styled->random}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric metric{.id = name(),
                  .what = fmt::format("base-trained adapter on {}: points of CLIP-I share lost", style_name_),
                  .unit = Unit::one_decimal,
                  .limits = limits_};
    const auto base = scores_of(samples, "clip_i_base"), random = scores_of(samples, "random_base");
    const auto style = scores_of(samples, "clip_i_style"), random_style = scores_of(samples, "random_style");
    const Estimate lost = estimate_of(samples, [&](std::span<const std::size_t> chosen) {
      return 100 * (share_of_way(mean_over(base, chosen), mean_over(random, chosen)) -
                    share_of_way(mean_over(style, chosen), mean_over(random_style, chosen)));
    });
    return {with_estimate(std::move(metric), lost, samples)};
  }

 private:
  BobbinPlan plan_;
  scenes::Style style_;
  std::string style_name_;
  std::size_t count_;
  Limits limits_;
  std::filesystem::path lora_;
};

}  // namespace

std::unique_ptr<Experiment> make_style_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                  scenes::Style style) {
  return std::make_unique<StyleModel>(recipe, plan, style);
}

}  // namespace heddle::evaluation
