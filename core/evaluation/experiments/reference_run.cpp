#include "evaluation/experiments/reference_run.h"

#include "evaluation/judges/clip_similarity.h"

namespace heddle::evaluation {

namespace {

constexpr int kRandomImages = 8;  // for each reference

}  // namespace

Result<ReferenceImage> reference_of(const BobbinPlan& plan, std::size_t index, EvalContext& context) {
  return reference_in_style(plan, index, scenes::Style::base, context);
}

Result<ReferenceImage> reference_in_style(const BobbinPlan& plan, std::size_t index, scenes::Style style,
                                          EvalContext& context) {
  scenes::Scene scene = plan.scenes.reference(index);
  scene.style = style;
  auto image = context.image_cache.draw(scene, plan.scenes.size);
  if (!image) return forward(image);
  const auto others = plan.scenes.random_images(index, kRandomImages, style);
  const double random = mean_of(clip_i(context.clip, others, image->image));
  return ReferenceImage{std::move(scene), std::move(*image), random};
}

Result<Answers> answers_to(const ReferenceImage& reference, ImageRequest request, EvalContext& context,
                           const RunControl& control) {
  if (!request.adapter.empty() && request.reference.empty())
    request.reference = context.image_cache.path_of(reference.image);
  auto painted = context.image_cache.paint(request, control);
  if (!painted) return forward(painted);
  std::vector<image::Image> images;
  for (const StoredImage& stored : *painted) images.push_back(stored.image);
  std::vector<double> alike = clip_i(context.clip, images, reference.image.image);
  return Answers{std::move(*painted), std::move(alike)};
}

}  // namespace heddle::evaluation
