#include <fmt/format.h>

#include <set>

#include "layout_files.h"
#include "weights/layouts/adapter_keys.h"
#include "weights/layouts/clip_keys.h"
#include "weights/layouts/map_part.h"
#include "weights/layouts/unet_keys.h"
#include "weights/layouts/vae_keys.h"

#include "support/test.h"

namespace heddle::weights::layouts {
namespace {

using testing::ListLine;
using testing::Shape;

std::string op_of(const KeyTarget& target) {
  switch (target.adjust) {
    case Adjust::none: return "none";
    case Adjust::transpose: return "transpose";
    case Adjust::squeeze: return "squeeze";
    case Adjust::rows: return fmt::format("rows{}", target.third);
  }
  return "";
}

// The part has exactly the tensors of the list, in the shapes of the list.
void check_mapped(const MappedPart& part, const std::vector<ListLine>& lines) {
  CHECK(part.weights.size() == lines.size());
  for (const ListLine& line : lines) {
    const WeightRef* ref = part.weights.find(line.name);
    REQUIRE_MESSAGE(ref != nullptr, line.name);
    CHECK_MESSAGE(ref->shape == line.shape, line.name);
    CHECK_MESSAGE(ref->entry->name == line.other_name, line.name);
  }
}

TEST_CASE("every LDM name of SD 1.5's UNet maps onto diffusers' name, one to one and with equal shapes") {
  const auto lines = testing::read_list("unet_sd15.txt");
  const WeightMap file = testing::map_of_others(lines);
  const auto place = find_unet(file);
  REQUIRE(place);
  CHECK(place->prefix == "model.diffusion_model.");
  const MappedPart part = map_unet(file, *place);
  check_mapped(part, lines);
  CHECK(part.taken.size() == 686);
  CHECK(part.weights.parameter_count() == 859'520'964);
}

TEST_CASE("the UNet map follows other numbers of levels and layers") {
  const auto lines = testing::read_list("unet_small.txt");
  const WeightMap file = testing::map_of_others(lines);
  CHECK(ldm_unet_layers_per_block(file, "model.diffusion_model.") == 1);
  check_mapped(map_unet(file, *find_unet(file)), lines);
}

TEST_CASE("the name of an average is the name after its first dot without dots") {
  CHECK(ldm_ema_name("model.diffusion_model.input_blocks.0.0.weight") ==
        "model_ema.diffusion_modelinput_blocks00weight");
}

TEST_CASE("label_emb is SDXL's added embedding or the class embedding of unCLIP") {
  CHECK(unet_target_from_ldm("label_emb.0.2.bias", 2, true).front().name == "add_embedding.linear_2.bias");
  CHECK(unet_target_from_ldm("label_emb.0.2.bias", 2, false).front().name == "class_embedding.linear_2.bias");
}

TEST_CASE("names that belong to no UNet are left alone") {
  for (const char* name :
       {"", "input_blocks", "input_blocks.", "input_blocks.x.0.weight", "input_blocks.99999999999.0.op.b",
        "input_blocks.1.7.weight", "middle_block.3.weight", "output_blocks.2.3.conv.weight", "betas"}) {
    CHECK_MESSAGE(unet_target_from_ldm(name, 2, false).empty(), name);
  }
}

TEST_CASE("every LDM name of SD 1.5's VAE maps onto diffusers' name, attention as matrices") {
  const auto lines = testing::read_list("vae_sd15.txt");
  const WeightMap file = testing::map_of_others(lines);
  check_mapped(map_vae(file, *find_vae(file)), lines);
  for (const ListLine& line : lines) {
    const KeyTargets targets = vae_target(line.other_name, 4);
    REQUIRE(targets.size() == 1);
    if (line.op != "none") CHECK(op_of(targets.front()) == line.op);
  }
}

TEST_CASE("all spellings of a VAE's attention become one") {
  for (const char* name : {"encoder.mid.attn_1.q.weight", "encoder.mid_block.attentions.0.query.weight",
                           "encoder.mid_block.attentions.0.to_q.weight", "encoder.mid.attn_1.to_q.weight"}) {
    CHECK(vae_target(name, 4) == one_target("encoder.mid_block.attentions.0.to_q.weight", Adjust::squeeze));
  }
  for (const char* name : {"decoder.mid.attn_1.proj_out.bias", "decoder.mid_block.attentions.0.proj_attn.bias",
                           "decoder.mid_block.attentions.0.to_out.0.bias"}) {
    CHECK(vae_target(name, 4) == one_target("decoder.mid_block.attentions.0.to_out.0.bias"));
  }
  for (const char* name : {"decoder.mid.attn_1.norm.weight", "decoder.mid_block.attentions.0.group_norm.weight"}) {
    CHECK(vae_target(name, 4) == one_target("decoder.mid_block.attentions.0.group_norm.weight"));
  }
  CHECK(vae_target("loss.discriminator.main.0.weight", 4).empty());
}

TEST_CASE("OpenCLIP's text names of SD 2 map onto the Hugging Face names, without the layer that never runs") {
  const auto lines = testing::read_list("text_sd2.txt");
  auto all = lines;
  for (const char* name : {"attn.in_proj_weight", "attn.out_proj.weight", "ln_1.weight", "mlp.c_fc.bias"}) {
    const std::string last = fmt::format("cond_stage_model.model.transformer.resblocks.23.{}", name);
    all.push_back({last, {3072, 1024}, last, {3072, 1024}, "none"});
  }
  const WeightMap file = testing::map_of_others(all);
  const MappedPart part = map_text_encoder(file, *find_text_encoder(file));
  check_mapped(part, lines);
  CHECK(part.taken.contains("cond_stage_model.model.transformer.resblocks.23.ln_1.weight"));
  CHECK(part.weights.parameter_count() == 340'387'840);
}

TEST_CASE("fused projections split into thirds, in the order query, key, value") {
  const auto lines = testing::read_list("text_sd2.txt");
  std::map<std::string, std::string> ops;
  for (const ListLine& line : lines) ops[line.name] = line.op;
  for (const char* parameter : {"weight", "bias"}) {
    const auto targets =
        text_target_from_openclip(fmt::format("transformer.resblocks.3.attn.in_proj_{}", parameter), 23);
    REQUIRE(targets.size() == 3);
    for (const KeyTarget& target : targets) CHECK(ops.at(target.name) == op_of(target));
  }
  CHECK(text_target_from_openclip("text_projection", 23) == one_target("text_projection.weight", Adjust::transpose));
}

TEST_CASE("text encoders are found with and without text_model and position numbers are ignored") {
  CHECK(text_target_from_hf("embeddings.token_embedding.weight") ==
        text_target_from_hf("text_model.embeddings.token_embedding.weight"));
  CHECK(text_target_from_hf("final_layer_norm.bias").front().name == "text_model.final_layer_norm.bias");
  CHECK(text_target_from_hf("text_model.embeddings.position_ids").empty());
  CHECK(text_target_from_hf("vision_model.encoder.layers.0.mlp.fc1.bias").empty());
}

TEST_CASE("OpenCLIP's vision names map onto the Hugging Face names") {
  const auto lines = testing::read_plain_list("vision_small.txt");
  const WeightMap file = testing::map_of_others(lines);
  const auto place = find_image_encoder(file);
  REQUIRE(place);
  CHECK(place->prefix == "visual.");
  const MappedPart part = map_image_encoder(file, *place);
  CHECK(part.taken.size() == lines.size());
  CHECK(part.weights.find("visual_projection.weight")->shape == Shape{8, 16});
  CHECK(part.weights.find("vision_model.encoder.layers.1.self_attn.v_proj.weight")->first_element == 2 * 16 * 16);
  CHECK(part.weights.contains("vision_model.pre_layrnorm.weight"));
  CHECK(part.weights.contains("vision_model.embeddings.patch_embedding.weight"));
}

TEST_CASE("full processor names are numbered as diffusers lists its modules, the middle last") {
  std::vector<std::pair<std::string, Shape>> tensors;
  const auto add = [&](const char* layer, std::int64_t width) {
    for (const char* projection : {"to_k_ip", "to_v_ip"}) {
      tensors.emplace_back(fmt::format("unet.{}.transformer_blocks.0.attn2.processor.{}.weight", layer, projection),
                           Shape{width, 8});
    }
  };
  add("mid_block.attentions.0", 5);
  add("up_blocks.1.attentions.2", 4);
  add("up_blocks.1.attentions.0", 3);
  add("down_blocks.10.attentions.0", 2);
  add("down_blocks.2.attentions.1", 1);
  const MappedPart part = map_adapter(testing::map_of_shapes(tensors));
  for (int i = 0; i < 5; ++i) {
    CHECK(part.weights.dimension(fmt::format("ip_adapter.{}.to_v_ip.weight", 2 * i + 1), 0) == i + 1);
  }
}

TEST_CASE("an IP-Adapter's training names become h94's") {
  CHECK(adapter_target("image_proj_model.proj.weight", {}).front().name == "image_proj.proj.weight");
  CHECK(adapter_target("adapter_modules.31.to_k_ip.weight", {}).front().name == "ip_adapter.31.to_k_ip.weight");
  const ProcessorNumbers numbers = {{"mid_block.attentions.0.transformer_blocks.0", 31}};
  CHECK(adapter_target("mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_ip.0.weight", numbers)
            .front()
            .name == "ip_adapter.31.to_k_ip.weight");
  CHECK(adapter_target("unet.conv_in.weight", numbers).empty());
}

TEST_CASE("an adjustment that the shape does not allow is refused") {
  const WeightMap map =
      testing::map_of_shapes({{"vector", {6}}, {"matrix", {4, 2}}, {"conv", {4, 2, 3, 3}}, {"one", {4, 2, 1, 1}}});
  CHECK_FALSE(adjusted(*map.find("vector"), Adjust::transpose));
  CHECK_FALSE(adjusted(*map.find("matrix"), Adjust::rows, 0));
  CHECK_FALSE(adjusted(*map.find("conv"), Adjust::squeeze));
  CHECK(adjusted(*map.find("one"), Adjust::squeeze)->shape == Shape{4, 2});
  CHECK(adjusted(*map.find("matrix"), Adjust::transpose)->strides == Shape{1, 2});
  CHECK(adjusted(*map.find("vector"), Adjust::rows, 2)->first_element == 4);
}

}  // namespace
}  // namespace heddle::weights::layouts
