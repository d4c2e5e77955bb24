#include "evaluation/judges/clip_judge.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/system.h"
#include "evaluation/scores/clip_scores.h"
#include "image/fit.h"
#include "models/clip_vision/clip_normalisation.h"
#include "pipeline/image_tensors.h"
#include "pipeline/load/part_networks.h"
#include "training/data/caption_tokens.h"
#include "weights/model_files.h"

namespace heddle::evaluation {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kImagesAtOnce = 32;  // pictures or texts in one call of a network

struct Normalisation {
  std::vector<double> mean{models::kClipMean.begin(), models::kClipMean.end()};
  std::vector<double> deviation{models::kClipStd.begin(), models::kClipStd.end()};
};

// Mean and deviation from the preprocessor_config.json in the folder itself or in its feature_extractor.
Result<Normalisation> read_normalisation(const fs::path& folder) {
  Normalisation found;
  for (const fs::path& place : {folder / "feature_extractor", folder, folder / "image_encoder"}) {
    const fs::path file = place / "preprocessor_config.json";
    std::ifstream stream(file);
    if (!stream) continue;
    auto json = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), file.string());
    if (!json) return forward(json);
    found.mean = json->value("image_mean", found.mean);
    found.deviation = json->value("image_std", found.deviation);
    break;
  }
  if (found.mean.size() != 3 || found.deviation.size() != 3) {
    return fail(ErrorKind::invalid_input,
                "[judge.open] preprocessor_config.json of '{}' needs three numbers in image_mean and image_std",
                folder.string());
  }
  return found;
}

Result<models::ClipText> open_text(const fs::path& folder, const text::Tokenizer& tokenizer, at::Device device,
                                   const RunControl& control) {
  auto part = weights::open_text_encoder(folder);
  if (!part) return forward(part);
  auto config = models::ClipTextConfig::from_json(part->config);
  if (!config) return forward(config);
  // Old configs give 2 for the end token, which means "the largest id"; the tokenizer knows.
  config->eos_token_id = tokenizer.end_id();
  if (const auto* projection = part->weights.find("text_projection.weight"); projection != nullptr) {
    config->projection_dim = projection->shape.front();
  }
  auto bound = pipeline::load_clip_text(*part, {device, at::kFloat}, control, &*config);
  if (!bound) return forward(bound);
  models::ClipText text = std::move(bound->network);
  if (!text.has_projection()) {
    return fail(ErrorKind::invalid_input,
                "[judge.open] the text encoder in '{}' has no text_projection, so its texts cannot be "
                "compared with pictures; choose a whole CLIP (CLIPModel, or CLIPTextModelWithProjection beside the "
                "image encoder)",
                folder.string());
  }
  return text;
}

Result<models::ClipVision> open_vision(const fs::path& folder, at::Device device, const RunControl& control) {
  auto part = weights::open_image_encoder(folder);
  if (!part) return forward(part);
  auto config = models::ClipVisionConfig::from_json(part->config);
  if (!config) return forward(config);
  if (const auto* projection = part->weights.find("visual_projection.weight"); projection != nullptr) {
    config->projection_dim = projection->shape.front();
  }
  auto bound = pipeline::load_clip_vision(*part, {device, at::kFloat}, control, &*config);
  if (!bound) return forward(bound);
  return std::move(bound->network);
}

}  // namespace

Result<ClipJudge> ClipJudge::open(const fs::path& folder, at::Device device, const RunControl& control) {
  if (!is_there(folder)) {
    return fail(ErrorKind::not_found,
                "[judge.open] there is no CLIP in '{}'; name a folder with a whole CLIP in the recipe "
                "([judges] clip), or train one: heddle train resources/recipes/bobbin_judge.toml",
                folder.string());
  }
  auto normalisation = read_normalisation(folder);
  if (!normalisation) return forward(normalisation);
  auto tokenizer = text::read_tokenizer(is_there(folder / "tokenizer") ? folder / "tokenizer" : folder);
  if (!tokenizer) return forward(tokenizer);
  auto text = open_text(folder, *tokenizer, device, control.sub(0, 0.4));
  if (!text) return forward(text);
  auto vision = open_vision(folder, device, control.sub(0.4, 0.6));
  if (!vision) return forward(vision);
  if (text->config().projection_dim != vision->config().projection_dim) {
    return fail(ErrorKind::invalid_input,
                "[judge.open] the text encoder in '{}' gives {} numbers, its image encoder {}; they do not "
                "belong together",
                folder.string(), text->config().projection_dim, vision->config().projection_dim);
  }
  ClipJudge judge(std::move(*text), std::move(*vision), std::move(*tokenizer), device);
  judge.mean_ = normalisation->mean;
  judge.deviation_ = normalisation->deviation;
  return judge;
}

at::Tensor ClipJudge::see(std::span<const image::Image> images) const {
  const at::NoGradGuard no_grad;
  const at::Tensor mean = at::tensor(mean_, at::kFloat).view({1, 3, 1, 1});
  const at::Tensor deviation = at::tensor(deviation_, at::kFloat).view({1, 3, 1, 1});
  image::FitOptions fit;
  fit.size = static_cast<int>(vision_.config().image_size);
  std::vector<at::Tensor> rows;
  for (std::size_t first = 0; first < images.size(); first += kImagesAtOnce) {
    std::vector<at::Tensor> batch;
    for (const image::Image& image : images.subspan(first, std::min(kImagesAtOnce, images.size() - first))) {
      batch.push_back(pipeline::byte_planes(image::encoder_input(image, image::Fit::crop, fit)).to(at::kFloat) / 255.0);
    }
    rows.push_back(unit_rows(vision_.encode(((at::cat(batch) - mean) / deviation).to(device_)).image_embeds));
  }
  return at::cat(rows);
}

at::Tensor ClipJudge::read(std::span<const std::string> texts) const {
  const at::NoGradGuard no_grad;
  const std::int64_t length = text_.config().max_position_embeddings;
  std::vector<at::Tensor> rows;
  for (std::size_t first = 0; first < texts.size(); first += kImagesAtOnce) {
    const auto part = texts.subspan(first, std::min(kImagesAtOnce, texts.size() - first));
    const at::Tensor ids = training::token_rows(tokenizer_, part, length).to(device_);
    rows.push_back(unit_rows(text_.project(text_.encode(text_.embed_tokens(ids)), ids)));
  }
  return at::cat(rows);
}

}  // namespace heddle::evaluation
