#include "weights/model_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "layout_files.h"
#include "weights/layouts/weight_folder.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::canonical;
using testing::joined;
using testing::ListLine;
using testing::read_list;
using testing::read_plain_list;
using testing::renamed;
using testing::write_layout;

std::string unet_config() {
  return R"({"_class_name": "UNet2DConditionModel", "block_out_channels": [8, 16, 24], "layers_per_block": 1,
    "cross_attention_dim": 8, "norm_num_groups": 8, "attention_head_dim": 2,
    "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
    "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"]})";
}

void write_diffusers(const fs::path& folder) {
  testing::write_text(folder / "model_index.json", R"({"_class_name": "StableDiffusionPipeline"})");
  write_layout(folder / "unet" / "diffusion_pytorch_model.safetensors", canonical(read_list("unet_small.txt")));
  testing::write_text(folder / "unet" / "config.json", unet_config());
  write_layout(folder / "vae" / "diffusion_pytorch_model.safetensors", canonical(read_list("vae_small.txt")));
  write_layout(folder / "text_encoder" / "model.safetensors", read_plain_list("text_small.txt"));
  testing::write_text(folder / "tokenizer" / "vocab.json", "{}");
  testing::write_text(folder / "scheduler" / "scheduler_config.json", R"({"_class_name": "DDIMScheduler"})");
}

// Lists whose other names carry a prefix.
std::vector<ListLine> below(std::string_view prefix, std::vector<ListLine> lines) {
  return renamed(std::move(lines), [&](const std::string& name) { return fmt::format("{}{}", prefix, name); });
}

std::vector<ListLine> checkpoint_lines() {
  return joined({read_list("unet_small.txt"), below("first_stage_model.", read_list("vae_small.txt")),
                 below("cond_stage_model.transformer.", read_plain_list("text_small.txt"))});
}

ModelFiles opened(const fs::path& path, const ModelOptions& options = {}) {
  auto model = open_model(path, options);
  REQUIRE_MESSAGE(model, (model ? "" : model.error().message));
  return std::move(*model);
}

void check_small_model(const ModelFiles& model) {
  REQUIRE(model.unet);
  REQUIRE(model.vae);
  REQUIRE(model.text_encoder);
  CHECK(model.unet->weights.size() == read_list("unet_small.txt").size());
  CHECK(testing::wrong_values(model.unet->weights) == 0);
  CHECK(testing::wrong_values(model.vae->weights) == 0);
  CHECK(testing::wrong_values(model.text_encoder->weights) == 0);
  CHECK(model.unet->check.extra.empty());
  CHECK(model.vae->check.extra.empty());
  CHECK(model.text_encoder->check.extra.empty());
  CHECK(model.signature.family == Family::sd1);
  CHECK(model.signature.kind == FileKind::checkpoint);
}

std::string failure(const fs::path& path, const ModelOptions& options = {}) {
  const auto model = open_model(path, options);
  REQUIRE_FALSE(model);
  return model.error().message;
}

bool mentions(const std::vector<std::string>& problems, std::string_view words) {
  return std::ranges::any_of(problems,
                             [&](const std::string& problem) { return problem.find(words) != std::string::npos; });
}

TEST_CASE("a diffusers directory opens with its configs, tokenizer and scheduler") {
  const testing::TempFolder folder;
  write_diffusers(folder.path());
  const ModelFiles model = opened(folder.path());
  check_small_model(model);
  CHECK(model.unet->config["attention_head_dim"] == 2);
  CHECK(model.unet->config["use_linear_projection"] == false);
  CHECK(model.vae->config["scaling_factor"] == 0.18215);
  CHECK(model.tokenizer.folder == folder.path() / "tokenizer");
  CHECK(model.scheduler["_class_name"] == "DDIMScheduler");
  CHECK(model.problems.empty());
}

TEST_CASE("a checkpoint file gives the same tensors as the diffusers directory of the same weights") {
  const testing::TempFolder folder;
  write_layout(folder.path() / "model.safetensors", checkpoint_lines());
  const ModelFiles model = opened(folder.path() / "model.safetensors");
  check_small_model(model);
  CHECK(model.tokenizer.folder.empty());
  CHECK_FALSE(model.tokenizer.pads_with_zero);
  CHECK(model.scheduler["beta_schedule"] == "scaled_linear");
  CHECK(model.unet->config["attention_head_dim"] == 8);
  CHECK(model.unet->config["norm_num_groups"] == 8);
  CHECK(model.text_encoder->config["hidden_act"] == "quick_gelu");
}

