#include <fmt/format.h>

#include <fstream>
#include <map>
#include <string>

#include "layout_files.h"
#include "weights/cross_attention_facts.h"
#include "weights/layouts/adapter_shape.h"
#include "weights/layouts/clip_config.h"
#include "weights/layouts/unet_config.h"
#include "weights/layouts/vae_config.h"

#include "support/test.h"

namespace heddle::weights::layouts {
namespace {

WeightMap map_of(const ExpectedTensors& expected) {
  std::vector<std::pair<std::string, testing::Shape>> tensors;
  for (const ExpectedTensor& tensor : expected.tensors()) tensors.emplace_back(tensor.name, tensor.shape);
  return testing::map_of_shapes(tensors);
}

// As write_goldens.py: count, parameters, and FNV-1a of the sorted lines "name shape".
std::string digest(const ExpectedTensors& expected) {
  const WeightMap map = map_of(expected);
  std::uint64_t hash = 14695981039346656037ull;
  for (const auto& [name, ref] : map.table()) {
    for (const char byte : fmt::format("{} {}\n", name, shape_text(ref.shape))) {
      hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ull;
    }
  }
  return fmt::format("{} {} {:016x}", map.size(), map.parameter_count(), hash);
}

std::string reference_digest(const std::string& label) {
  std::ifstream in(testing::golden_path("digests.txt"));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(label + " ")) return line.substr(label.size() + 1);
  }
  return "";
}

UNetConfig sd15() { return {}; }

UNetConfig sd2() {
  UNetConfig shape = sd15();
  shape.cross_attention_dim = 1024;
  shape.use_linear_projection = true;
  shape.heads = {5, 10, 20, 20};
  return shape;
}

UNetConfig sdxl() {
  UNetConfig shape;
  shape.block_out_channels = {320, 640, 1280};
  shape.down_attention = {false, true, true};
  shape.up_attention = {true, true, false};
  shape.transformer_layers = {1, 2, 10};
  shape.cross_attention_dim = 2048;
  shape.use_linear_projection = true;
  shape.heads = {5, 10, 20};
  shape.added_embedding_width = 2816;
  shape.sample_size = 128;
  return shape;
}

VaeConfig sd15_vae() { return {}; }

ClipTextConfig openclip_text() {
  ClipTextConfig config;
  config.hidden_size = 1024;
  config.intermediate_size = 4096;
  config.num_hidden_layers = 23;
  config.num_attention_heads = 16;
  config.hidden_act = "gelu";
  return config;
}

ClipVisionConfig vision(std::int64_t width, std::int64_t layers, std::int64_t projection, std::string activation) {
  ClipVisionConfig config;
  config.hidden_size = width;
  config.intermediate_size = width == 1664 ? 8192 : 4 * width;
  config.num_hidden_layers = layers;
  config.projection_dim = projection;
  config.hidden_act = std::move(activation);
  return config;
}

ClipVisionConfig bigg_vision() { return vision(1664, 48, 1280, "gelu"); }
ClipVisionConfig large_vision() { return vision(1024, 24, 768, "quick_gelu"); }

// The same shape comes back from the tensors, and from the config that is derived of them.
template <class Shape>
void check_round_trip(const Shape& shape, Shape (*read_tensors)(const WeightMap&),
                      Result<Shape> (*read_config)(const nlohmann::json&)) {
  const std::string expected = digest(expected_tensors(shape));
  const Shape from_tensors = read_tensors(map_of(expected_tensors(shape)));
  CHECK(digest(expected_tensors(from_tensors)) == expected);
  CHECK(from_tensors.to_json() == shape.to_json());
  const auto from_config = read_config(shape.to_json());
  REQUIRE(from_config);
  CHECK(digest(expected_tensors(*from_config)) == expected);
}

TEST_CASE("the tensors that a UNet needs are those of diffusers' UNet of the same config") {
  CHECK(digest(expected_tensors(sd15())) == reference_digest("unet_sd15"));
  CHECK(digest(expected_tensors(sd2())) == reference_digest("unet_sd2"));
  CHECK(digest(expected_tensors(sdxl())) == reference_digest("unet_sdxl"));
  UNetConfig inpaint = sd15();
  inpaint.in_channels = 9;
  CHECK(digest(expected_tensors(inpaint)) == reference_digest("unet_sd15_inpaint"));
  UNetConfig unclip = sd2();
  unclip.class_embedding_width = 2048;
  CHECK(digest(expected_tensors(unclip)) == reference_digest("unet_unclip"));
}

