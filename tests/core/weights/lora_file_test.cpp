#include "weights/lora/lora_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "layout_files.h"
#include "weights/lora/lora_match.h"
#include "weights/lora/lora_names.h"
#include "weights/open_tensor_file.h"
#include "weights/safetensors_writer.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::Shape;

std::string flat(std::string name) {
  std::ranges::replace(name, '.', '_');
  return name;
}

struct Item {
  std::string name;
  Shape shape;
  float value = 0.5F;
};

// A file of fp32 tensors, each filled with one number.
fs::path written(const testing::TempFolder& folder, const std::vector<Item>& items, const Metadata& metadata = {}) {
  std::vector<std::vector<float>> values;
  std::vector<TensorToWrite> table;
  for (const Item& item : items) {
    std::size_t count = 1;
    for (const std::int64_t size : item.shape) count *= static_cast<std::size_t>(size);
    values.emplace_back(count, item.value);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    table.push_back({items[i].name, Dtype::f32, items[i].shape, std::as_bytes(std::span(values[i]))});
  }
  const fs::path path = folder.path() / "my.safetensors";
  REQUIRE(write_safetensors(path, table, metadata));
  return path;
}

const WeightMap& unet() {
  static const WeightMap map = [] {
    auto lines = testing::canonical(testing::read_list("unet_sd15.txt"));
    return testing::map_of_others(lines);
  }();
  return map;
}

constexpr const char* kQuery = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";

// Matching's error for a file with these tensors; "" where there is none.
std::string complaint(const std::vector<Item>& items, LoraPart part = LoraPart::unet) {
  const testing::TempFolder folder;
  const auto lora = open_lora(written(folder, items));
  if (!lora) return lora.error().message;
  const auto match = match_lora(*lora, part, unet());
  return match ? "" : match.error().message;
}

bool says(const std::string& message, std::string_view words) { return message.find(words) != std::string::npos; }

std::vector<Item> sound(const std::string& module = kQuery) {
  return {{module + ".lora_down.weight", {4, 1280}}, {module + ".lora_up.weight", {1280, 4}}, {module + ".alpha", {}}};
}

TEST_CASE("every module of SD 1.5's UNet is found under diffusers' and LDM's names, with dots and with underscores") {
  constexpr std::string_view kLdm = "model.diffusion_model.", kWeight = ".weight";
  const ModuleNames names = unet_module_names(unet());
  for (const testing::ListLine& line : testing::read_list("unet_sd15.txt")) {
    if (!line.name.ends_with(kWeight)) continue;
    const std::string module = line.name.substr(0, line.name.size() - kWeight.size());
    const std::string ldm = line.other_name.substr(kLdm.size(), line.other_name.size() - kLdm.size() - kWeight.size());
    CAPTURE(module);
    for (const std::string& spelled :
         {"lora_unet_" + flat(module), "lora_unet_" + flat(ldm), "lycoris_" + flat(module), "unet." + module,
          "base_model.model." + module, "diffusion_model." + ldm, module}) {
      const auto found = names.find(spelled);
      REQUIRE_MESSAGE(found != names.end(), spelled);
      CHECK(found->second == module);
    }
  }
}

TEST_CASE("a file's tensors are gathered into modules with their part, kind, rank and alpha") {
  const testing::TempFolder folder;
  auto items = sound();
  const std::string text = "lora_te_text_model_encoder_layers_0_mlp_fc1";
  items.push_back({text + ".hada_w1_a", {8, 2}});
  items.push_back({text + ".hada_w1_b", {2, 8}});
  items.push_back({"stranger", {1}});
  const auto lora = open_lora(written(folder, items));
  REQUIRE(lora);
  REQUIRE(lora->modules.size() == 2);
  CHECK(lora->modules[0].part == LoraPart::text_encoder);
  CHECK(lora->modules[0].kind() == LoraKind::loha);
  CHECK(lora->modules[0].rank() == 2);
  CHECK_FALSE(lora->modules[0].alpha);
  CHECK(lora->modules[1].part == LoraPart::unet);
  CHECK(lora->modules[1].rank() == 4);
  CHECK(lora->modules[1].alpha == 0.5);
  CHECK(lora->unknown == std::vector<std::string>{"stranger"});
}