TEST_CASE("a training checkpoint gives its averages, and the other weights for continued training") {
  const ModelFiles model = opened(testing::golden_path("small_ema.ckpt"));
  check_small_model(model);
  CHECK(mentions(model.problems, "averaged"));
  ModelOptions training;
  training.read.averages = false;
  CHECK(testing::wrong_values(opened(testing::golden_path("small_ema.ckpt"), training).unet->weights) > 0);
}

TEST_CASE("a missing VAE or text encoder is said, or taken from the model that is named") {
  const testing::TempFolder folder;
  const fs::path bare = folder.path() / "bare.safetensors";
  write_layout(bare, read_list("unet_small.txt"));
  const ModelFiles without = opened(bare);
  CHECK_FALSE(without.vae);
  CHECK_FALSE(without.text_encoder);
  CHECK(mentions(without.problems, "no VAE"));
  CHECK(mentions(without.problems, "no text encoder"));
  write_diffusers(folder.path() / "base");
  const ModelFiles with = opened(bare, {.vae = folder.path() / "base", .text_encoder = folder.path() / "base"});
  check_small_model(with);
  CHECK(with.tokenizer.folder == folder.path() / "base" / "tokenizer");
}

TEST_CASE("a VAE that is named replaces the model's own") {
  const testing::TempFolder folder;
  write_diffusers(folder.path() / "base");
  write_layout(folder.path() / "other.safetensors", read_list("vae_small.txt"));
  const ModelFiles model = opened(folder.path() / "base", {.vae = folder.path() / "other.safetensors"});
  CHECK(model.vae->source == folder.path() / "other.safetensors");
}

TEST_CASE("VAE files open in every spelling, with and without the checkpoint's prefix") {
  const testing::TempFolder folder;
  const auto old_names = [](const std::string& name) {
    std::string text = name;
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {".to_q.", ".query."}, {".to_k.", ".key."}, {".to_v.", ".value."}, {".to_out.0.", ".proj_attn."}}) {
      if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
    }
    return text;
  };
  const auto ldm = read_list("vae_small.txt");
  const std::vector<std::vector<ListLine>> spellings = {ldm, below("first_stage_model.", ldm), canonical(ldm),
                                                        renamed(canonical(ldm), old_names), below("vae.", ldm)};
  int number = 0;
  for (const auto& lines : spellings) {
    const fs::path path = folder.path() / fmt::format("vae_{}.safetensors", number++);
    write_layout(path, lines);
    const auto vae = open_vae(path);
    REQUIRE_MESSAGE(vae, (vae ? "" : vae.error().message));
    CHECK(testing::wrong_values(vae->weights) == 0);
    CHECK(vae->weights.rank("encoder.mid_block.attentions.0.to_q.weight") == 2);
    CHECK(vae->config["block_out_channels"] == std::vector<int>{8, 16});
  }
}

TEST_CASE("the plain file is preferred, a variant when asked for or when it is alone, safetensors before bin") {
  const testing::TempFolder folder;
  const fs::path vae = folder.path() / "vae";
  write_layout(vae / "diffusion_pytorch_model.fp16.safetensors", canonical(read_list("vae_small.txt")));
  testing::write_text(vae / "diffusion_pytorch_model.bin", "not a model");
  const auto chosen = [&](std::string_view variant) {
    auto read = layouts::read_weight_folder(vae, variant);
    REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
    return read->files.front()->path().filename().string();
  };
  CHECK(chosen("") == "diffusion_pytorch_model.fp16.safetensors");
  write_layout(vae / "diffusion_pytorch_model.safetensors", canonical(read_list("vae_small.txt")));
  CHECK(chosen("") == "diffusion_pytorch_model.safetensors");
  CHECK(chosen("fp16") == "diffusion_pytorch_model.fp16.safetensors");
  CHECK(chosen("ema") == "diffusion_pytorch_model.safetensors");
}

