// The image prompt alone: no words, lambda 1 (the paper's Table 1 in miniature).
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/judges/attribute_judge.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class ImagePrompt final : public Experiment {
 public:
  ImagePrompt(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, name(), 256)), limits_(read_limits(recipe, "image_prompt")) {}

  [[nodiscard]] std::string name() const override { return "image_prompt"; }
  [[nodiscard]] std::string title() const override { return "The image prompt alone (no words, lambda 1)"; }
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    auto reference = reference_of(plan_, index, studio);
    if (!reference) return forward(reference);
    auto answers = answers_to(*reference, {.seed = plan_.picture_seed(index), .adapter = plan_.adapter}, studio, control);
    if (!answers) return forward(answers);
    const Attributes shown = attributes_of(reference->scene);
    const Attributes seen = studio.attributes->read(std::span(&answers->pictures.front().image, 1)).front();
    Item item;
    item.title = scenes::full_caption(reference->scene);
    item.pictures = {{reference->picture.file, "reference"},
                     {answers->pictures.front().file, fmt::format("CLIP-I {:.3f}", answers->clip_i.front())}};
    item.scores = {{"clip_i", answers->clip_i.front()}, {"random", reference->random}, {"thing", seen.thing == shown.thing},
                   {"colour", seen.colour == shown.colour}, {"setting", seen.setting == shown.setting}, {"all", seen == shown}};
    return item;
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    Row share{.id = "image_prompt", .what = "image prompt alone: judge CLIP-I, share of the way from a random pair to identical", .limits = limits_};
    if (!items.empty()) {
      share.detail = fmt::format("CLIP-I {:.3f}, a random pair {:.3f}", mean_of(items, "clip_i").value, mean_of(items, "random").value);
    }
    const auto kept = [&](const char* score, const char* what) {
      return with_figure({.id = fmt::format("image_prompt_{}", score), .what = what}, times(mean_of(items, score), 100), items);
    };
    return {with_figure(std::move(share), times(mean_share_of_way(items, "clip_i", "random"), 100), items),
            kept("thing", "image prompt alone: the reference's thing"), kept("colour", "image prompt alone: its colour"),
            kept("setting", "image prompt alone: its setting")};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_image_prompt_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<ImagePrompt>(recipe, plan);
}

}  // namespace heddle::evaluation