TEST_CASE("modules that the network does not have are counted and named") {
  const testing::TempFolder folder;
  auto items = sound();
  const auto more = sound("lora_unet_down_blocks_7_attentions_0_proj_in");
  items.insert(items.end(), more.begin(), more.end());
  const auto lora = open_lora(written(folder, items));
  REQUIRE(lora);
  const auto match = match_lora(*lora, LoraPart::unet, unet());
  REQUIRE(match);
  CHECK(match->modules == 2);
  REQUIRE(match->patches.size() == 1);
  CHECK(match->patches[0].weight == "mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight");
  CHECK(match->patches[0].scale == 0.125);
  CHECK(match->unmatched == std::vector<std::string>{"lora_unet_down_blocks_7_attentions_0_proj_in"});
}

TEST_CASE("a LoRA of another family is refused by its name before shapes are looked at") {
  const std::string key = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";
  const std::string xl = complaint({{key + ".lora_down.weight", {4, 2048}}, {key + ".lora_up.weight", {1280, 4}}});
  CHECK(says(xl, "Stable Diffusion XL"));
  CHECK(says(xl, "Stable Diffusion 1.x"));
  CHECK(says(xl, "choose"));
  CHECK(says(complaint({{key + ".lora_down.weight", {4, 1024}}, {key + ".lora_up.weight", {1280, 4}}}),
             "Stable Diffusion 2.x"));
  auto second = sound();
  second.push_back({"lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", {4, 1280}});
  CHECK(says(complaint(second), "Stable Diffusion XL"));
  // A Kronecker product is as wide as both factors together.
  CHECK(complaint({{key + ".lokr_w1", {4, 4}}, {key + ".lokr_w2", {320, 192}}}) == "");
  CHECK(says(complaint({{key + ".lokr_w1", {4, 4}}, {key + ".lokr_w2", {320, 512}}}), "Stable Diffusion XL"));
}

