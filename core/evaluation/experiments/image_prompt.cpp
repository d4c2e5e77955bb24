// The image prompt alone: no text, lambda 1 (the paper's Table 1 in miniature).
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
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    auto answers =
        answers_to(*reference, {.seed = plan_.image_seed(index), .adapter = plan_.adapter}, context, control);
    if (!answers) return forward(answers);
    const Attributes shown = attributes_of(reference->scene);
    const Attributes seen = context.attributes->read(std::span(&answers->images.front().image, 1)).front();
    Sample sample;
    sample.title = scenes::full_caption(reference->scene);
    sample.images = {{reference->image.file, "reference"},
                     {answers->images.front().file, fmt::format("CLIP-I {:.3f}", answers->clip_i.front())}};
    sample.scores = {{"clip_i", answers->clip_i.front()},
                     {"random", reference->random},
                     {"thing", seen.object == shown.object},
                     {"colour", seen.colour == shown.colour},
                     {"setting", seen.background == shown.background},
                     {"all", seen == shown}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric share{.id = "image_prompt",
                 .what = "image prompt alone: judge CLIP-I, share of the way from a random pair to identical",
                 .limits = limits_};
    if (!samples.empty()) {
      share.detail = fmt::format("CLIP-I {:.3f}, a random pair {:.3f}", mean_of(samples, "clip_i").value,
                                 mean_of(samples, "random").value);
    }
    const auto kept = [&](const char* score, const char* what) {
      return with_estimate({.id = fmt::format("image_prompt_{}", score), .what = what},
                           times(mean_of(samples, score), 100), samples);
    };
    return {with_estimate(std::move(share), times(mean_share_of_way(samples, "clip_i", "random"), 100), samples),
            kept("thing", "image prompt alone: the reference's thing"),
            kept("colour", "image prompt alone: its colour"), kept("setting", "image prompt alone: its setting")};
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
