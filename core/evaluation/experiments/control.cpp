// A ControlNet or T2I-Adapter against the same words and noise without it: edges by their F1, depth and poses by how
// far the thing covers its place in the map.
#include "evaluation/experiments.h"
#include "evaluation/experiments/control_maps.h"
#include "scenes/caption.h"

namespace heddle::evaluation {

namespace {

class Control final : public Experiment {
 public:
  Control(const training::Recipe& recipe, BobbinPlan plan, ControlledBy by)
      : plan_(std::move(plan)), by_(by), count_(read_count(recipe, name(), 64)), limits_(read_limits(recipe, name())) {}

  [[nodiscard]] std::string name() const override { return fmt::format("control_{}", words()); }
  [[nodiscard]] std::string title() const override { return fmt::format("Control by {}", words()); }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 2; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {network()}; }
  [[nodiscard]] std::string main_score() const override { return "with"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    const scenes::Scene scene = by_ == ControlledBy::pose ? plan_.scenes.figure(index) : plan_.scenes.reference(index);
    const image::Image map = control_map(scene, plan_.scenes.size, by_);
    auto stored = context.image_cache.add(map, fmt::format("map of {}", words()));
    if (!stored) return forward(stored);
    ImageRequest request{.prompt = scenes::full_caption(scene), .seed = plan_.image_seed(index)};
    auto without = context.image_cache.paint(request, control.sub(0, 0.5));
    if (!without) return forward(without);
    (by_ == ControlledBy::sketch ? request.t2i_adapter : request.control) = network();
    request.map = context.image_cache.path_of(*stored);
    auto with = context.image_cache.paint(request, control.sub(0.5, 0.5));
    if (!with) return forward(with);
    Sample sample;
    sample.title = request.prompt;
    sample.scores = {{"with", agreement(with->front().image, map, scene)},
                     {"without", agreement(without->front().image, map, scene)}};
    sample.images = {{stored->file, "map"},
                     {with->front().file, fmt::format("with it: {:.2f}", sample.scores["with"])},
                     {without->front().file, fmt::format("without: {:.2f}", sample.scores["without"])}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    const char* measure =
        by_edges() ? "F1 of the result's edges against the map" : "IoU of the thing with its place in the map";
    Metric ratio{.id = name(),
                 .what = fmt::format("{} by {}: {}, over the run without it",
                                     by_ == ControlledBy::sketch ? "T2I-Adapter" : "control", words(), measure),
                 .unit = Unit::plain,
                 .limits = limits_};
    if (!samples.empty()) {
      ratio.detail =
          fmt::format("{:.3f} against {:.3f}", mean_of(samples, "with").value, mean_of(samples, "without").value);
    }
    return {with_estimate(std::move(ratio), ratio_of_means(samples, "with", "without"), samples)};
  }

 private:
  [[nodiscard]] bool by_edges() const { return by_ == ControlledBy::edges || by_ == ControlledBy::sketch; }
  [[nodiscard]] const char* words() const {
    switch (by_) {
      case ControlledBy::edges: break;
      case ControlledBy::depth: return "depth";
      case ControlledBy::pose: return "pose";
      case ControlledBy::sketch: return "sketch";
    }
    return "edges";
  }
  [[nodiscard]] const std::filesystem::path& network() const {
    switch (by_) {
      case ControlledBy::edges: break;
      case ControlledBy::depth: return plan_.depth;
      case ControlledBy::pose: return plan_.pose;
      case ControlledBy::sketch: return plan_.sketch;
    }
    return plan_.canny;
  }
  [[nodiscard]] double agreement(const image::Image& result, const image::Image& map,
                                 const scenes::Scene& scene) const {
    return by_edges() ? edge_f1(result, map) : thing_overlap(result, scene, plan_.scenes.size);
  }

  BobbinPlan plan_;
  ControlledBy by_;
  std::size_t count_;
  Limits limits_;
};

}  // namespace

std::unique_ptr<Experiment> make_control_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                    ControlledBy by) {
  return std::make_unique<Control>(recipe, plan, by);
}

}  // namespace heddle::evaluation
