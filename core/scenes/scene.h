// Scene: everything that an image shows, as attributes and the few numbers that place them; the painters add nothing.
// Sampled for training, or built from given attributes for evaluation and sample sheets. Used by the painters, captions
// and evaluation. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "scenes/scene_set.h"

namespace heddle::scenes {

struct SceneOptions {
  int size = 256;  // edge of the square picture in pixels, for callers that sample and draw in one go
  SceneSet scene_set = SceneSet::first;
  bool allow_held_out = false;
  Style style = Style::base;
};

struct Item {
  Object object = Object::ball;
  Colour colour = Colour::red;
  Surface surface = Surface::plain;
  Size size = Size::large;
  Position position = Position::centre;
  float x = 0.5F;      // middle of the object, in picture widths
  float base = 0.9F;   // its lowest point, in picture heights from the top
  float scale = 0.5F;  // its height in picture heights (boat and fish: a little wider than that)
  bool mirrored = false;
  bool hovering = false;       // in the air, its shadow on the ground below
  Pose pose = Pose::standing;  // of a stick figure
  std::uint64_t nuisance = 0;  // decides the details that no caption names
};

struct Scene {
  SceneSet scene_set = SceneSet::first;
  Background background = Background::meadow;
  Light light = Light::day;
  Style style = Style::base;           // of the whole picture; a fine-tune is asked for it, a caption never is
  Colour backdrop = Colour::white;     // of the plain backdrop
  Relation relation = Relation::none;  // of items[0] to items[1]
  std::vector<Item> items;             // one or two; the first is the caption's subject
  std::uint64_t nuisance = 0;          // decides clouds, hills and the like
};

// The same scene for the same arguments on every machine. Held-out combinations are drawn only where options allow.
[[nodiscard]] Scene sample_scene(std::uint64_t seed, std::uint64_t index, const SceneOptions& options);

// A second object, and the first one's relation to it.
struct Companion {
  Relation relation = Relation::beside;
  Object object = Object::cube;
  Colour colour = Colour::blue;
  Surface surface = Surface::plain;
};

// The lines from surface on are for the full set; the first set has plain, large, single objects.
struct SceneAttributes {
  Object object = Object::ball;
  Colour colour = Colour::red;
  Background background = Background::meadow;
  Light light = Light::day;
  Position position = Position::centre;
  SceneSet scene_set = SceneSet::first;
  Style style = Style::base;
  Surface surface = Surface::plain;
  Size size = Size::large;
  Pose pose = Pose::standing;
  Colour backdrop = Colour::white;
  std::optional<Companion> companion;
};

// A scene that shows exactly these attributes; the seed decides all else. Fails where background and light exclude each
// other or the scene set lacks one of them.
[[nodiscard]] Result<Scene> scene_from_attributes(const SceneAttributes& attributes, std::uint64_t nuisance_seed);

}  // namespace heddle::scenes