TEST_CASE("the tensors that a VAE and CLIP need are those of diffusers and transformers") {
  CHECK(digest(expected_tensors(sd15_vae())) == reference_digest("vae_sd15"));
  CHECK(digest(expected_tensors(ClipTextConfig())) == reference_digest("text_sd1"));
  CHECK(digest(expected_tensors(openclip_text())) == reference_digest("text_sd2"));
  CHECK(digest(expected_tensors(ClipVisionConfig())) == reference_digest("vision_h"));
  CHECK(digest(expected_tensors(bigg_vision())) == reference_digest("vision_g"));
  CHECK(digest(expected_tensors(large_vision())) == reference_digest("vision_l"));
}

TEST_CASE("a shape comes back from its tensors and from its config") {
  check_round_trip(sd15(), unet_config_of, UNetConfig::from_json);
  check_round_trip(sd2(), unet_config_of, UNetConfig::from_json);
  check_round_trip(sdxl(), unet_config_of, UNetConfig::from_json);
  check_round_trip(sd15_vae(), vae_config_of, VaeConfig::from_json);
  check_round_trip(ClipVisionConfig(), clip_vision_config_of, ClipVisionConfig::from_json);
}

TEST_CASE("heads and activation follow the family") {
  const ClipTextConfig clip_l = clip_text_config_of(map_of(expected_tensors(ClipTextConfig())), false);
  CHECK(clip_l.num_attention_heads == 12);
  CHECK(clip_l.hidden_act == "quick_gelu");
  const ClipTextConfig openclip = clip_text_config_of(map_of(expected_tensors(openclip_text())), true);
  CHECK(openclip.num_attention_heads == 16);
  CHECK(openclip.hidden_act == "gelu");
  const ClipVisionConfig large = clip_vision_config_of(map_of(expected_tensors(large_vision())));
  CHECK(large.num_attention_heads == 16);
  CHECK(large.hidden_act == "quick_gelu");
  CHECK(clip_vision_config_of(map_of(expected_tensors(bigg_vision()))).num_attention_heads == 16);
}

TEST_CASE("an activation that CLIP does not have is refused by its name") {
  nlohmann::json config = ClipTextConfig().to_json();
  config["hidden_act"] = "gelu_new";
  const auto read = ClipTextConfig::from_json(config);
  REQUIRE_FALSE(read);
  CHECK(read.error().message.find("gelu_new") != std::string::npos);
}

TEST_CASE("small widths get norm groups that divide them") {
  UNetConfig shape = sd15();
  shape.block_out_channels = {8, 16, 24, 24};
  CHECK(unet_config_of(map_of(expected_tensors(shape))).norm_num_groups == 8);
}

std::string shown(const std::vector<double>& shares) {
  std::string text;
  for (const double share : shares) text += share == 1.0 ? '1' : share == 0.0 ? '.' : 'q';
  return text;
}

TEST_CASE("a model's cross-attention layers, with what of them is style and what is layout") {
  const CrossAttentionFacts wide = cross_attention_of(sd15());
  REQUIRE(wide.layers.size() == 16);
  CHECK(wide.layers[0] == "down_blocks.0.attentions.0.transformer_blocks.0.attn2");
  CHECK(wide.layers[6] == "mid_block.attentions.0.transformer_blocks.0.attn2");
  CHECK(wide.layers[15] == "up_blocks.3.attentions.2.transformer_blocks.0.attn2");
  CHECK(shown(wide.style) == "1111.....1111111");
  CHECK(shown(wide.layout) == "....q1..........");

  std::ifstream in(HEDDLE_SOURCE_DIR "/resources/models/bobbin/unet/config.json");
  const auto bobbin = UNetConfig::from_json(nlohmann::json::parse(in));
  REQUIRE(bobbin);
  const CrossAttentionFacts narrow = cross_attention_of(*bobbin);
  CHECK(narrow.layers.size() == 10);
  CHECK(shown(narrow.style) == "........11");
  CHECK(shown(narrow.layout) == "......11..");

  CHECK(cross_attention_of(sdxl()).layers.size() == 70);
}

