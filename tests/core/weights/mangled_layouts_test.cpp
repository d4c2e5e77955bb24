#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <random>

#include "layout_files.h"
#include "weights/adapter_files.h"
#include "weights/control_files.h"
#include "weights/family.h"
#include "weights/inspect.h"
#include "weights/layouts/make_part.h"
#include "weights/open_tensor_file.h"

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
  for (const PartName name :
       {PartName::unet, PartName::vae, PartName::text_encoder, PartName::image_encoder, PartName::controlnet,
        PartName::t2i_adapter, PartName::style_adapter, PartName::coadapter_fuser, PartName::uni_control}) {
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

// Tensors with values, for a file: those of impossible sizes are empty in it.
std::vector<ListLine> lines_of(const Tensors& tensors) {
  std::vector<ListLine> lines;
  for (const auto& [name, shape] : tensors) {
    const bool is_huge = std::ranges::any_of(shape, [](std::int64_t size) { return size > 4096; });
    const Shape kept = is_huge ? Shape{0} : shape;
    lines.push_back({name, kept, name, kept, "none"});
  }
  return lines;
}

TEST_CASE("a thousand malformed control files are looked through without harm, and refused when they are opened") {
  const std::filesystem::path golden = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline";
  const testing::TempFolder folder;
  for (const char* name :
       {"controls/b.safetensors", "controls/a/diffusion_pytorch_model.safetensors", "t2i/original.pth",
        "t2i/light_prefixed.pth", "style/style.pth", "t2i/fuser.pth", "uni/uni.ckpt"}) {
    CAPTURE(name);
    const auto file = open_tensor_file(golden / name);
    REQUIRE(file);
    std::vector<ListLine> lines;
    for (const TensorEntry& entry : (*file)->entries()) lines.push_back({"", {}, entry.name, entry.shape, "none"});
    for (unsigned seed = 0; seed < 200; ++seed) {
      std::mt19937 random(seed);
      const Tensors tensors = mangled(lines, random);
      open_everything(tensors);
      if (seed % 10 != 0) continue;
      const auto path = folder.path() / "mangled.safetensors";
      testing::write_layout(path, lines_of(tensors));
      const auto refused = [](const auto& part) { CHECK((part || !part.error().message.empty())); };
      refused(open_control(path));
      refused(open_t2i_adapter(path));
      refused(open_style_adapter(path));
      refused(open_coadapter_fuser(path));
      refused(open_uni_control(path));
      if (auto seen = inspect(path)) CHECK_FALSE(to_table(*seen).empty());
    }
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
