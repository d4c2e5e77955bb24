#include "weights/adapter_files.h"

#include <fmt/format.h>

#include <array>

#include "layout_files.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::ListLine;
using testing::Shape;

// The cross-attentions of the small UNet in diffusers' order, with their widths.
constexpr std::array<std::pair<const char*, std::int64_t>, 7> kLayers = {{{"down_blocks.1.attentions.0", 16},
                                                                          {"down_blocks.2.attentions.0", 24},
                                                                          {"up_blocks.0.attentions.0", 24},
                                                                          {"up_blocks.0.attentions.1", 24},
                                                                          {"up_blocks.1.attentions.0", 16},
                                                                          {"up_blocks.1.attentions.1", 16},
                                                                          {"mid_block.attentions.0", 24}}};

std::vector<ListLine> projection_lines(std::string_view prefix) {
  std::vector<ListLine> lines;
  for (const auto& [key, shape] : std::vector<std::pair<std::string, Shape>>{
           {"proj.weight", {32, 6}}, {"proj.bias", {32}}, {"norm.weight", {8}}, {"norm.bias", {8}}}) {
    lines.push_back({fmt::format("image_proj.{}", key), shape, fmt::format("{}{}", prefix, key), shape, "none"});
  }
  return lines;
}

// `name_of(index, layer)` is the name up to the projection, with its dot.
template <class NameOf>
std::vector<ListLine> layer_lines(const NameOf& name_of, std::string_view projection_end = ".weight") {
  std::vector<ListLine> lines;
  for (std::size_t i = 0; i < kLayers.size(); ++i) {
    for (const char* projection : {"to_k_ip", "to_v_ip"}) {
      const Shape shape = {kLayers[i].second, 8};
      lines.push_back({fmt::format("ip_adapter.{}.{}.weight", 2 * i + 1, projection), shape,
                       fmt::format("{}{}{}", name_of(i, kLayers[i].first), projection, projection_end), shape, "none"});
    }
  }
  return lines;
}

std::vector<ListLine> numbered(std::string_view prefix) {
  return layer_lines([&](std::size_t i, const char*) { return fmt::format("{}{}.", prefix, 2 * i + 1); });
}

std::vector<ListLine> processors(std::string_view prefix, std::string_view end) {
  return layer_lines(
      [&](std::size_t, const char* layer) {
        return fmt::format("{}{}.transformer_blocks.0.attn2.processor.", prefix, layer);
      },
      end);
}

void check_small_adapter(const fs::path& path) {
  const auto adapter = open_adapter(path);
  REQUIRE_MESSAGE(adapter, (adapter ? "" : adapter.error().message));
  CHECK(adapter->shape.kind == AdapterKind::base);
  CHECK(adapter->shape.tokens == 4);
  CHECK(adapter->shape.encoder_width == 6);
  CHECK(adapter->shape.cross_attention_dim == 8);
  CHECK(adapter->shape.layer_widths == std::vector<std::int64_t>{16, 24, 24, 24, 16, 16, 24});
  CHECK(adapter->weights.size() == 18);
  CHECK(adapter->check.extra.empty());
  CHECK(testing::wrong_values(adapter->weights) == 0);
}

TEST_CASE("h94's .bin opens") { check_small_adapter(testing::golden_path("small_adapter.bin")); }

TEST_CASE("an IP-Adapter opens in all its forms with the same tensors") {
  const testing::TempFolder folder;
  const std::vector<std::vector<ListLine>> forms = {
      testing::joined({projection_lines("image_proj."), numbered("ip_adapter.")}),
      testing::joined({projection_lines("image_proj_model."), numbered("adapter_modules.")}),
      testing::joined({projection_lines("image_proj_model."), processors("unet.", ".weight")}),
      testing::joined({projection_lines("image_proj."), processors("", ".weight")}),
      testing::joined({projection_lines("image_proj."), processors("", ".0.weight")})};
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const fs::path path = folder.path() / fmt::format("adapter_{}.safetensors", i);
    testing::write_layout(path, forms[i]);
    check_small_adapter(path);
  }
}

TEST_CASE("the frozen UNet in a training state is no surprise") {
  const testing::TempFolder folder;
  auto lines = testing::joined({projection_lines("image_proj_model."), numbered("adapter_modules.")});
  lines.push_back({"unet.conv_out.bias", {4}, "unet.conv_out.bias", {4}, "none"});
  testing::write_layout(folder.path() / "model.safetensors", lines);
  check_small_adapter(folder.path() / "model.safetensors");
}

TEST_CASE("a training state whose layers were dropped is refused with the remedy") {
  const testing::TempFolder folder;
  auto lines = projection_lines("image_proj_model.");
  lines.push_back({"unet.conv_out.bias", {4}, "unet.conv_out.bias", {4}, "none"});
  testing::write_layout(folder.path() / "model.safetensors", lines);
  const auto adapter = open_adapter(folder.path() / "model.safetensors");
  REQUIRE_FALSE(adapter);
  CHECK(adapter.error().message.find("has lost its layers") != std::string::npos);
  CHECK(adapter.error().message.find("safe_serialization=False") != std::string::npos);
}

TEST_CASE("a projection alone is the simple adapter") {
  const testing::TempFolder folder;
  testing::write_layout(folder.path() / "simple.safetensors", projection_lines("image_proj."));
  const auto adapter = open_adapter(folder.path() / "simple.safetensors");
  REQUIRE(adapter);
  CHECK(adapter->shape.kind == AdapterKind::simple);
}

TEST_CASE("a layer that is missing is named") {
  const testing::TempFolder folder;
  auto lines = testing::joined({projection_lines("image_proj."), numbered("ip_adapter.")});
  std::erase_if(lines, [](const ListLine& line) { return line.name == "ip_adapter.5.to_v_ip.weight"; });
  testing::write_layout(folder.path() / "cut.safetensors", lines);
  const auto adapter = open_adapter(folder.path() / "cut.safetensors");
  REQUIRE_FALSE(adapter);
  CHECK(adapter.error().message.find("ip_adapter.5.to_v_ip.weight") != std::string::npos);
}

TEST_CASE("other files are refused as what they are") {
  const testing::TempFolder folder;
  testing::write_layout(folder.path() / "vae.safetensors", testing::read_list("vae_small.txt"));
  const auto vae = open_adapter(folder.path() / "vae.safetensors");
  REQUIRE_FALSE(vae);
  CHECK(vae.error().message.find("is not an IP-Adapter") != std::string::npos);
  CHECK(vae.error().message.find("VAE") != std::string::npos);
  testing::write_layout(
      folder.path() / "face.safetensors",
      {{"a", {16, 8}, "image_proj.proj.0.weight", {16, 8}, "none"}, {"b", {8}, "image_proj.norm.weight", {8}, "none"}});
  const auto face = open_adapter(folder.path() / "face.safetensors");
  REQUIRE_FALSE(face);
  CHECK(face.error().kind == ErrorKind::unsupported);
  CHECK(face.error().message.find("FaceID") != std::string::npos);
}

}  // namespace
}  // namespace heddle::weights
