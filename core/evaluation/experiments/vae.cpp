// A scene through the VAE and back: all of it (PSNR), an object's colour, its outline. PSNR alone misleads: a small
// VAE loses hue and small objects long before it loses decibels.
#include "evaluation/experiments.h"
#include "evaluation/scores/image_scores.h"
#include "scenes/caption.h"
#include "scenes/render.h"

namespace heddle::evaluation {

namespace {

class Vae final : public Experiment {
 public:
  Vae(const training::Recipe& recipe, BobbinPlan plan)
      : plan_(std::move(plan)),
        count_(read_count(recipe, name(), 128)),
        psnr_(read_limits(recipe, "vae_psnr")),
        colour_(read_limits(recipe, "vae_colour", true)),
        outline_(read_limits(recipe, "vae_outline")) {}

  [[nodiscard]] std::string name() const override { return "vae"; }
  [[nodiscard]] std::string title() const override { return "Through the VAE and back"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return 0.2; }
  [[nodiscard]] std::string main_score() const override { return "psnr"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    const scenes::Scene scene = plan_.scenes.reference(index);
    auto original = context.image_cache.draw(scene, plan_.scenes.size);
    if (!original) return forward(original);
    auto back = context.image_cache.reconstruct(*original, control);
    if (!back) return forward(back);
    const scenes::Rendering drawn = scenes::render(scene, plan_.scenes.size, {.masks = true});
    // Both use the same rule to separate an object from its background, so that its common errors do not count.
    const image::Image& mask = drawn.masks.front();
    const image::Image outline = silhouette(original->image, drawn.image, mask),
                       outline_back = silhouette(back->image, drawn.image, mask);
    Sample sample;
    sample.title = scenes::full_caption(scene);
    sample.images = {{original->file, "drawn"}, {back->file, "through the VAE"}};
    sample.scores = {{"psnr", psnr(back->image, original->image)},
                     {"colour_error", colour_error(back->image, original->image, drawn.colour_masks.front())},
                     {"outline", intersection_over_union(outline_back, outline)}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    return {
        with_estimate({.id = "vae_psnr", .what = "VAE reconstruction: PSNR", .unit = Unit::decibel, .limits = psnr_},
                      mean_of(samples, "psnr"), samples),
        with_estimate({.id = "vae_colour",
                       .what = "VAE: median colour error of a thing (CIE76)",
                       .unit = Unit::one_decimal,
                       .limits = colour_},
                      median_of(samples, "colour_error"), samples),
        with_estimate(
            {.id = "vae_outline", .what = "VAE: IoU of a thing's silhouette", .unit = Unit::plain, .limits = outline_},
            mean_of(samples, "outline"), samples)};
  }

 private:
  BobbinPlan plan_;
  std::size_t count_;
  Limits psnr_, colour_, outline_;
};

}  // namespace

std::unique_ptr<Experiment> make_vae_experiment(const training::Recipe& recipe, const BobbinPlan& plan) {
  return std::make_unique<Vae>(recipe, plan);
}

}  // namespace heddle::evaluation
