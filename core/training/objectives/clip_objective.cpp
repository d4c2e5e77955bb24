// CLIP's objective (Radford et al. 2021): captions and images that belong together are close. A small head on both
// sides also names the scene's attributes: with batches of a hundred instead of thirty thousand the contrast alone
// learns colours and backgrounds slowly. The heads are dropped on export.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/tensor.h>

#include <cmath>

#include "base/atomic_file.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "scenes/caption.h"
#include "scenes/random.h"
#include "training/data/caption_tokens.h"
#include "training/data/clip_pixels.h"
#include "training/model_files.h"
#include "training/objectives/objectives.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kTokens = 77;      // positions of the exported encoder, as SD 1.5 has
constexpr double kLargestScale = 4.6052;  // ln 100, the paper's bound on the logits' scale

// The heads' attributes. Numbers of the enums are the classes.
struct Attribute {
  const char* name;
  std::int64_t classes;
  std::int64_t (*of)(const scenes::Scene& scene);
};
constexpr std::int64_t kThings = 32, kColours = 16;  // with room at the end: the last class is "there is none"

const scenes::Item* second_of(const scenes::Scene& scene) { return scene.items.size() > 1 ? &scene.items[1] : nullptr; }

constexpr Attribute kAttributes[] = {
    {"thing", kThings,
     [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.items.front().object); }},
    {"colour", kColours,
     [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.items.front().colour); }},
    {"setting", 16, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.background); }},
    {"light", 8, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.light); }},
    {"position", 8, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.items.front().position); }},
    {"surface", 8, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.items.front().surface); }},
    {"size", 4, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.items.front().size); }},
    {"relation", 8, [](const scenes::Scene& scene) { return static_cast<std::int64_t>(scene.relation); }},
    {"second_thing", kThings,
     [](const scenes::Scene& scene) {
       return second_of(scene) != nullptr ? static_cast<std::int64_t>(second_of(scene)->object) : kThings - 1;
     }},
    {"second_colour", kColours,
     [](const scenes::Scene& scene) {
       return second_of(scene) != nullptr ? static_cast<std::int64_t>(second_of(scene)->colour) : kColours - 1;
     }},
};

models::ClipTextConfig read_text_model(RecipeSection section) {
  models::ClipTextConfig config;
  config.hidden_size = section.integer("width", 192, {8, 4096});
  config.intermediate_size = section.integer("mlp_width", config.hidden_size * 4, {8, 16384});
  config.num_hidden_layers = section.integer("layers", 4, {1, 64});
  config.num_attention_heads = section.integer("heads", std::max<std::int64_t>(config.hidden_size / 64, 1), {1, 64});
  config.max_position_embeddings = kTokens;
  if (config.hidden_size % config.num_attention_heads != 0) section.refuse("heads", "must divide width");
  return config;
}

models::ClipVisionConfig read_image_model(RecipeSection section) {
  models::ClipVisionConfig config;
  config.hidden_size = section.integer("width", 192, {8, 4096});
  config.intermediate_size = section.integer("mlp_width", config.hidden_size * 4, {8, 16384});
  config.num_hidden_layers = section.integer("layers", 4, {1, 64});
  config.num_attention_heads = section.integer("heads", std::max<std::int64_t>(config.hidden_size / 64, 1), {1, 64});
  config.image_size = section.integer("image_size", 128, {16, 1024});
  config.patch_size = section.integer("patch", 16, {1, 64});
  config.hidden_act = "quick_gelu";
  if (config.hidden_size % config.num_attention_heads != 0) section.refuse("heads", "must divide width");
  if (config.image_size % config.patch_size != 0) section.refuse("patch", "must divide image_size");
  return config;
}

Tensor unit(const Tensor& x) { return x / (x.square().sum(-1, true) + 1e-12).sqrt(); }

