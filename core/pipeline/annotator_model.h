// An annotator's network with the file that it came from, and what it made last. Used by the annotator nodes. Thread
// rule: const calls and those of the cache from any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "base/run_control.h"
#include "image/image.h"
#include "pipeline/load/annotator_files.h"
#include "tensor/device.h"

namespace heddle::pipeline {

struct AnnotatorModel {
  // rgb (1, 3, h, w) in 0..255, fp32 on the model's device ->
  //   edges and lines       (h, w), 0..1; lines are dark on white
  //   midas                 (h, w), near is large
  //   body_pose             (57, h / 8, w / 8): 19 maps of joints, 38 of limbs' directions
  std::function<at::Tensor(const at::Tensor& rgb)> run;
  at::Device device = at::kCPU;
  std::string identity;  // which bytes it came from
};

// Computes in fp32 whatever the policy says: the networks are small, and maps have 8 bits. Failure: a file that cannot
// be opened or lacks tensors of the network (named), cancelled.
Result<std::shared_ptr<const AnnotatorModel>> load_annotator(AnnotatorNetwork network,
                                                             const std::filesystem::path& path, std::string identity,
                                                             const tensor::ComputePolicy& policy,
                                                             const RunControl& control);

// What the network makes of the picture, fp32 on the CPU, contiguous. Requires: RGB, sides as the network takes them.
at::Tensor run_annotator_model(const AnnotatorModel& model, const image::Image& rgb);

// The network used last and the maps made last, so that a parameter that only draws the map runs no network again.
class AnnotatorCache final {
 public:
  explicit AnnotatorCache(std::size_t map_bytes = std::size_t{64} << 20U) : map_bytes_(map_bytes) {}

  // Null where another was used last. Maps: undefined where it has to be made.
  [[nodiscard]] std::shared_ptr<const AnnotatorModel> model(const std::string& identity);
  void keep(std::shared_ptr<const AnnotatorModel> model);
  [[nodiscard]] at::Tensor map(const std::string& identity);
  void keep(std::string identity, at::Tensor map);

 private:
  struct Map {
    std::string identity;
    at::Tensor values;
  };

  std::mutex mutex_;
  std::size_t map_bytes_;
  std::shared_ptr<const AnnotatorModel> model_;
  std::list<Map> maps_;  // the last used first
};

// The network's map of the picture, from the cache where it is there. Requires: as run_annotator_model.
at::Tensor cached_annotator_map(AnnotatorCache& cache, const AnnotatorModel& model, const image::Image& rgb);

}  // namespace heddle::pipeline