// What macOS, Windows, sync tools and browsers leave beside a user's files.
void litter(const fs::path& folder, const std::string& model) {
  const std::vector<std::string> names = {"._" + model,
                                          ".DS_Store",
                                          "Thumbs.db",
                                          "desktop.ini",
                                          model + ".part",
                                          model + ".crdownload",
                                          model + ".bak",
                                          "~$" + model,
                                          "model.sync-conflict-20240101-120000-ABCDEFG.safetensors",
                                          "diffusion_pytorch_model.safetensors.old",
                                          "my (Ann's conflicted copy 2024-01-01).safetensors"};
  for (const std::string& name : names) {
    testing::write_text(folder / name, "not a model");
  }
}

TEST_CASE("foreign files beside a model's files are passed over") {
  const testing::TempFolder folder;
  write_diffusers(folder.path() / "model");
  for (const char* part : {"", "unet", "vae", "text_encoder", "tokenizer", "scheduler"}) {
    litter(folder.path() / "model" / part, "diffusion_pytorch_model.safetensors");
  }
  check_small_model(opened(folder.path() / "model"));
  const fs::path vae = folder.path() / "vae";
  write_layout(vae / "my vae.safetensors", canonical(read_list("vae_small.txt")));
  litter(vae, "my vae.safetensors");
  const auto part = open_vae(vae);
  REQUIRE_MESSAGE(part, (part ? "" : part.error().message));
  CHECK(testing::wrong_values(part->weights) == 0);
}

TEST_CASE("two models in one folder are refused with both names") {
  const testing::TempFolder folder;
  for (const char* name : {"one.safetensors", "two.safetensors"})
    write_layout(folder.path() / name, canonical(read_list("vae_small.txt")));
  const auto part = open_vae(folder.path());
  REQUIRE_FALSE(part);
  CHECK(part.error().message.find("several models: 2 (one.safetensors, two.safetensors); name one of the files") !=
        std::string::npos);
}

// models--me--tiny as huggingface_hub lays it out: files are links into blobs.
void write_hub_cache(const fs::path& root, const std::vector<std::string>& revisions, const std::string& main) {
  int number = 0;
  for (const std::string& revision : revisions) {
    const fs::path snapshot = root / "snapshots" / revision;
    write_diffusers(snapshot);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(snapshot)) {
      if (!entry.is_regular_file() || entry.is_symlink()) continue;
      const fs::path blob = root / "blobs" / std::to_string(number++);
      fs::create_directories(blob.parent_path());
      fs::rename(entry.path(), blob);
      fs::create_symlink(blob, entry.path());
    }
  }
  if (!main.empty()) testing::write_text(root / "refs" / "main", main);
}

TEST_CASE("a Hugging Face cache stands for the snapshot that refs/main names, or for its only one") {
  const testing::TempFolder folder;
  const fs::path both = folder.path() / "models--me--tiny", one = folder.path() / "models--me--other";
  write_hub_cache(both, {"aaaa1111", "bbbb2222"}, "bbbb2222\n");
  check_small_model(opened(both));
  CHECK(opened(both).tokenizer.folder == both / "snapshots" / "bbbb2222" / "tokenizer");
  write_hub_cache(one, {"cccc3333"}, "");
  check_small_model(opened(one));
  CHECK(open_vae(both));
}

TEST_CASE("a Hugging Face cache of several snapshots without refs/main is refused with their names") {
  const testing::TempFolder folder;
  const fs::path root = folder.path() / "models--me--tiny";
  write_hub_cache(root, {"aaaa1111", "bbbb2222"}, "dddd4444");
  CHECK(failure(root).find("holds 2 snapshots, and its refs/main names none of them: aaaa1111, bbbb2222") !=
        std::string::npos);
  testing::write_text(root / "refs" / "main", "../../etc");
  CHECK(failure(root).find("holds 2 snapshots") != std::string::npos);
  fs::remove_all(root / "snapshots" / "aaaa1111");
  fs::remove_all(root / "snapshots" / "bbbb2222");
  CHECK(failure(root).find("holds no snapshot") != std::string::npos);
}

TEST_CASE("the names of weights files say stem, variant, format and index") {
  const auto index = layouts::parse_weight_file_name("model.safetensors.index.fp16.json");
  REQUIRE(index);
  CHECK(index->variant == "fp16");
  CHECK(index->is_index);
  CHECK(layouts::parse_weight_file_name("pytorch_model.bin"));
  CHECK_FALSE(layouts::parse_weight_file_name("pytorch_model.bin")->is_safetensors);
  for (const char* name :
       {"", "config.json", "model.json", "model-00001-of-00002.safetensors", "other.safetensors",
        "model.fp16-00001-of-00002.safetensors", "model.safetensors.json", "model.safetensors.1", "optimizer.bin"}) {
    CHECK_MESSAGE(!layouts::parse_weight_file_name(name), name);
  }
}

