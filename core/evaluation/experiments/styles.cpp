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
      : plan_(std::move(plan)), style_(style), style_name_(scenes::name_of(style)), count_(read_count(recipe, "styles", 128)),
        limits_(read_limits(recipe, "styles", /*smaller_is_better=*/true)) {
    lora_ = style == scenes::Style::ink ? plan_.ink : style == scenes::Style::pastel ? plan_.pastel : plan_.neon;
  }

  [[nodiscard]] std::string name() const override { return "style_" + style_name_; }
  [[nodiscard]] std::string title() const override { return fmt::format("The base model's adapter on the style {}", style_name_); }
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] double pictures_per_item() const override { return 2; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, lora_}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i_style"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    auto base = reference_of(plan_, index, studio);
    if (!base) return forward(base);
    auto styled = reference_in_style(plan_, index, style_, studio);
    if (!styled) return forward(styled);
    PictureRequest request{.seed = plan_.picture_seed(index), .adapter = plan_.adapter, .reference = studio.gallery.path_of(base->picture)};
    auto on_base = answers_to(*base, request, studio, control.sub(0, 0.5));
    if (!on_base) return forward(on_base);
    request.lora = lora_;
    auto on_style = answers_to(*styled, request, studio, control.sub(0.5, 0.5));
    if (!on_style) return forward(on_style);
    Item item;
    item.title = scenes::full_caption(base->scene);
    item.pictures = {{base->picture.file, "reference"},
                     {on_base->pictures.front().file, fmt::format("base: {:.3f}", on_base->clip_i.front())},
                     {styled->picture.file, fmt::format("drawn in {}", style_name_)},
                     {on_style->pictures.front().file, fmt::format("{}: {:.3f}", style_name_, on_style->clip_i.front())}};
    item.scores = {{"clip_i_base", on_base->clip_i.front()}, {"random_base", base->random}, {"clip_i_style", on_style->clip_i.front()},
                   {"random_style", styled->random}};
    return item;
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    Row row{.id = name(), .what = fmt::format("base-trained adapter on {}: points of CLIP-I share lost", style_name_), .unit = Unit::one_decimal, .limits = limits_};
    const auto base = scores_of(items, "clip_i_base"), random = scores_of(items, "random_base");
    const auto style = scores_of(items, "clip_i_style"), random_style = scores_of(items, "random_style");
    const Figure lost = figure_of(items, [&](std::span<const std::size_t> chosen) {
      return 100 * (share_of_way(mean_over(base, chosen), mean_over(random, chosen)) -
                    share_of_way(mean_over(style, chosen), mean_over(random_style, chosen)));
    });
    return {with_figure(std::move(row), lost, items)};
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

std::unique_ptr<Experiment> make_style_experiment(const training::Recipe& recipe, const BobbinPlan& plan, scenes::Style style) {
  return std::make_unique<StyleModel>(recipe, plan, style);
}

}  // namespace heddle::evaluation