TEST_CASE("tensors that do not fit are refused before anything is computed") {
  const std::string q = kQuery, conv = "lora_unet_mid_block_resnets_0_conv1";
  struct Case {
    std::vector<Item> items;
    std::string_view words;
  };
  const std::vector<Case> cases = {
      {{{q + ".lora_down.weight", {4, 1280}}, {q + ".lora_up.weight", {1280, 5}}}, "two ranks, 5 and 4"},
      {{{q + ".lora_down.weight", {4, 1280}}, {q + ".lora_up.weight", {640, 4}}},
       "640x1280, but the model's weight is 1280x1280"},
      {{{q + ".lora_down.weight", {4, 1280}}}, "lacks one of its tensors"},
      {{{q + ".lora_up.weight", {1280, 4}}, {q + ".lora_mid.weight", {4, 4}}}, "lacks one of its tensors"},
      {{{q + ".lora_down.weight", {0, 1280}}, {q + ".lora_up.weight", {1280, 0}}}, "has a tensor of the shape"},
      {{{q + ".lora_down.weight", {}}, {q + ".lora_up.weight", {1280, 4}}}, "has a tensor of the shape"},
      {{{q + ".lora_down.weight", {1, 1, 1, 1, 1, 1280}}, {q + ".lora_up.weight", {1280, 1}}},
       "has a tensor of the shape"},
      {{{q + ".hada_w1_a", {1280, 2}}, {q + ".hada_w1_b", {2, 1280}}}, "lacks one of its tensors"},
      {{{q + ".hada_t1", {2, 2, 3, 3}}, {q + ".hada_w1_a", {2, 1280}}, {q + ".hada_w1_b", {2, 1280}}},
       "made for a convolution"},
      {{{q + ".lokr_w1", {7, 4}}, {q + ".lokr_w2", {320, 320}}}, "it makes 7x4 times 320x320"},
      {{{q + ".lokr_w1", {4, 4}}}, "lacks one of its tensors"},
      {{{q + ".lokr_w1_a", {4, 2}}, {q + ".lokr_w1_b", {3, 4}}, {q + ".lokr_w2", {320, 320}}}, "two ranks"},
      {{{q + ".diff", {1280}}}, "it is 1280"},
      {{{q + ".dora_scale", {3, 1}}, {q + ".lora_down.weight", {4, 1280}}, {q + ".lora_up.weight", {1280, 4}}},
       "its DoRA scale is 3x1"},
      {{{q + ".dora_scale", {1280, 1}}}, "lacks one of its tensors"},
      {{{q + ".diff", {1280, 1280}}, {q + ".diff_b", {1280}}}, "which the model does not have"},
      {{{q + ".oft_blocks", {4, 320, 320}}}, "kind that Heddle does not merge"},
      {{{q + ".lora_down.weight", {4, 1280}}, {q + ".lora_up.weight", {1280, 4}}, {q + ".lora_B.bias", {1280}}},
       "does not merge"},
      {{{conv + ".lora_down.weight", {4, 1280, 1, 1}}, {conv + ".lora_up.weight", {1280, 4, 1, 1}}}, "1280x1280x3x3"},
      {{{conv + ".lora_down.weight", {4, 1280, 1, 1}},
        {conv + ".lora_mid.weight", {4, 5, 3, 3}},
        {conv + ".lora_up.weight", {1280, 4, 1, 1}}},
       "two ranks"},
  };
  for (const Case& one : cases) {
    const std::string message = complaint(one.items);
    CAPTURE(message);
    CHECK(says(message, one.words));
    CHECK(says(message, "my.safetensors"));
  }
}

TEST_CASE("alpha must be one finite number") {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    auto items = sound();
    items[2].value = value;
    CHECK(says(complaint(items), "alpha' is not one finite number"));
  }
  auto items = sound();
  items[2].shape = {2};
  CHECK(says(complaint(items), "alpha' is not one finite number"));
  items[2].shape = {1};
  CHECK(complaint(items) == "");
}

TEST_CASE("the settings that diffusers keeps in the metadata give alpha, and odd ones are as if they were not there") {
  const testing::TempFolder folder;
  const std::string key = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
  const std::vector<Item> items = {{key + ".lora_A.weight", {4, 1280}}, {key + ".lora_B.weight", {1280, 4}}};
  const auto scale = [&](const std::string& settings) {
    const auto lora = open_lora(written(folder, items, {{"lora_adapter_metadata", settings}}));
    REQUIRE(lora);
    return match_lora(*lora, LoraPart::unet, unet())->patches.at(0).scale;
  };
  CHECK(scale(R"({"unet.lora_alpha": 8, "unet.r": 4})") == 2);
  CHECK(scale(R"({"unet.lora_alpha": 8, "unet.use_rslora": true})") == 4);
  CHECK(scale(R"({"unet.lora_alpha": 8, "unet.alpha_pattern": {"attn1.to_q": 2, "to_k": 3}})") == 0.5);
  CHECK(scale(R"({"text_encoder.lora_alpha": 8})") == 1);
  for (const char* odd : {"", "{", "[]", "7", R"({"unet.lora_alpha": "8"})", R"({"unet.lora_alpha": 1e999})",
                          R"({"unet.": {}})", R"({"unet.lora_alpha": null, "unet.alpha_pattern": 3})"}) {
    CHECK(scale(odd) == 1);
  }
}

TEST_CASE("what is no LoRA is refused with words for what it is") {
  const auto lora = open_lora(testing::golden_path("small_adapter.bin"));
  REQUIRE_FALSE(lora);
  CHECK(says(lora.error().message, "is no LoRA; it is: IP-Adapter"));
}

}  // namespace
}  // namespace heddle::weights
