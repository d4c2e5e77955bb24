#include <cstdint>
#include <random>

#include "layout_files.h"
#include "weights/adapter_files.h"
#include "weights/family.h"
#include "weights/layouts/make_part.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

using testing::ListLine;
using testing::Shape;
using Tensors = std::vector<std::pair<std::string, Shape>>;

// Empty tensors may claim any dimension, so these fit in a file of a few bytes.
Shape strange_shape(std::mt19937& random) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 62;
  const std::vector<Shape> shapes = {
      {}, {0}, {kHuge, 0}, {0, kHuge}, {kHuge, kHuge, 0}, {3 * (kHuge / 4), 0}, {7}, {1, 1, 1, 1, 1}};
  return shapes[random() % shapes.size()];
}

Tensors mangled(const std::vector<ListLine>& lines, std::mt19937& random) {
  Tensors tensors;
  const unsigned chance = 2 + random() % 60;
  for (const ListLine& line : lines) {
    std::string name = line.other_name;
    const unsigned what = random() % chance;
    if (what == 0) continue;
    const Shape shape = what == 1 ? strange_shape(random) : line.other_shape;
    if (random() % chance == 0) name[random() % name.size()] = static_cast<char>('.' + random() % 12);
    tensors.emplace_back(name, shape);
  }
  return tensors;
}

void open_everything(const Tensors& tensors) {
  const WeightMap file = testing::map_of_shapes(tensors);
  for (const PartName name : {PartName::unet, PartName::vae, PartName::text_encoder, PartName::image_encoder}) {
    if (auto taken = layouts::take_part(name, file, Json())) CHECK(taken->taken.size() <= file.size());
  }
  CHECK_FALSE(describe(signature_of(file)).empty());
  const auto adapter = read_adapter("mangled.safetensors", file);
  if (!adapter) CHECK_FALSE(adapter.error().message.empty());
}

TEST_CASE("files with tensors lost, renamed and misshaped are looked through without harm") {
  for (const char* list : {"unet_small.txt", "vae_small.txt", "text_sd2.txt"}) {
    const auto lines = testing::read_list(list);
    for (unsigned seed = 0; seed < 40; ++seed) {
      std::mt19937 random(seed);
      open_everything(mangled(lines, random));
    }
  }
  const auto vision = testing::read_plain_list("vision_small.txt");
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    open_everything(mangled(vision, random));
  }
}

TEST_CASE("adapters with impossible sizes are looked through without harm") {
  const std::vector<ListLine> lines = {{"", {}, "image_proj.proj.weight", {32, 6}, "none"},
                                       {"", {}, "image_proj.norm.weight", {8}, "none"},
                                       {"", {}, "image_proj.latents", {1, 16, 8}, "none"},
                                       {"", {}, "image_proj.proj_in.weight", {8, 6}, "none"},
                                       {"", {}, "image_proj.layers.99999.0.to_q.weight", {8, 8}, "none"},
                                       {"", {}, "ip_adapter.99999.to_k_ip.weight", {8, 8}, "none"},
                                       {"", {}, "image_proj.proj.3.weight", {8}, "none"},
                                       {"", {}, "ip_adapter.1.to_k_ip.weight", {8, 8}, "none"}};
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    open_everything(mangled(lines, random));
  }
}

TEST_CASE("a UNet that was cut says what is missing, not that its config is wrong") {
  auto lines = testing::read_list("unet_small.txt");
  std::erase_if(lines, [](const ListLine& line) { return line.name.starts_with("down_blocks.1.resnets.0.conv1"); });
  const auto taken = layouts::take_part(PartName::unet, testing::map_of_others(lines), Json());
  REQUIRE(taken);
  CHECK_FALSE(taken->part.refusal);
  CHECK(taken->part.check.missing ==
        std::vector<std::string>{"down_blocks.1.resnets.0.conv1.weight", "down_blocks.1.resnets.0.conv1.bias"});
}

}  // namespace
}  // namespace heddle::weights
