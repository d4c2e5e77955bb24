#include "models/coadapter_fuser/coadapter_fuser.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/stack.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace heddle::models {

const std::vector<std::string>& co_task_names() {
  static const std::vector<std::string> names = {"sketch", "keypose", "seg",   "depth",
                                                 "canny",  "style",   "color", "openpose"};
  return names;
}

std::optional<CoTask> co_task_from(std::string_view name) {
  const auto found = std::ranges::find(co_task_names(), name);
  if (found == co_task_names().end()) return std::nullopt;
  return static_cast<CoTask>(found - co_task_names().begin());
}

Result<CoAdapterFuser> CoAdapterFuser::bind(const tensor::NamedTensors& weights, const CoAdapterFuserConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  tensor::Binder fuser = binder.sub("fuser");
  const std::int64_t width = config.width;
  CoAdapterFuser net;
  net.config_ = config;
  net.task_embedding_ = fuser.tensor("task_embedding", {config.tasks, width}, tensor::Init::normal(1));
  net.positional_embedding_ = fuser.tensor(
      "positional_embedding", {static_cast<std::int64_t>(config.levels.size()), width}, tensor::Init::normal(1));
  net.pre_norm_ = nn::bind_layer_norm(fuser.sub("pre_norm"), width);
  net.post_norm_ = nn::bind_layer_norm(fuser.sub("post_norm"), width);
  net.sequence_out_ = nn::bind_linear(fuser.sub("sequence_out"), width, width, nn::Bias::no, 0);
  for (std::size_t i = 0; i < config.levels.size(); ++i) {
    net.level_in_.push_back(nn::bind_linear(fuser.sub("level_in", i), config.levels[i], width));
    net.level_out_.push_back(nn::bind_linear(fuser.sub("level_out", i), width, config.levels[i], nn::Bias::yes, 0));
  }
  const nn::ClipLayerShape shape{.dim = width, .heads = config.heads, .mlp_dim = 4 * width};
  for (std::int64_t i = 0; i < config.layers; ++i) {
    net.layers_.push_back(nn::bind_clip_layer(fuser.sub("encoder.layers", static_cast<std::size_t>(i)), shape));
  }
  if (auto bound = binder.finish("coadapter_fuser"); !bound) return forward(bound);
  return net;
}

// What the fuser sees of an adapter: (1, levels or tokens, width).
Tensor CoAdapterFuser::sequence_of(const CoFeatures& features) const {
  const auto kind = pre_norm_.weight.options();  // embeddings may be stored in another type
  const Tensor task = task_embedding_.select(0, static_cast<std::int64_t>(features.task)).to(kind);
  if (features.levels.empty()) return features.tokens.to(task.options()) + task;
  std::vector<Tensor> rows;
  for (std::size_t i = 0; i < features.levels.size(); ++i) {
    rows.push_back(level_in_[i](at::silu(features.levels[i].to(task.options()).mean({2, 3}))));
  }
  return at::stack(rows, 1) + task + positional_embedding_.to(kind);
}

CoFused CoAdapterFuser::fuse(const std::vector<CoFeatures>& features) const {
  std::vector<Tensor> sequences;
  for (const CoFeatures& one : features) sequences.push_back(sequence_of(one));
  Tensor x = pre_norm_(at::cat(sequences, 1));
  for (const nn::ClipLayer& layer : layers_) x = layer(x, /*causal=*/false);
  x = post_norm_(x);
  CoFused fused;
  std::vector<Tensor> tokens;
  std::int64_t place = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    const CoFeatures& one = features[i];
    const std::int64_t length = sequences[i].size(1);
    const Tensor seen = x.narrow(1, place, length);
    place += length;
    if (one.levels.empty()) {
      tokens.push_back(one.tokens.to(seen.options()) * (sequence_out_(seen) + 1.0));
      continue;
    }
    for (std::size_t level = 0; level < one.levels.size(); ++level) {
      const Tensor factor = level_out_[level](seen.select(1, static_cast<std::int64_t>(level))) + 1.0;
      const Tensor weighed = one.levels[level] * factor.to(one.levels[level].scalar_type()).unsqueeze(-1).unsqueeze(-1);
      if (fused.levels.size() <= level) {
        fused.levels.push_back(weighed);
      } else {
        fused.levels[level] = fused.levels[level] + weighed;
      }
    }
  }
  if (!tokens.empty()) fused.tokens = at::cat(tokens, 1);
  return fused;
}

}  // namespace heddle::models
