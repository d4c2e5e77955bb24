#include "evaluation/bobbin_plan.h"

namespace heddle::evaluation {

BobbinPlan BobbinPlan::read(const training::Recipe& recipe, const PathResolver& resolve) {
  BobbinPlan plan;
  training::RecipeSection data = recipe.section("data");
  plan.scenes.scene_set =
      scenes::scene_set_named(data.choice("world", "first", {"first", "full"})).value_or(scenes::SceneSet::first);
  plan.scenes.seed = static_cast<std::uint64_t>(data.integer("seed", 1912));
  plan.scenes.size = static_cast<int>(data.integer("size", 256, {16, 4096}));
  training::RecipeSection parts = recipe.section("parts");
  const auto part = [&](const char* key, const char* fallback) { return resolve(parts.text(key, fallback)); };
  plan.adapter = part("adapter", "bobbin/ip-adapter_bobbin.safetensors");
  plan.plus = part("plus", "bobbin/ip-adapter-plus_bobbin.safetensors");
  plan.simple = part("simple", "bobbin/simple-adapter_bobbin.safetensors");
  plan.ink = part("ink", "bobbin/styles/ink.safetensors");
  plan.pastel = part("pastel", "bobbin/styles/pastel.safetensors");
  plan.neon = part("neon", "bobbin/styles/neon.safetensors");
  plan.canny = part("canny", "bobbin/controlnet-canny");
  plan.depth = part("depth", "bobbin/controlnet-depth");
  plan.pose = part("pose", "bobbin/controlnet-pose");
  plan.sketch = part("sketch", "bobbin/t2iadapter-sketch.safetensors");
  plan.inpaint = part("inpaint", "bobbin/unet-inpaint");
  return plan;
}

Limits read_limits(const training::Recipe& recipe, const std::string& id, bool smaller_is_better) {
  training::RecipeSection section = recipe.section("rows." + id);
  Limits limits;
  limits.smaller_is_better = smaller_is_better;
  if (section.has("at_least")) limits.at_least = section.real("at_least", 0);
  if (section.has("goal")) limits.goal = section.real("goal", 0);
  return limits;
}

std::size_t read_count(const training::Recipe& recipe, const std::string& section, std::int64_t fallback) {
  return static_cast<std::size_t>(recipe.section(section).integer("count", fallback, {0, 1e7}));
}

}  // namespace heddle::evaluation
