#include "training/data/scene_pool.h"

#include <ATen/TensorOperators.h>

#include "scenes/random.h"
#include "scenes/render.h"

namespace heddle::training {

scenes::Scene with_figure(const scenes::Scene& scene) {
  scenes::Dice dice(scene.nuisance, /*stream=*/83);
  const scenes::Item& item = scene.items.front();
  scenes::SceneAttributes wanted;
  wanted.object = scenes::Object::figure;
  wanted.colour = item.colour;
  wanted.background = scene.background;
  wanted.light = scene.light;
  wanted.position = item.position;
  wanted.scene_set = scenes::SceneSet::full;
  wanted.style = scene.style;
  wanted.pose = static_cast<scenes::Pose>(dice.below(5));
  return scenes::scene_from_attributes(wanted, scene.nuisance).value_or(scene);
}

SceneSource SceneSource::read(RecipeSection& section) {
  SceneSource source;
  source.seed = static_cast<std::uint64_t>(section.integer("seed", 1));
  source.pool = section.integer("pool", 0, {0, 1e7});
  const std::string scene_set = section.choice("world", "first", {"first", "full"});
  source.options.scene_set = scenes::scene_set_named(scene_set).value_or(scenes::SceneSet::first);
  const std::string style = section.choice("style", "base", {"base", "ink", "pastel", "neon", "mixed"});
  if (style == "mixed") source.styled = section.real("styled", 0.5, {0, 1});
  source.options.style = scenes::style_named(style).value_or(scenes::Style::base);
  source.has_figure = section.choice("subject", "any", {"any", "figure"}) == "figure";
  return source;
}

std::string SceneSource::describe() const {
  std::string text = fmt::format("{} {}", seed, static_cast<int>(options.scene_set));
  if (has_figure) text += " figure";
  if (styled > 0) return fmt::format("{} mixed {}", text, styled);
  return options.style == scenes::Style::base ? text : fmt::format("{} {}", text, scenes::name_of(options.style));
}

std::int64_t ScenePool::index_of(std::int64_t draw) const {
  return source_.pool == 0 ? draw : shuffled(draw, source_.pool, source_.seed);
}

std::int64_t shuffled(std::int64_t draw, std::int64_t count, std::uint64_t seed) {
  const std::int64_t epoch = draw / count;
  if (epoch == 0) return draw;
  // An affine walk: cheap, and every member comes once, because the stride is a prime that does not divide the count.
  constexpr std::uint64_t kStride = 2654435761ULL;
  const auto size = static_cast<std::uint64_t>(count);
  const std::uint64_t start = scenes::mixed(seed ^ (static_cast<std::uint64_t>(epoch) * 0x9e3779b97f4a7c15ULL)) % size;
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(draw % count) * (kStride % size) + start) % size);
}

scenes::Scene ScenePool::scene(std::int64_t index) const {
  scenes::SceneOptions options = source_.options;
  if (source_.styled > 0) {
    constexpr scenes::Style kStyles[] = {scenes::Style::ink, scenes::Style::pastel, scenes::Style::neon};
    scenes::Dice dice(source_.seed + static_cast<std::uint64_t>(index), /*stream=*/82);
    if (dice.chance(static_cast<float>(source_.styled))) options.style = kStyles[dice.below(std::size(kStyles))];
  }
  scenes::Scene scene = scenes::sample_scene(source_.seed, static_cast<std::uint64_t>(index), options);
  return source_.has_figure ? with_figure(scene) : scene;
}

Pixels ScenePool::image(std::int64_t index, int size) const {
  const std::int64_t key = index * 8192 + size;
  if (source_.pool > 0) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
  }
  const auto side = static_cast<std::size_t>(size);
  auto rgb = std::make_shared<std::vector<std::uint8_t>>(side * side * 3);
  scenes::render_rgb_into(scene(index), size, *rgb);
  if (source_.pool > 0) {
    const std::scoped_lock lock(mutex_);
    kept_.try_emplace(key, rgb);
  }
  return rgb;
}

void copy_planar(const std::vector<std::uint8_t>& rgb, int size, int left, int top, int crop, std::uint8_t* to) {
  const auto plane = static_cast<std::ptrdiff_t>(crop) * crop;
  for (int y = 0; y < crop; ++y) {
    const std::uint8_t* from = rgb.data() + (static_cast<std::ptrdiff_t>(top + y) * size + left) * 3;
    for (int x = 0; x < crop; ++x, from += 3, ++to) {
      to[0] = from[0];
      to[plane] = from[1];
      to[2 * plane] = from[2];
    }
  }
}

at::Tensor to_signed_unit(const at::Tensor& bytes) { return bytes.to(at::kFloat) / 127.5 - 1.0; }

}  // namespace heddle::training
