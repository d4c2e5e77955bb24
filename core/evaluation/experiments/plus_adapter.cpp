// Plus (16 tokens) against global (4 tokens): more like the reference, and less different from seed to seed (the
// paper's 4.3.4 and 4.4.2).
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/judges/clip_similarity.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class PlusAdapter final : public Experiment {
 public:
  PlusAdapter(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 64)),
        seeds_(static_cast<int>(recipe.section(name()).integer("seeds", 4, {2, 64}))),
        limits_(read_limits(recipe, "plus_adapter")) {}

  [[nodiscard]] std::string name() const override { return "plus_adapter"; }
  [[nodiscard]] std::string title() const override { return fmt::format("Plus against global, {} seeds each", seeds_); }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 2.0 * seeds_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, plan_.plus}; }
  [[nodiscard]] std::string main_score() const override { return "gain"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    const std::uint64_t seed = plan_.scenes.seed + index * static_cast<std::size_t>(seeds_);
    auto global =
        answers_to(*reference, {.seed = seed, .count = seeds_, .adapter = plan_.adapter}, context, control.sub(0, 0.5));
    if (!global) return forward(global);
    auto plus =
        answers_to(*reference, {.seed = seed, .count = seeds_, .adapter = plan_.plus}, context, control.sub(0.5, 0.5));
    if (!plus) return forward(plus);
    Sample sample;
    sample.title = scenes::full_caption(reference->scene);
    sample.images = {{reference->image.file, "reference"}};
    add_images(sample, *global, "global");
    add_images(sample, *plus, "plus");
    sample.scores = {{"global", mean_of(global->clip_i)},
                     {"plus", mean_of(plus->clip_i)},
                     {"gain", mean_of(plus->clip_i) - mean_of(global->clip_i)},
                     {"global_spread", deviation_of(global->clip_i)},
                     {"plus_spread", deviation_of(plus->clip_i)}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    Metric both{.id = "plus_adapter",
                .what = "plus against global: CLIP-I better, spread between seeds smaller",
                .unit = Unit::yes_no,
                .limits = limits_};
    const Metric gain = with_estimate({.id = "plus_gain", .what = "plus less global: CLIP-I", .unit = Unit::plain},
                                      difference_of_means(samples, "plus", "global"), samples);
    const Metric spread = with_estimate(
        {.id = "plus_spread", .what = "plus less global: spread of CLIP-I between seeds", .unit = Unit::plain},
        difference_of_means(samples, "plus_spread", "global_spread"), samples);
    if (samples.empty()) return {both, gain, spread};
    both.value = gain.value > 0 && spread.value < 0 ? 1 : 0;
    both.samples = samples.size();
    both.detail = fmt::format("CLIP-I {:.3f} against {:.3f}, spread {:.3f} against {:.3f}",
                              mean_of(samples, "plus").value, mean_of(samples, "global").value,
                              mean_of(samples, "plus_spread").value, mean_of(samples, "global_spread").value);
    return {both, gain, spread};
  }

 private:
  static void add_images(Sample& sample, const Answers& answers, const char* kind) {
    for (std::size_t i = 0; i < answers.images.size(); ++i) {
      sample.images.push_back({answers.images[i].file, fmt::format("{}: {:.3f}", kind, answers.clip_i[i])});
    }
  }

  BobbinPlan plan_;
  std::size_t count_;
  int seeds_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_plus_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<PlusAdapter>(recipe, plan);
}

}  // namespace heddle::evaluation
