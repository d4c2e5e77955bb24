#include "weights/opened_files.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <string>
#include <utility>

#include "base/printable.h"
#include "weights/hub_cache.h"
#include "weights/layouts/make_part.h"
#include "weights/layouts/map_part.h"
#include "weights/layouts/part_location.h"
#include "weights/layouts/weight_folder.h"
#include "weights/open_tensor_file.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;
using layouts::read_json_if_there;

constexpr std::array<PartName, 11> kParts = {PartName::unet,          PartName::vae,
                                             PartName::text_encoder,  PartName::text_encoder_2,
                                             PartName::image_encoder, PartName::vae_tiny,
                                             PartName::controlnet,    PartName::t2i_adapter,
                                             PartName::style_adapter, PartName::coadapter_fuser,
                                             PartName::uni_control};
constexpr double kSdxlLatentScale = 0.13025;

std::string shown(const fs::path& path) {
  return printable((path.has_filename() ? path : path.parent_path()).filename().string());
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_pipeline_folder(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path / "model_index.json", error)) return true;
  for (const PartName name : kParts) {
    if (is_folder(path / to_string(name))) return true;
  }
  return false;
}

std::vector<std::string> names_left(const WeightMap& file, const std::set<std::string, std::less<>>& taken) {
  std::vector<std::string> left;
  for (const auto& [name, ref] : file.table()) {
    if (!taken.contains(name) && !layouts::is_training_remains(name) && !is_prediction_mark(name)) left.push_back(name);
  }
  return left;
}

// In its own folder a part is found whatever the folder is called, the second text encoder among them.
PartName sought_in(PartName folder) { return folder == PartName::text_encoder_2 ? PartName::text_encoder : folder; }

Result<Part> read_part_folder(PartName name, const fs::path& folder, const ReadOptions& options, OpenedFiles& opened) {
  auto weights = layouts::read_weight_folder(folder, options.variant);
  if (!weights) return forward(weights);
  opened.files.insert(opened.files.end(), weights->files.begin(), weights->files.end());
  const auto config = read_json_if_there(folder / "config.json");
  if (!config) return Failure(config.error());
  auto taken = layouts::take_part(sought_in(name), weights->weights, *config);
  if (!taken) {
    return fail(ErrorKind::invalid_input, "[model.open] '{}' holds no {}, but a {}", shown(folder), to_string(name),
                describe(signature_of(weights->weights)));
  }
  for (std::string& extra : names_left(weights->weights, taken->taken))
    taken->part.check.extra.push_back(std::move(extra));
  taken->part.source = folder;
  return std::move(taken->part);
}

Result<OpenedFiles> open_pipeline(const fs::path& path, const ReadOptions& options) {
  OpenedFiles opened;
  opened.path = path;
  opened.is_pipeline = true;
  for (const PartName name : kParts) {
    const fs::path folder = path / to_string(name);
    if (is_folder(folder)) opened.parts.emplace(name, read_part_folder(name, folder, options, opened));
  }
  if (opened.parts.empty()) {
    return fail(ErrorKind::not_found, "[model.open] '{}' has a model_index.json but none of the folders unet, vae, …",
                shown(path));
  }
  const auto unet = opened.parts.find(PartName::unet);
  if (unet != opened.parts.end() && unet->second) opened.signature = signature_of_unet(unet->second->config);
  opened.signature.kind = FileKind::checkpoint;
  if (is_folder(path / "tokenizer")) opened.tokenizer = path / "tokenizer";
  auto scheduler = read_json_if_there(path / "scheduler" / "scheduler_config.json");
  if (!scheduler) return forward(scheduler);
  opened.scheduler = std::move(*scheduler);
  opened.prediction = prediction_of(opened.scheduler);
  auto extractor = read_json_if_there(path / "feature_extractor" / "preprocessor_config.json");
  if (!extractor) return forward(extractor);
  opened.feature_extractor = std::move(*extractor);
  return opened;
}

Result<void> find_prediction(OpenedFiles& opened) {
  auto prediction = prediction_of(opened.path, opened.files.front()->metadata(), opened.all);
  if (!prediction) return forward(prediction);
  opened.prediction = std::move(*prediction);
  opened.notes.insert(opened.notes.end(), opened.prediction.notes.begin(), opened.prediction.notes.end());
  return {};
}

// Parts of one file (or of one folder with one network in it). `config` is that of the folder, for a single network.
void take_parts(OpenedFiles& opened, const Json& config, bool averages) {
  const bool averaged = layouts::has_averages(opened.all);
  const WeightMap chosen = averaged && averages ? layouts::with_averages(opened.all) : opened.all;
  if (averaged)
    opened.notes.emplace_back(averages ? "averaged (EMA) weights are used"
                                       : "weights of the last training step are used");
  opened.signature = signature_of(chosen);
  std::set<std::string, std::less<>> taken;
  for (const PartName name : kParts) {
    const bool is_whole_file = opened.signature.kind != FileKind::checkpoint;
    auto part = layouts::take_part(name, chosen, is_whole_file ? config : Json());
    if (!part) continue;
    taken.merge(part->taken);
    part->part.source = opened.path;
    if (name == PartName::vae && opened.signature.family == Family::sdxl) {
      part->part.config["scaling_factor"] = kSdxlLatentScale;
    }
    opened.parts.emplace(name, std::move(part->part));
  }
  opened.unused = names_left(chosen, taken);
}

Result<OpenedFiles> open_single_folder(const fs::path& path, const ReadOptions& options) {
  auto weights = layouts::read_weight_folder(path, options.variant);
  if (!weights) return forward(weights);
  const auto config = read_json_if_there(path / "config.json");
  if (!config) return Failure(config.error());
  auto extractor = read_json_if_there(path / "preprocessor_config.json");
  if (!extractor) return forward(extractor);
  OpenedFiles opened;
  opened.path = path;
  opened.files = std::move(weights->files);
  opened.all = std::move(weights->weights);
  opened.feature_extractor = std::move(*extractor);
  take_parts(opened, *config, options.averages);
  if (auto found = find_prediction(opened); !found) return forward(found);
  return opened;
}

Result<OpenedFiles> open_single_file(const fs::path& path, const ReadOptions& options) {
  auto file = open_tensor_file(path);
  if (!file) return forward(file);
  OpenedFiles opened;
  opened.path = path;
  opened.all = all_weights(*file);
  opened.files.push_back(std::move(*file));
  // A file of a diffusers directory, named alone, still has its configuration beside it.
  Json config;
  if (layouts::parse_weight_file_name(path.filename().string())) {
    auto beside = read_json_if_there(path.parent_path() / "config.json");
    if (!beside) return forward(beside);
    config = std::move(*beside);
  }
  take_parts(opened, config, options.averages);
  if (auto found = find_prediction(opened); !found) return forward(found);
  return opened;
}

}  // namespace

Result<OpenedFiles> open_files(const fs::path& path, const ReadOptions& options) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return fail(ErrorKind::not_found, "[model.open] '{}' does not exist", printable(path.string()));
  }
  if (!is_folder(path)) return open_single_file(path, options);
  const auto folder = resolve_hub_cache(path);
  if (!folder) return Failure(folder.error());
  return is_pipeline_folder(*folder) ? open_pipeline(*folder, options) : open_single_folder(*folder, options);
}

}  // namespace heddle::weights
