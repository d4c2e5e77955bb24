// The paper's protocol (4.1): each picture of a captioned set is the image prompt, alone; several samples each; CLIP-I
// of the samples to it, CLIP-T of the samples to its caption.
#include "evaluation/experiments.h"
#include "evaluation/images/captioned_images.h"
#include "evaluation/judges/clip_similarity.h"
#include "evaluation/scores/clip_scores.h"

namespace heddle::evaluation {

namespace {

constexpr int kShownSide = 512;  // pixels, of references on the page

class Coco final : public Experiment {
 public:
  Coco(const training::Recipe& recipe, std::vector<CaptionedImage> images, std::filesystem::path adapter)
      : images_(std::move(images)),
        adapter_(std::move(adapter)),
        clip_i_(read_limits(recipe, "clip_i")),
        clip_t_(read_limits(recipe, "clip_score")) {
    training::RecipeSection section = recipe.section("coco");
    count_ = std::min(images_.size(), static_cast<std::size_t>(section.integer("count", 5000, {1, 1e9})));
    samples_ = static_cast<int>(section.integer("samples", 4, {1, 64}));
    scale_ = section.real("scale", 1, {0, 2});
    with_caption_ = section.flag("with_caption", false);
    seed_ = static_cast<std::uint64_t>(recipe.section("data").integer("seed", 1912));
  }

  [[nodiscard]] std::string name() const override { return "coco"; }
  [[nodiscard]] std::string title() const override {
    return fmt::format("Image prompts from {} captioned pictures, {} samples each", count_, samples_);
  }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] double images_per_item() const override { return samples_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return {adapter_}; }
  [[nodiscard]] std::string main_score() const override { return "clip_i"; }

  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    const CaptionedImage& source = images_[index];
    auto reference = context.image_cache.add_original(source.file, kShownSide);
    if (!reference) return forward(reference);
    ImageRequest request{
        .seed = seed_ + index * static_cast<std::size_t>(samples_), .count = samples_, .adapter = adapter_};
    request.reference = source.file;
    request.scale = scale_;
    if (with_caption_) request.prompt = source.captions.front();
    auto painted = context.image_cache.paint(request, control);
    if (!painted) return forward(painted);
    std::vector<image::Image> images;
    for (const StoredImage& stored : *painted) images.push_back(stored.image);
    const std::vector<double> alike = clip_i(context.clip, images, reference->image);
    const std::vector<double> told = clip_t(context.clip, images, source.captions.front());
    Sample sample;
    sample.title = source.captions.front();
    sample.images = {{reference->file, source.file.filename().string()}};
    double score = 0;
    for (std::size_t i = 0; i < painted->size(); ++i) {
      sample.images.push_back({(*painted)[i].file, fmt::format("{:.3f}, {:.3f}", alike[i], clip_score(told[i]))});
      score += clip_score(told[i]) / static_cast<double>(told.size());
    }
    sample.scores = {{"clip_i", mean_of(alike)}, {"clip_t", mean_of(told)}, {"clip_score", score}};
    return sample;
  }

  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    return {with_estimate({.id = "clip_i", .what = "CLIP-I", .unit = Unit::plain, .limits = clip_i_},
                          mean_of(samples, "clip_i"), samples),
            with_estimate({.id = "clip_t", .what = "CLIP-T, cosine", .unit = Unit::plain}, mean_of(samples, "clip_t"),
                          samples),
            with_estimate({.id = "clip_score",
                           .what = "CLIP-T as CLIPScore, 2.5 max(cos, 0)",
                           .unit = Unit::plain,
                           .limits = clip_t_},
                          mean_of(samples, "clip_score"), samples)};
  }

 private:
  std::vector<CaptionedImage> images_;
  std::filesystem::path adapter_;
  std::size_t count_ = 5000;
  int samples_ = 4;
  double scale_ = 1;
  bool with_caption_ = false;
  std::uint64_t seed_ = 0;
  Limits clip_i_, clip_t_;
};

}  // namespace

Result<Experiments> coco_experiments(const training::Recipe& recipe, const PathResolver& resolve) {
  training::RecipeSection data = recipe.section("data");
  const auto folder = data.path("images", "coco/val2017");
  auto images = read_captioned_images(data.path("captions", "coco/annotations/captions_val2017.json"), folder);
  if (!images) return forward(images);
  shuffle(*images, static_cast<std::uint64_t>(data.integer("seed", 1912)));
  const std::string adapter = recipe.section("parts").text("adapter", "");
  if (adapter.empty())
    return fail(ErrorKind::invalid_input, "[coco] the recipe '{}' names no IP-Adapter ([parts] adapter)",
                recipe.name());
  Experiments all;
  all.push_back(std::make_unique<Coco>(recipe, std::move(*images), resolve(adapter)));
  return all;
}

}  // namespace heddle::evaluation
