// BobbinPlan: what all experiments on Bobbin share: the scenes, the parts' files, the metrics' limits. Read once from
// the recipe. Used by the experiments. A value.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "evaluation/images/scene_source.h"
#include "evaluation/report/metric.h"
#include "training/recipe.h"

namespace heddle::evaluation {

// "bobbin/x" is x in the embedded model's folder; other paths are the user's.
using PathResolver = std::function<std::filesystem::path(const std::string& name)>;

struct BobbinPlan {
  SceneSource scenes;
  std::filesystem::path adapter, plus, simple;  // IP-Adapters
  std::filesystem::path ink, pastel, neon;      // styles as LoRA
  std::filesystem::path canny, depth, pose;     // ControlNets
  std::filesystem::path sketch;                 // T2I-Adapters
  std::filesystem::path inpaint;                // the UNet for repainting

  // Sections [data] and [parts].
  static BobbinPlan read(const training::Recipe& recipe, const PathResolver& resolve);
  // The noise of sample n.
  [[nodiscard]] std::uint64_t image_seed(std::size_t n) const { return scenes.seed + n; }
};

// The section [rows.<id>]: at_least and goal, both may be absent.
Limits read_limits(const training::Recipe& recipe, const std::string& id, bool smaller_is_better = false);
// How many samples an experiment's section asks for; 0 leaves it out.
std::size_t read_count(const training::Recipe& recipe, const std::string& section, std::int64_t fallback);

}  // namespace heddle::evaluation
