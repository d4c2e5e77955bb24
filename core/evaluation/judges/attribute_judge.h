// AttributeJudge: classifies the object, colour and background of an image with a network trained on the scene
// generator's labels (`heddle train resources/recipes/bobbin_attribute_judge.toml`). Used by the experiments.
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

// In the generator's vocabulary: "ball", "red", "night sky".
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

  // Images of any size, averaged down to the network's input size.
  [[nodiscard]] std::vector<Attributes> read(std::span<const image::Image> images) const;

  // Whether it knows the labels of a scene set; a judge of the first set would mislabel the objects of the full one.
  [[nodiscard]] bool knows(scenes::SceneSet scene_set) const;

 private:
  AttributeJudge(models::AttributeNet net, at::Device device) : net_(std::move(net)), device_(device) {}

  models::AttributeNet net_;
  at::Device device_;
};

}  // namespace heddle::evaluation
