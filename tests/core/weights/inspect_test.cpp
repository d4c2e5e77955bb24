#include "weights/inspect.h"

#include <fmt/format.h>

#include <algorithm>

#include "layout_files.h"
#include "weights/small_file_facts.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::map_of_shapes;
using testing::read_list;

Inspection inspected(const fs::path& path) {
  auto inspection = inspect(path);
  REQUIRE_MESSAGE(inspection, (inspection ? "" : inspection.error().message));
  return std::move(*inspection);
}

bool mentions(const Inspection& inspection, std::string_view words) {
  return std::ranges::any_of(inspection.problems,
                             [&](const std::string& problem) { return problem.find(words) != std::string::npos; });
}

TEST_CASE("a training checkpoint shows its parts, types and that averages are used") {
  const Inspection inspection = inspected(testing::golden_path("small_ema.ckpt"));
  CHECK(inspection.signature.kind == FileKind::checkpoint);
  CHECK(inspection.formats == std::vector<std::string>{std::string(to_string(FileFormat::torch_zip))});
  REQUIRE(inspection.parts.size() == 3);
  CHECK(inspection.parts[0].name == "unet");
  CHECK(inspection.parts[0].tensors == read_list("unet_small.txt").size());
  CHECK(inspection.parts[0].check.complete());
  CHECK(inspection.unused.empty());
  CHECK(mentions(inspection, "averaged"));
  const std::string table = to_table(inspection);
  CHECK(table.find("checkpoint for Stable Diffusion 1.x") != std::string::npos);
  CHECK(table.find("text_encoder") != std::string::npos);
}

TEST_CASE("missing and foreign tensors are counted and the first five named") {
  const testing::TempFolder folder;
  auto lines = read_list("unet_small.txt");
  std::erase_if(
      lines, [](const auto& line) { return line.name.starts_with("mid_block.attentions.0.transformer_blocks.0.ff"); });
  for (int i = 0; i < 7; ++i) {
    const std::string name = fmt::format("stranger.{}", i);
    lines.push_back({name, {1}, name, {1}, "none"});
  }
  testing::write_layout(folder.path() / "odd.safetensors", lines);
  const Inspection inspection = inspected(folder.path() / "odd.safetensors");
  REQUIRE(inspection.parts.size() == 1);
  CHECK(inspection.parts[0].check.missing.size() == 4);
  CHECK(inspection.unused.size() == 7);
  const Json json = to_json(inspection);
  CHECK(json["parts"][0]["missing"]["count"] == 4);
  CHECK(json["unused"]["first"].size() == 5);
  CHECK(json["family"] == "Stable Diffusion 1.x");
  CHECK(mentions(inspection, "no vae"));
}

TEST_CASE("one broken part of a directory does not hide the others") {
  const testing::TempFolder folder;
  testing::write_layout(folder.path() / "unet" / "diffusion_pytorch_model.safetensors",
                        testing::canonical(read_list("unet_small.txt")));
  testing::write_text(folder.path() / "vae" / "diffusion_pytorch_model.safetensors",
                      "version https://git-lfs.github.com/spec/v1\n");
  const Inspection inspection = inspected(folder.path());
  REQUIRE(inspection.parts.size() == 2);
  CHECK(inspection.parts[0].check.complete());
  CHECK(inspection.parts[1].error.find("LFS") != std::string::npos);
  CHECK(to_json(inspection)["parts"][1].contains("error"));
}

TEST_CASE("an adapter is inspected as such") {
  const Inspection inspection = inspected(testing::golden_path("small_adapter.bin"));
  REQUIRE(inspection.parts.size() == 1);
  CHECK(inspection.parts[0].name == "ip_adapter");
  CHECK(inspection.parts[0].config["tokens"] == 4);
  CHECK(inspection.problems.empty());
}

TEST_CASE("of a LoRA are said its parts, kinds and rank, of a textual inversion its vectors and its word") {
  const fs::path golden = fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/lora";
  const Inspection lora = inspected(golden / "kohya.safetensors");
  CHECK(lora.facts["modules"] == Json{{"UNet", 7}, {"text encoder", 3}});
  CHECK(lora.facts["rank_min"] == 3);
  CHECK(lora.facts["rank_max"] == 4);
  CHECK(lora.problems.empty());
  const std::string table = to_table(lora);
  CHECK(table.find("7 modules of the UNet") != std::string::npos);
  CHECK(table.find("3 to 4") != std::string::npos);
  const Inspection mixed = inspected(golden / "lycoris.safetensors");
  CHECK(mixed.facts["dora"] == true);
  CHECK(mixed.facts["kinds"]["LoKr"] == 5);
  const Inspection word = inspected(golden / "toy.pt");
  CHECK(word.facts["vectors"][0] == Json{{"count", 3}, {"width", 32}});
  CHECK(word.facts["token"] == "inner");
  CHECK(to_table(word).find("3 x 32") != std::string::npos);
  CHECK(to_json(word)["facts"]["vectors"].size() == 1);
}

