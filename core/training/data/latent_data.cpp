#include "training/data/latent_data.h"

#include "scenes/random.h"
#include "training/data/caption_tokens.h"
#include "training/data/scene_pool.h"

namespace heddle::training {

namespace {

constexpr int kDeepest = 64;  // pixels: a latent's eight times the UNet's three halvings

}  // namespace

LatentData::LatentData(RecipeSection data, const std::filesystem::path& vocabulary, const Defaults& defaults)
    : source_(make_image_source(data, defaults.scenes)) {
  settings_.model.model = data.path("model", "resources/models/bobbin");
  settings_.model.vocabulary = data.path("vocabulary", vocabulary);
  if (defaults.images != ImageFeatures::none) settings_.model.image_encoder = data.path("image_encoder", "");
  settings_.folder = data.path("cache", defaults.cache);
  settings_.images = defaults.images;
  settings_.size = static_cast<int>(data.integer("size", 256, {kDeepest, 4096}));
  if (settings_.size % kDeepest != 0) data.refuse("size", "must be a multiple of 64");
  batch_ = data.integer("batch", defaults.batch, {1, 65536});
}

Result<void> LatentData::open(const StepInfo& info, const RunControl& control) {
  auto cache = LatentCache::open(settings_, *source_, info, control);
  if (!cache) return forward(cache);
  cache_.emplace(std::move(*cache));
  return {};
}

CachedRows LatentData::first_rows(std::int64_t count) const {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(i % images());
  return rows(indices);
}

std::vector<std::int64_t> LatentData::drawn(std::int64_t step, BatchPart part) const {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < part.count; ++i) {
    indices.push_back(shuffled(step * batch_ + part.first + i, images(), seed()));
  }
  return indices;
}

LatentData::Batch LatentData::draw(std::int64_t step, BatchPart part, std::uint64_t stream,
                                   const text::Tokenizer& tokenizer,
                                   const std::function<bool(float die)>& keeps_text) const {
  const std::vector<std::int64_t> indices = drawn(step, part);
  std::vector<std::string> captions;
  for (std::int64_t i = 0; i < part.count; ++i) {
    scenes::Dice dice(static_cast<std::uint64_t>(step * batch_ + part.first + i), stream);
    captions.push_back(keeps_text(dice.unit()) ? source_->caption(indices[static_cast<std::size_t>(i)], dice.next())
                                               : std::string());
  }
  return {rows(indices), token_rows(tokenizer, captions, kContextTokens)};
}

tensor::NamedTensors LatentData::draw_captioned(std::int64_t step, BatchPart part, std::uint64_t stream,
                                                const text::Tokenizer& tokenizer, float drop_text) const {
  const Batch batch = draw(step, part, stream, tokenizer, [drop_text](float die) { return die >= drop_text; });
  return {{"mean", batch.rows.mean}, {"deviation", batch.rows.deviation}, {"ids", batch.ids}};
}

}  // namespace heddle::training
