#include "evaluation/experiments/reference_run.h"

#include "evaluation/judges/clip_similarity.h"

namespace heddle::evaluation {

namespace {

constexpr int kRandomPictures = 8;  // for each reference

}  // namespace

Result<ReferencePicture> reference_of(const BobbinPlan& plan, std::size_t index, EvalContext& context) {
  return reference_in_style(plan, index, scenes::Style::base, context);
}

Result<ReferencePicture> reference_in_style(const BobbinPlan& plan, std::size_t index, scenes::Style style,
                                            EvalContext& context) {
  scenes::Scene scene = plan.scenes.reference(index);
  scene.style = style;
  auto picture = context.image_cache.draw(scene, plan.scenes.size);
  if (!picture) return forward(picture);
  const auto others = plan.scenes.random_pictures(index, kRandomPictures, style);
  const double random = mean_of(clip_i(context.clip, others, picture->image));
  return ReferencePicture{std::move(scene), std::move(*picture), random};
}

Result<Answers> answers_to(const ReferencePicture& reference, PictureRequest request, EvalContext& context,
                           const RunControl& control) {
  if (!request.adapter.empty() && request.reference.empty())
    request.reference = context.image_cache.path_of(reference.picture);
  auto painted = context.image_cache.paint(request, control);
  if (!painted) return forward(painted);
  std::vector<image::Image> images;
  for (const Picture& picture : *painted) images.push_back(picture.image);
  std::vector<double> alike = clip_i(context.clip, images, reference.picture.image);
  return Answers{std::move(*painted), std::move(alike)};
}

}  // namespace heddle::evaluation
