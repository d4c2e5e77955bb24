#include "scenes/scene_json.h"

#include <cstddef>
#include <nlohmann/json.hpp>

#include "scenes/caption.h"
#include "scenes/figure.h"
#include "scenes/objects.h"

namespace heddle::scenes {
namespace {

nlohmann::json object_json(const Item& item) {
  const float half = reach_of(item.object) * item.scale;
  nlohmann::json out = {
      {"thing", name_of(item.object)},      {"colour", name_of(item.colour)},
      {"surface", name_of(item.surface)},   {"size", name_of(item.size)},
      {"position", name_of(item.position)}, {"box", {item.x - half, item.base - item.scale, item.x + half, item.base}}};
  if (item.object != Object::figure) return out;
  out["pose"] = name_of(item.pose);
  const auto joints = joints_of(item);
  for (std::size_t i = 0; i < joints.size(); ++i) {
    out["joints"][std::string(kJointNames.at(i))] = {joints.at(i).x, joints.at(i).y};
  }
  return out;
}

}  // namespace

nlohmann::json to_json(const Scene& scene) {
  nlohmann::json out = {{"world", name_of(scene.scene_set)}, {"setting", name_of(scene.background)},
                        {"light", name_of(scene.light)},     {"style", name_of(scene.style)},
                        {"caption", full_caption(scene)},    {"held_out", is_held_out(scene)},
                        {"things", nlohmann::json::array()}};
  if (scene.relation != Relation::none) out["relation"] = name_of(scene.relation);
  if (scene.background == Background::backdrop) out["backdrop"] = name_of(scene.backdrop);
  for (const Item& item : scene.items) out["things"].push_back(object_json(item));
  return out;
}

nlohmann::json to_json(const Combination& combination) {
  return {{"colour", name_of(combination.colour)},
          {"thing", name_of(combination.object)},
          {"setting", name_of(combination.background)}};
}

}  // namespace heddle::scenes