Signature signature(const std::vector<std::pair<std::string, testing::Shape>>& tensors) {
  return signature_of(map_of_shapes(tensors));
}

TEST_CASE("of a network for maps are said the models that it fits and the map it was trained on") {
  const fs::path golden = fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline";
  const Inspection control = inspected(golden / "controls/b.safetensors");
  CHECK(control.facts["map_channels"] == 3);
  CHECK(to_table(control).find("levels of [8,16,16,16]") != std::string::npos);
  CHECK(control.problems.empty());
  const Inspection grey = inspected(golden / "t2i/grey.pth");
  CHECK(grey.facts["map_channels"] == 1);
  CHECK(inspected(golden / "t2i/light.safetensors").signature.variant == "light");
  Signature sd1;
  sd1.kind = FileKind::controlnet;
  sd1.family = Family::sd1;
  const Json facts = facts_of_control(sd1, Json::object(), {{"preprocessor", "canny"}});
  CHECK(facts == Json{{"fits", "Stable Diffusion 1.x"}, {"map", "canny"}});
}

TEST_CASE("kinds of files are told apart by names and shapes alone") {
  CHECK(signature({{"lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight", {4, 768}}})
            .family == Family::sd1);
  CHECK(signature({{"unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight", {4, 1024}}}).kind ==
        FileKind::lora);
  CHECK(signature({{"lora_te_text_model_encoder_layers_0_mlp_fc1.hada_w1_a", {4, 8}}}).variant == "LoHa");
  CHECK(signature({{"control_model.input_hint_block.0.weight", {16, 3, 3, 3}}}).kind == FileKind::controlnet);
  CHECK(signature({{"controlnet_cond_embedding.conv_in.weight", {16, 3, 3, 3}}, {"conv_in.weight", {320, 4, 3, 3}}})
            .kind == FileKind::controlnet);
  CHECK(signature({{"conv_in.weight", {320, 192, 3, 3}}, {"body.0.block1.weight", {320, 320, 3, 3}}}).kind ==
        FileKind::t2i_adapter);
  CHECK(signature(
            {{"adapter.body.0.out_conv.weight", {8, 2, 1, 1}}, {"adapter.body.0.body.0.block1.weight", {2, 2, 3, 3}}})
            .variant == "light");
  CHECK(signature({{"adapter.body.0.out_conv.weight", {8, 2, 1, 1}},
                   {"adapter.body.0.resnets.0.block1.weight", {2, 2, 3, 3}}})
            .variant == "light");
  const Signature style =
      signature({{"style_embedding", {1, 8, 1024}}, {"proj", {1024, 768}}, {"ln_pre.weight", {1024}}});
  CHECK(style.kind == FileKind::style_adapter);
  CHECK(style.family == Family::sd1);
  CHECK(style.encoder_width == 1024);
  CHECK(signature({{"task_embedding", {16, 768}}, {"seq_proj", {768, 768}}, {"ln_pre.weight", {768}}}).kind ==
        FileKind::coadapter_fuser);
  CHECK(signature({{"string_to_param.*", {3, 768}}}).kind == FileKind::textual_inversion);
  CHECK(signature({{"<cat>", {1024}}}).family == Family::sd2);
  CHECK(signature({{"betas", {1000}}}).kind == FileKind::unknown);
  CHECK(signature({}).kind == FileKind::unknown);
}

TEST_CASE("the family of a UNet and its input are read off its shapes") {
  const auto lines = read_list("unet_sd15.txt");
  CHECK(describe(signature_of(testing::map_of_others(lines))) == "checkpoint for Stable Diffusion 1.x");
  auto inpaint = lines;
  for (auto& line : inpaint) {
    if (line.name == "conv_in.weight") line.other_shape[1] = 9;
  }
  CHECK(signature_of(testing::map_of_others(inpaint)).input == UnetInput::inpaint);
  CHECK(signature_of_unet({{"in_channels", 8}, {"cross_attention_dim", 768}}).input == UnetInput::instruct_pix2pix);
  CHECK(signature_of_unet({{"cross_attention_dim", 1024}, {"use_linear_projection", true}}).family == Family::sd2);
  CHECK(signature_of_unet({{"cross_attention_dim", 2048}, {"addition_embed_type", "text_time"}}).family ==
        Family::sdxl);
}

}  // namespace
}  // namespace heddle::weights
