// Plus (16 tokens) against global (4 tokens): more like the reference, and less different from seed to seed (the paper's
// 4.3.4 and 4.4.2).
#include "evaluation/experiments.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/judges/alike.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class PlusAdapter final : public Experiment {
 public:
  PlusAdapter(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)), count_(read_count(recipe, name(), 64)),
        seeds_(static_cast<int>(recipe.section(name()).integer("seeds", 4, {2, 64}))), limits_(read_limits(recipe, "plus_adapter")) {}

  [[nodiscard]] std::string name() const override { return "plus_adapter"; }
  [[nodiscard]] std::string title() const override { return fmt::format("Plus against global, {} seeds each", seeds_); }
  [[nodiscard]] std::size_t items() const override { return count_; }
  [[nodiscard]] double pictures_per_item() const override { return 2.0 * seeds_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, plan_.plus}; }
  [[nodiscard]] std::string main_score() const override { return "gain"; }

  [[nodiscard]] Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const override {
    auto reference = reference_of(plan_, index, studio);
    if (!reference) return forward(reference);
    const std::uint64_t seed = plan_.scenes.seed + index * static_cast<std::size_t>(seeds_);
    auto global = answers_to(*reference, {.seed = seed, .count = seeds_, .adapter = plan_.adapter}, studio, control.sub(0, 0.5));
    if (!global) return forward(global);
    auto plus = answers_to(*reference, {.seed = seed, .count = seeds_, .adapter = plan_.plus}, studio, control.sub(0.5, 0.5));
    if (!plus) return forward(plus);
    Item item;
    item.title = scenes::full_caption(reference->scene);
    item.pictures = {{reference->picture.file, "reference"}};
    add_pictures(item, *global, "global");
    add_pictures(item, *plus, "plus");
    item.scores = {{"global", mean_of(global->clip_i)}, {"plus", mean_of(plus->clip_i)}, {"gain", mean_of(plus->clip_i) - mean_of(global->clip_i)},
                   {"global_spread", deviation_of(global->clip_i)}, {"plus_spread", deviation_of(plus->clip_i)}};
    return item;
  }

  [[nodiscard]] std::vector<Row> conclude(Items items) const override {
    Row both{.id = "plus_adapter", .what = "plus against global: CLIP-I better, spread between seeds smaller", .unit = Unit::yes_no, .limits = limits_};
    const Row gain = with_figure({.id = "plus_gain", .what = "plus less global: CLIP-I", .unit = Unit::plain}, difference_of_means(items, "plus", "global"), items);
    const Row spread = with_figure({.id = "plus_spread", .what = "plus less global: spread of CLIP-I between seeds", .unit = Unit::plain},
                                   difference_of_means(items, "plus_spread", "global_spread"), items);
    if (items.empty()) return {both, gain, spread};
    both.value = gain.value > 0 && spread.value < 0 ? 1 : 0;
    both.items = items.size();
    both.detail = fmt::format("CLIP-I {:.3f} against {:.3f}, spread {:.3f} against {:.3f}", mean_of(items, "plus").value,
                              mean_of(items, "global").value, mean_of(items, "plus_spread").value, mean_of(items, "global_spread").value);
    return {both, gain, spread};
  }

 private:
  static void add_pictures(Item& item, const Answers& answers, const char* kind) {
    for (std::size_t i = 0; i < answers.pictures.size(); ++i) {
      item.pictures.push_back({answers.pictures[i].file, fmt::format("{}: {:.3f}", kind, answers.clip_i[i])});
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
