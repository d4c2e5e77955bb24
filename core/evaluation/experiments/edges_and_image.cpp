// Edges of one scene with another scene as image prompt, no words: what is kept of each, against either alone (the
// paper's figure 5 in miniature).
#include "evaluation/experiments.h"
#include "evaluation/experiments/control_maps.h"
#include "evaluation/experiments/reference_run.h"
#include "evaluation/scores/clip_scores.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class EdgesAndImage final : public Experiment {
 public:
  EdgesAndImage(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 64)),
        scale_(recipe.section(name()).real("scale", 1, {0, 2})),
        alike_(read_limits(recipe, "edges_and_image_clip")),
        edges_(read_limits(recipe, "edges_and_image_edges")) {}

  [[nodiscard]] std::string name() const override { return "edges_and_image"; }
  [[nodiscard]] std::string title() const override {
    return fmt::format("Edges with an image prompt (no words, lambda {}; the image prompt alone: 1)", scale_);
  }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 3; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {plan_.adapter, plan_.canny}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto reference = reference_of(plan_, index, context);
    if (!reference) return forward(reference);
    const scenes::Scene outlines = plan_.scenes.seen_combination(index);
    const image::Image map = control_map(outlines, plan_.scenes.size, ControlledBy::edges);
    auto stored = context.image_cache.add(map, "map of edges");
    if (!stored) return forward(stored);
    ImageRequest request{.seed = plan_.image_seed(index), .adapter = plan_.adapter};
    auto image_alone = answers_to(*reference, request, context, control.sub(0, 0.33));
    if (!image_alone) return forward(image_alone);
    request.scale = scale_;
    request.control = plan_.canny;
    request.map = context.image_cache.path_of(*stored);
    auto both = answers_to(*reference, request, context, control.sub(0.33, 0.33));
    if (!both) return forward(both);
    request.adapter.clear();
    auto edges_alone = context.image_cache.paint(request, control.sub(0.66, 0.34));
    if (!edges_alone) return forward(edges_alone);
    Sample sample;
    sample.title = fmt::format("{}, in the outlines of {}", scenes::full_caption(reference->scene),
                               scenes::full_caption(outlines));
    sample.scores = {{"clip_i", both->clip_i.front()},
                     {"clip_i_alone", image_alone->clip_i.front()},
                     {"random", reference->random},
                     {"f1", edge_f1(both->images.front().image, map)},
                     {"f1_alone", edge_f1(edges_alone->front().image, map)}};
    sample.images = {
        {reference->image.file, "reference"},
        {stored->file, "map"},
        {both->images.front().file,
         fmt::format("both: CLIP-I {:.3f}, F1 {:.2f}", sample.scores["clip_i"], sample.scores["f1"])},
        {image_alone->images.front().file, fmt::format("image alone: CLIP-I {:.3f}", sample.scores["clip_i_alone"])},
        {edges_alone->front().file, fmt::format("edges alone: F1 {:.2f}", sample.scores["f1_alone"])}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    const Metric alike{.id = "edges_and_image_clip",
                       .what = "edges with image prompt: CLIP-I's share, of the image prompt's alone",
                       .limits = alike_};
    const Metric edges{.id = "edges_and_image_edges",
                       .what = "edges with image prompt: F1 of edges, of the edges' alone",
                       .limits = edges_};
    const auto clip = scores_of(samples, "clip_i"), alone = scores_of(samples, "clip_i_alone"),
               random = scores_of(samples, "random");
    const Statistic kept = [&](std::span<const std::size_t> of) {
      const double zero = mean_over(random, of);
      return share_of_way(mean_over(clip, of), zero) / share_of_way(mean_over(alone, of), zero);
    };
    return {with_estimate(alike, times(estimate_of(samples, kept), 100), samples),
            with_estimate(edges, times(ratio_of_means(samples, "f1", "f1_alone"), 100), samples)};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  double scale_;
  Limits alike_, edges_;
};

}  // namespace

std::unique_ptr<Experiment> make_edges_and_image_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<EdgesAndImage>(recipe, plan);
}

}  // namespace heddle::evaluation
