#include "pipeline/annotator_model.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "models/annotators/anime_line_drawer.h"
#include "models/annotators/body_pose.h"
#include "models/annotators/dpt_hybrid.h"
#include "models/annotators/hed.h"
#include "models/annotators/line_drawer.h"
#include "models/annotators/pidinet.h"
#include "pipeline/image_tensors.h"
#include "pipeline/place_mask.h"
#include "tensor/weight_tensors.h"
#include "weights/open_tensor_file.h"

namespace heddle::pipeline {

namespace {

using RunNetwork = std::function<at::Tensor(const at::Tensor&)>;

// The names that the networks bind: without what wrapped them when they were saved.
std::string bare_name(std::string name, AnnotatorNetwork network) {
  constexpr std::string_view kParallel = "module.", kWhole = "model.";
  for (auto at = name.find(kParallel); at != std::string::npos; at = name.find(kParallel))
    name.erase(at, kParallel.size());
  if (network == AnnotatorNetwork::midas && name.starts_with(kWhole)) name.erase(0, kWhole.size());
  return name;
}

RunNetwork built(AnnotatorNetwork network, const tensor::Binder& binder) {
  switch (network) {
    case AnnotatorNetwork::hed:
      return [net = models::Hed::build(binder)](const at::Tensor& rgb) { return net.edges(rgb); };
    case AnnotatorNetwork::pidinet:
      return [net = models::PiDiNet::build(binder)](const at::Tensor& rgb) { return net.edges(rgb); };
    case AnnotatorNetwork::line_art:
    case AnnotatorNetwork::line_art_coarse:
      return [net = models::LineDrawer::build(binder)](const at::Tensor& rgb) { return net.drawing(rgb); };
    case AnnotatorNetwork::anime_line_art:
      return [net = models::AnimeLineDrawer::build(binder)](const at::Tensor& rgb) { return net.drawing(rgb); };
    case AnnotatorNetwork::midas:
      return [net = models::DptHybrid::build(binder)](const at::Tensor& rgb) { return net.nearness(rgb); };
    case AnnotatorNetwork::body_pose: break;
  }
  return [net = models::BodyPose::build(binder)](const at::Tensor& rgb) {
    const models::BodyPose::Maps maps = net(rgb);
    return at::cat({maps.joints, maps.limbs}, 0);
  };
}

// "[hed.load] 2 tensors do not fit ...": without the place, which the caller's sentence names.
std::string without_place(const std::string& message) {
  const auto end = message.find("] ");
  return message.starts_with('[') && end != std::string::npos ? message.substr(end + 2) : message;
}

}  // namespace

Result<std::shared_ptr<const AnnotatorModel>> load_annotator(AnnotatorNetwork network,
                                                             const std::filesystem::path& path, std::string identity,
                                                             const tensor::ComputePolicy& policy,
                                                             const RunControl& control) {
  auto file = weights::open_tensor_file(path);
  if (!file) return forward(file);
  weights::WeightMap map;
  for (const weights::TensorEntry& entry : (*file)->entries())
    map.add(bare_name(entry.name, network), weights::whole(*file, entry));
  auto loaded = tensor::load_tensors(map, {policy.device, at::kFloat}, control);
  if (!loaded) return forward(loaded);
  const at::NoGradGuard no_grad;
  const tensor::Binder binder = tensor::Binder::lookup(*loaded);
  RunNetwork run = built(network, binder);
  if (auto bound = binder.finish("annotate"); !bound) {
    const AnnotatorFacts& facts = facts_of(network);
    return fail(ErrorKind::invalid_input, "[annotate] '{}' is not the network of {} ({} of lllyasviel/Annotators): {}",
                path.string(), facts.name, facts.file, without_place(bound.error().message));
  }
  return std::make_shared<const AnnotatorModel>(AnnotatorModel{std::move(run), policy.device, std::move(identity)});
}

at::Tensor run_annotator_model(const AnnotatorModel& model, const image::Image& rgb) {
  const at::NoGradGuard no_grad;
  return model.run(byte_planes(rgb).to(model.device).to(at::kFloat)).to(at::kCPU).contiguous();
}

std::shared_ptr<const AnnotatorModel> AnnotatorCache::model(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  return model_ != nullptr && model_->identity == identity ? model_ : nullptr;
}

void AnnotatorCache::keep(std::shared_ptr<const AnnotatorModel> model) {
  const std::lock_guard lock(mutex_);
  model_ = std::move(model);
}

at::Tensor AnnotatorCache::map(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(maps_, identity, &Map::identity);
  if (found == maps_.end()) return {};
  maps_.splice(maps_.begin(), maps_, found);
  return found->values;
}

void AnnotatorCache::keep(std::string identity, at::Tensor map) {
  const std::lock_guard lock(mutex_);
  maps_.push_front({std::move(identity), std::move(map)});
  std::size_t bytes = 0, kept = 0;
  for (const Map& each : maps_) {
    bytes += each.values.nbytes();
    if (kept > 0 && bytes > map_bytes_) break;
    ++kept;
  }
  maps_.resize(kept);
}

at::Tensor cached_annotator_map(AnnotatorCache& cache, const AnnotatorModel& model, const image::Image& rgb) {
  ContentHasher hasher;
  hasher.add(model.identity);
  hash_image(hasher, rgb);
  const std::string identity = hasher.hex();
  at::Tensor map = cache.map(identity);
  if (map.defined()) return map;
  map = run_annotator_model(model, rgb);
  cache.keep(identity, map);
  return map;
}

}  // namespace heddle::pipeline