class ClipObjective final : public Objective {
 public:
  explicit ClipObjective(const Recipe& recipe)
      : text_(read_text_model(recipe.section("text"))), image_(read_image_model(recipe.section("image"))), pool_([&] {
          RecipeSection data = recipe.section("data");
          return SceneSource::read(data);
        }()) {
    RecipeSection data = recipe.section("data");
    batch_ = data.integer("batch", 128, {2, 65536});
    tokens_ = data.integer("tokens", 40, {8, kTokens});
    vocabulary_size_ = data.integer("vocabulary", 1000, {514, 65536});
    vocabulary_scenes_ = data.integer("vocabulary_scenes", 20000, {1, 1e7});
    text_.projection_dim = image_.projection_dim = recipe.section("model").integer("projection", 128, {8, 4096});
    attributes_weight_ = recipe.section("loss").real("attributes", 0.3, {0, 100});
    stored_as_ = read_stored_as(recipe);
    keep_projection_ = recipe.section("export").flag("text_projection", false);
  }

  Result<void> prepare(const StepInfo& /*info*/, const RunControl& control) override {
    control.report(0, "making the vocabulary");
    auto vocabulary = vocabulary_of(pool_.source(), vocabulary_scenes_, static_cast<std::size_t>(vocabulary_size_));
    if (!vocabulary) return forward(vocabulary);
    auto tokenizer = text::make_tokenizer({.vocab_json = vocabulary->vocab_json, .merges_txt = vocabulary->merges_txt},
                                          "the captions' vocabulary");
    if (!tokenizer) return forward(tokenizer);
    vocabulary_ = std::move(*vocabulary);
    tokenizer_.emplace(std::move(*tokenizer));
    text_.vocab_size = tokenizer_->vocabulary_size();
    text_.bos_token_id = tokenizer_->start_id();
    text_.eos_token_id = tokenizer_->end_id();
    text_.pad_token_id = tokenizer_->pad_id();
    return {};
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors text, image, heads;
    models::ClipText::initialise(text, text_, generator);
    models::ClipVision::initialise(image, image_, generator);
    tensor::Binder binder = tensor::Binder::initialise(heads, generator);
    for (const Attribute& attribute : kAttributes) {
      for (const char* side : {"text", "image"}) {
        binder.tensor(fmt::format("{}.{}", side, attribute.name), {attribute.classes, text_.projection_dim},
                      tensor::Init::fan_in());
      }
    }
    NamedTensors weights = prefixed(text, "text.");
    weights.merge(prefixed(image, "image."));
    weights.merge(prefixed(heads, "heads."));
    weights.emplace("logit_scale", at::full({1}, std::log(1 / 0.07), at::kFloat));
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return batch_; }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    const auto side = image_.image_size;
    const auto count = static_cast<std::int64_t>(std::size(kAttributes));
    const Tensor images = at::empty({part.count, 3, side, side}, at::kByte);
    const Tensor ids = at::empty({part.count, tokens_}, at::kLong);
    const Tensor labels = at::empty({part.count, count}, at::kLong);
    for (std::int64_t i = 0; i < part.count; ++i) {
      const std::int64_t draw = step * batch_ + part.first + i;
      const std::int64_t index = pool_.index_of(draw);
      const scenes::Scene scene = pool_.scene(index);
      const int size = static_cast<int>(side);
      copy_planar(*pool_.image(index, size), size, 0, 0, size,
                  images.mutable_data_ptr<std::uint8_t>() + i * 3 * side * side);
      const std::string words = scenes::caption_of(scene, static_cast<std::uint64_t>(draw));
      write_token_row(*tokenizer_, words,
                      {ids.mutable_data_ptr<std::int64_t>() + i * tokens_, static_cast<std::size_t>(tokens_)});
      auto* label = labels.mutable_data_ptr<std::int64_t>() + i * count;
      for (const Attribute& attribute : kAttributes) *label++ = attribute.of(scene);
    }
    return {{"pictures", images}, {"ids", ids}, {"labels", labels}};
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto text = models::ClipText::bind(below(weights, "text."), text_);
    if (!text) return forward(text);
    auto image = models::ClipVision::bind(below(weights, "image."), image_);
    if (!image) return forward(image);
    const Tensor& ids = batch.at("ids");
    const Tensor pixels = clip_normalised(to_signed_unit(batch.at("pictures"))).to(info.dtype);
    const Tensor text_embeds = unit(text->project(text->encode(text->embed_tokens(ids)), ids).to(at::kFloat));
    const Tensor image_embeds = unit(image->encode(pixels).image_embeds.to(at::kFloat));
    const Tensor scale = weights.at("logit_scale").to(at::kFloat).clamp_max(kLargestScale).exp();
    const Tensor logits = at::matmul(image_embeds, text_embeds.t()) * scale;
    const Tensor matches = at::arange(logits.size(0), ids.options());
    const Tensor contrast =
        0.5 * (at::cross_entropy_loss(logits, matches) + at::cross_entropy_loss(logits.t(), matches));
    const Tensor text_names = naming_loss(weights, "text", text_embeds, batch.at("labels"));
    const Tensor image_names = naming_loss(weights, "image", image_embeds, batch.at("labels"));
    const Tensor total = contrast + (text_names + image_names) * attributes_weight_;
    const at::NoGradGuard no_grad;
    return Loss{total,
                {{"contrast", contrast},
                 {"found", logits.argmax(1).eq(matches).to(at::kFloat).mean()},
                 {"text_names", text_names},
                 {"image_names", image_names},
                 {"scale", scale.mean()}}};
  }

  // The embeddings have no sample image.
  Result<void> write_samples(const NamedTensors& /*weights*/, const StepInfo& /*info*/,
                             const std::filesystem::path& /*file*/) override {
    return {};
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    NamedTensors text = below(weights, "text.");
    nlohmann::json text_config = text_.to_json();
    if (keep_projection_) {
      text_config["architectures"] = {"CLIPTextModelWithProjection"};
    } else {
      text.erase("text_projection.weight");  // SD 1.5's encoder has none
    }
    if (auto done = write_model(folder / "text_encoder", text_config, text, kTransformersWeights, stored_as_); !done) {
      return forward(done);
    }
    auto done = write_model(folder / "image_encoder", image_.to_json(), below(weights, "image."), kTransformersWeights,
                            stored_as_);
    if (!done) return forward(done);
    if (auto written = write_tokenizer(vocabulary_, kTokens, folder / "tokenizer"); !written) return forward(written);
    return write_preprocessor(image_.image_size, folder / "feature_extractor");
  }

 private:
  static Tensor naming_loss(const NamedTensors& weights, const char* side, const Tensor& embeds, const Tensor& labels) {
    constexpr double kSharpness = 10;  // embeddings have length 1; without it the softmax stays flat
    Tensor sum;
    std::int64_t column = 0;
    for (const Attribute& attribute : kAttributes) {
      const Tensor head = weights.at(fmt::format("heads.{}.{}", side, attribute.name)).to(at::kFloat);
      const Tensor loss = at::cross_entropy_loss(at::linear(embeds * kSharpness, head), labels.select(1, column++));
      sum = sum.defined() ? sum + loss : loss;
    }
    return sum / static_cast<double>(std::size(kAttributes));
  }

  models::ClipTextConfig text_;
  models::ClipVisionConfig image_;
  ScenePool pool_;
  std::int64_t batch_ = 128, tokens_ = 40, vocabulary_size_ = 1000, vocabulary_scenes_ = 20000;
  double attributes_weight_ = 0.3;
  bool keep_projection_ = false;
  StoredAs stored_as_ = StoredAs::fp16;
  text::TrainedBpe vocabulary_;
  std::optional<text::Tokenizer> tokenizer_;
};

}  // namespace

std::unique_ptr<Objective> make_clip_objective(const Recipe& recipe) { return std::make_unique<ClipObjective>(recipe); }

}  // namespace heddle::training
