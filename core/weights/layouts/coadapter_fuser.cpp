#include "weights/layouts/coadapter_fuser.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "weights/layouts/clip_keys.h"
#include "weights/layouts/config_reader.h"
#include "weights/layouts/key_cursor.h"
#include "weights/layouts/style_adapter.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostFuserLayers = 64;
constexpr std::int64_t kMostFuserLevels = 8;

}  // namespace

Result<CoAdapterFuserConfig> CoAdapterFuserConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "coadapter_fuser");
  CoAdapterFuserConfig config;
  config.width = reader.integer("width", config.width);
  config.tasks = reader.integer("tasks", config.tasks, {1, 1024});
  if (json.contains("levels")) config.levels = reader.integers("levels");
  config.layers = reader.integer("layers", config.layers, {1, kMostFuserLayers});
  config.heads = reader.integer("heads", config.heads, {1, 1024});
  if (config.levels.empty() || config.levels.size() > kMostFuserLevels) {
    reader.reject(ErrorKind::invalid_input, "'levels' has no entry, or more than eight");
  }
  if (config.width % config.heads != 0) {
    reader.reject(ErrorKind::invalid_input,
                  fmt::format("a width of {} does not divide into {} heads", config.width, config.heads));
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json CoAdapterFuserConfig::to_json() const {
  return {{"width", width}, {"tasks", tasks}, {"levels", levels}, {"layers", layers}, {"heads", heads}};
}

CoAdapterFuserConfig coadapter_fuser_config_of(const WeightMap& weights) {
  CoAdapterFuserConfig config;
  config.tasks = weights.dimension("fuser.task_embedding", 0);
  config.width = weights.dimension("fuser.task_embedding", 1);
  config.levels.clear();
  const auto levels = std::min<std::int64_t>(weights.list_length("fuser.level_in."), kMostFuserLevels);
  for (std::int64_t i = 0; i < levels; ++i) {
    config.levels.push_back(weights.dimension(fmt::format("fuser.level_in.{}.weight", i), 1));
  }
  config.layers = std::min<std::int64_t>(weights.list_length("fuser.encoder.layers."), kMostFuserLayers);
  return config;
}

ExpectedTensors expected_tensors(const CoAdapterFuserConfig& config) {
  ExpectedTensors out;
  out.add("fuser.task_embedding", {config.tasks, config.width});
  out.add("fuser.positional_embedding", {static_cast<std::int64_t>(config.levels.size()), config.width});
  out.norm("fuser.pre_norm", config.width);
  out.norm("fuser.post_norm", config.width);
  out.linear_without_bias("fuser.sequence_out", config.width, config.width);
  for (std::size_t i = 0; i < config.levels.size(); ++i) {
    out.linear(fmt::format("fuser.level_in.{}", i), config.width, config.levels[i]);
    out.linear(fmt::format("fuser.level_out.{}", i), config.levels[i], config.width);
  }
  for (std::int64_t i = 0; i < config.layers; ++i) {
    add_clip_layer(out, fmt::format("fuser.encoder.layers.{}", i), config.width);
  }
  return out;
}

KeyTargets coadapter_fuser_target(std::string_view name) {
  if (name == "task_embedding" || name == "positional_embedding") return one_target(fmt::format("fuser.{}", name));
  if (name == "seq_proj") return one_target("fuser.sequence_out.weight", Adjust::transpose);
  KeyCursor cursor(name);
  if (cursor.take("ln_pre.")) return one_target(fmt::format("fuser.pre_norm.{}", cursor.rest()));
  if (cursor.take("ln_post.")) return one_target(fmt::format("fuser.post_norm.{}", cursor.rest()));
  if (cursor.take("spatial_ch_projs.")) return one_target(fmt::format("fuser.level_out.{}", cursor.rest()));
  if (cursor.take("spatial_feat_mapping.")) {  // a SiLU, which has no tensors, then the matrix
    const auto level = cursor.take_index();
    if (!level || cursor.take_index() != 1) return {};
    return one_target(fmt::format("fuser.level_in.{}.{}", *level, cursor.rest()));
  }
  if (cursor.take("transformer_layes.") || cursor.take("transformer_layers.")) {
    return openclip_block_target("fuser", cursor.rest());
  }
  return {};
}

}  // namespace heddle::weights::layouts
