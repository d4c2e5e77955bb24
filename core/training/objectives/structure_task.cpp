#include "training/objectives/structure_task.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include <cstdint>

#include "scenes/caption.h"
#include "training/data/caption_tokens.h"
#include "training/objectives/sample_sheet.h"

namespace heddle::training {

namespace {

using at::Tensor;

constexpr std::int64_t kSheetColumns = 8;
constexpr std::int64_t kUnseenIndex = INT64_C(1) << 40;  // beyond every training scene

MapKind map_of(const Recipe& recipe) {
  RecipeSection data = recipe.section("data");
  if (data.has("pictures")) data.refuse("pictures", "have no maps; networks of structure are trained on scenes");
  return read_map_kind(data);
}

SceneSource scenes_of(const Recipe& recipe) {
  RecipeSection data = recipe.section("data");
  return SceneSource::read(data);
}

}  // namespace

StructureTask::StructureTask(const Recipe& recipe, const std::filesystem::path& vocabulary, std::uint64_t stream)
    : task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})),
      kind_(map_of(recipe)),
      data_(recipe.section("data"), vocabulary, {.cache = "build/train/bobbin_latents", .batch = 16, .scenes = 2000}),
      maps_(scenes_of(recipe), kind_, data_.size()),
      stream_(stream),
      drop_text_(static_cast<float>(recipe.section("loss").real("drop_text", 0.5, {0, 1}))) {}

Result<void> StructureTask::prepare(const StepInfo& info, const RunControl& control) {
  if (auto found = data_.find_images(); !found) return found;
  if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
  if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
  if (auto read = frozen_.read_unet(data_.places(), info); !read) return forward(read);
  if (auto read = frozen_.read_unet_weights(data_.places()); !read) return forward(read);
  return data_.open(info, control);
}

tensor::NamedTensors StructureTask::draw_batch(std::int64_t step, BatchPart part) const {
  tensor::NamedTensors batch = data_.draw_captioned(step, part, stream_, *frozen_.tokenizer, drop_text_);
  batch.emplace("maps", maps_.maps(data_.drawn(step, part)));
  return batch;
}

Result<Loss> StructureTask::loss(const tensor::NamedTensors& batch, const StepInfo& info,
                                 const SteeringBy& steering) const {
  const Tensor context = frozen_.context(batch.at("ids"));
  models::UNetInput conditions;
  conditions.text = frozen_.unet->project_context(context);
  const auto steer = steering(context, batch.at("maps"));
  return task_.loss(*frozen_.unet, std::move(conditions), batch, data_.scaling_factor(), info, steer);
}

Result<void> StructureTask::write_samples(const StepInfo& info, const std::filesystem::path& file,
                                          const SteeringBy& steering) const {
  std::vector<std::string> texts(kSheetColumns);  // the unconditional half comes first
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < kSheetColumns; ++i) {
    indices.push_back(kUnseenIndex + i);
    texts.push_back(scenes::full_caption(maps_.pool().scene(indices.back())));
  }
  const Tensor context = frozen_.context(token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device));
  models::UNetInput conditions;
  conditions.text = frozen_.unet->project_context(context);
  const Tensor maps = maps_.maps(indices).to(info.device);
  auto made = task_.images(*frozen_.unet, conditions, *frozen_.vae, kSheetColumns, data_.side(), info,
                           steering(context, at::cat({maps, maps})));
  if (!made) return forward(made);
  return write_sheet(at::cat({hint_of(maps) * 2 - 1, *made}), kSheetColumns, file);
}

}  // namespace heddle::training
