// AttributeJudge: which object, of which colour, in which background a picture shows, by a network that was trained on the
// generator's own labels (`heddle train resources/recipes/bobbin_attribute_judge.toml`). Used by the experiments.
// Immutable: any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "image/image.h"
#include "models/attribute_net/attribute_net.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

// In the generator's words: "ball", "red", "night sky".
struct Attributes {
  std::string object, colour, background;
  bool operator==(const Attributes&) const = default;
};

// What the scene's first object is.
Attributes attributes_of(const scenes::Scene& scene);

class AttributeJudge final {
 public:
  // The folder with config.json and model.safetensors. Failure: it is not there, or holds something else.
  static Result<AttributeJudge> open(const std::filesystem::path& folder, at::Device device);

  // Pictures of any size, which are averaged down to what the network reads.
  [[nodiscard]] std::vector<Attributes> read(std::span<const image::Image> pictures) const;

  // Whether it knows the words of a world; a judge of the first world would name what the full one shows by other words.
  [[nodiscard]] bool knows(scenes::World world) const;

 private:
  AttributeJudge(models::AttributeNet net, at::Device device) : net_(std::move(net)), device_(device) {}

  models::AttributeNet net_;
  at::Device device_;
};

}  // namespace heddle::evaluation