TEST_CASE("a config that asks for the impossible is refused before anything is made") {
  const auto with = [](const char* key, const nlohmann::json& value) {
    nlohmann::json config = sd15().to_json();
    config[key] = value;
    return UNetConfig::from_json(config);
  };
  CHECK(with("in_channels", 9));
  CHECK_FALSE(with("layers_per_block", 2'000'000'000));
  CHECK_FALSE(with("layers_per_block", -1));
  CHECK_FALSE(with("block_out_channels", "wide"));
  CHECK_FALSE(with("block_out_channels", nlohmann::json::array()));
  CHECK_FALSE(with("block_out_channels", std::vector<int>(100, 320)));
  CHECK_FALSE(with("cross_attention_dim", 18446744073709551615ull));
  CHECK_FALSE(with("cross_attention_dim", 1.5));
  CHECK_FALSE(with("transformer_layers_per_block", std::vector<int>{1, 1}));
  CHECK_FALSE(with("use_linear_projection", "yes"));
  const auto unknown = with("down_block_types", std::vector<std::string>(4, "SkipDownBlock2D"));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == ErrorKind::unsupported);
  CHECK(unknown.error().message.find("SkipDownBlock2D") != std::string::npos);
  CHECK_FALSE(UNetConfig::from_json(nlohmann::json()));
  CHECK_FALSE(VaeConfig::from_json(nlohmann::json(3)));
}

TEST_CASE("a check of keys names what is missing, misshaped and too many") {
  auto tensors = expected_tensors(sd15_vae()).tensors();
  std::vector<std::pair<std::string, testing::Shape>> given = {{"stranger", {1}}};
  for (const ExpectedTensor& tensor : tensors) {
    if (tensor.name == "quant_conv.bias") continue;
    given.emplace_back(tensor.name, tensor.name == "post_quant_conv.bias" ? testing::Shape{5} : tensor.shape);
  }
  const KeyCheck check = check_keys(testing::map_of_shapes(given), expected_tensors(sd15_vae()));
  CHECK(check.needed == 248);
  CHECK(check.missing == std::vector<std::string>{"quant_conv.bias"});
  CHECK(check.misshaped == std::vector<std::string>{"post_quant_conv.bias is 5, expected 4"});
  CHECK(check.extra == std::vector<std::string>{"stranger"});
  CHECK(count_and_first({"a", "b", "c", "d", "e", "f"}) == "6 (a, b, c, d, e, …)");
}

std::vector<std::int64_t> sd15_layers() {
  return {320, 320, 640, 640, 1280, 1280, 1280, 1280, 1280, 640, 640, 640, 320, 320, 320, 1280};
}

TEST_CASE("released IP-Adapters have the published numbers of parameters") {
  AdapterShape base;
  base.layer_widths = sd15_layers();
  CHECK(map_of(expected_tensors(base)).parameter_count() == 22'319'616);
  AdapterShape plus = {AdapterKind::plus, 16, 1280, 768, 768, 768, 3072, 4, sd15_layers()};
  CHECK(map_of(expected_tensors(plus)).parameter_count() == 49'087'488);
  AdapterShape full = base;
  full.kind = AdapterKind::full;
  full.tokens = 0;
  full.encoder_width = 1280;
  CHECK(map_of(expected_tensors(full)).parameter_count() == 21'794'304);
  for (const AdapterShape& shape : {base, plus, full}) {
    const auto read = adapter_shape_of(map_of(expected_tensors(shape)));
    REQUIRE(read);
    CHECK(read->kind == shape.kind);
    CHECK(read->tokens == shape.tokens);
    CHECK(read->encoder_width == shape.encoder_width);
    CHECK(digest(expected_tensors(*read)) == digest(expected_tensors(shape)));
  }
}

TEST_CASE("adapters for faces are refused by name") {
  const WeightMap face =
      testing::map_of_shapes({{"image_proj.proj.0.weight", {1024, 512}}, {"image_proj.norm.weight", {768}}});
  const WeightMap plus = testing::map_of_shapes(
      {{"image_proj.norm.weight", {768}}, {"image_proj.perceiver_resampler.proj_in.weight", {768, 1280}}});
  REQUIRE_FALSE(adapter_shape_of(face));
  CHECK(adapter_shape_of(face).error().kind == ErrorKind::unsupported);
  CHECK(adapter_shape_of(face).error().message.find("FaceID:") != std::string::npos);
  CHECK(adapter_shape_of(plus).error().message.find("FaceID Plus") != std::string::npos);
}

}  // namespace
}  // namespace heddle::weights::layouts
