// Decoupled cross-attention against a simple adapter of equal training, whose tokens are appended to the text's (the
// paper's 4.4.1): the same references, the same noise.
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class SimpleAdapter final : public Experiment {
 public:
  SimpleAdapter(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 256)),
        limits_(read_limits(recipe, "simple_adapter")) {}

  [[nodiscard]] std::string name() const override { return "simple_adapter"; }
  [[nodiscard]] std::string title() const override { return "Decoupled against simple adapter"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 2; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, plan_.simple}; }
  [[nodiscard]] std::string main_score() const override { return "gain"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    const std::uint64_t seed = plan_.image_seed(index);
    auto decoupled = answers_to(*reference, {.seed = seed, .adapter = plan_.adapter}, context, control.sub(0, 0.5));
    if (!decoupled) return forward(decoupled);
    auto simple = answers_to(*reference, {.seed = seed, .adapter = plan_.simple}, context, control.sub(0.5, 0.5));
    if (!simple) return forward(simple);
    Sample sample;
    sample.title = scenes::full_caption(reference->scene);
    sample.images = {{reference->image.file, "reference"},
                     {decoupled->images.front().file, fmt::format("decoupled: {:.3f}", decoupled->clip_i.front())},
                     {simple->images.front().file, fmt::format("simple: {:.3f}", simple->clip_i.front())}};
    sample.scores = {{"decoupled", decoupled->clip_i.front()},
                     {"simple", simple->clip_i.front()},
                     {"gain", decoupled->clip_i.front() - simple->clip_i.front()}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric metric{.id = "simple_adapter",
                  .what = "decoupled less simple adapter: CLIP-I",
                  .unit = Unit::plain,
                  .limits = limits_};
    if (!samples.empty()) {
      metric.detail =
          fmt::format("{:.3f} against {:.3f}", mean_of(samples, "decoupled").value, mean_of(samples, "simple").value);
    }
    return {with_estimate(std::move(metric), difference_of_means(samples, "decoupled", "simple"), samples)};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_simple_adapter_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<SimpleAdapter>(recipe, plan);
}

}  // namespace heddle::evaluation