TEST_CASE("text encoders of transformers 5 and of old checkpoints lack text_model and open all the same") {
  const testing::TempFolder folder;
  const auto bare = [](const std::string& name) {
    return name.starts_with("text_model.") ? name.substr(11) : "text_model." + name;
  };
  const auto lines = read_plain_list("text_small.txt");
  const bool has_prefix = lines.front().other_name.starts_with("text_model.");
  write_layout(folder.path() / "a" / "model.safetensors", lines);
  write_layout(folder.path() / "b" / "model.safetensors", renamed(lines, bare));
  CHECK(has_prefix);
  for (const char* name : {"a", "b"}) {
    const auto part = open_text_encoder(folder.path() / name);
    REQUIRE_MESSAGE(part, (part ? "" : part.error().message));
    CHECK(testing::wrong_values(part->weights) == 0);
  }
}

TEST_CASE("a model that lacks tensors is refused with their count and the first five") {
  const testing::TempFolder folder;
  const auto without_a_level = renamed(checkpoint_lines(), [](const std::string& name) {
    return name.find("output_blocks.1.") == std::string::npos ? name : std::string();
  });
  write_layout(folder.path() / "cut.safetensors", without_a_level);
  const std::string message = failure(folder.path() / "cut.safetensors");
  CHECK(message.find("UNet in 'cut.safetensors' lacks tensors") != std::string::npos);
  CHECK(message.find("up_blocks.0.resnets.1.norm1.weight") != std::string::npos);
  CHECK(message.find(", …)") != std::string::npos);
}

TEST_CASE("tensors that contradict config.json are refused") {
  const testing::TempFolder folder;
  write_diffusers(folder.path());
  std::string config = unet_config();
  config.replace(config.find("\"cross_attention_dim\": 8"), 24, "\"cross_attention_dim\": 9");
  testing::write_text(folder.path() / "unet" / "config.json", config);
  CHECK(failure(folder.path()).find("16x8, expected 16x9") != std::string::npos);
}

TEST_CASE("a file that is no model is refused by what it is") {
  const testing::TempFolder folder;
  write_layout(folder.path() / "vae.safetensors", read_list("vae_small.txt"));
  CHECK(failure(folder.path() / "vae.safetensors").find("holds no UNet; it is: VAE") != std::string::npos);
  CHECK(failure(folder.path() / "absent").find("does not exist") != std::string::npos);
  fs::create_directories(folder.path() / "empty");
  CHECK(failure(folder.path() / "empty").find("holds no weights") != std::string::npos);
  testing::write_text(folder.path() / "page.safetensors", "<!DOCTYPE html><html></html>");
  CHECK(failure(folder.path() / "page.safetensors").find("web page") != std::string::npos);
  write_diffusers(folder.path() / "broken");
  testing::write_text(folder.path() / "broken" / "unet" / "config.json", "{");
  CHECK(failure(folder.path() / "broken").find("config.json") != std::string::npos);
}

TEST_CASE("a network's own file or folder opens with the config beside it") {
  const testing::TempFolder folder;
  write_diffusers(folder.path());
  for (const fs::path& path :
       {folder.path() / "unet", folder.path() / "unet" / "diffusion_pytorch_model.safetensors"}) {
    const ModelFiles model = opened(path);
    CHECK(model.unet->config["attention_head_dim"] == 2);
    CHECK(model.signature.kind == FileKind::unet);
  }
}

TEST_CASE("an OpenCLIP image encoder opens with Hugging Face names and turned projection") {
  const testing::TempFolder folder;
  write_layout(folder.path() / "open_clip.safetensors", read_plain_list("vision_small.txt"));
  const auto encoder = open_image_encoder(folder.path() / "open_clip.safetensors");
  REQUIRE_MESSAGE(encoder, (encoder ? "" : encoder.error().message));
  CHECK(encoder->check.complete());
  CHECK(encoder->check.extra.empty());
  CHECK(encoder->config["patch_size"] == 4);
  CHECK(encoder->config["image_size"] == 8);
  CHECK(encoder->config["projection_dim"] == 8);
  CHECK(encoder->weights.find("visual_projection.weight")->adjust == Adjust::transpose);
}

}  // namespace
}  // namespace heddle::weights
