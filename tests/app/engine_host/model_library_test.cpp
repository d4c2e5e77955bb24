#include "engine_host/model_library.h"
#include "engine_host/library_entry.h"

#include <sys/stat.h>

#include <fstream>
#include <map>
#include <string>

#include "support/file_builders.h"
#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string lora_file() {
  return testing::safetensors_file(
      R"({"lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]},)"
      R"("lora_unet_down_blocks_0_attentions_0_proj_in.lora_up.weight":{"dtype":"F32","shape":[2,4],"data_offsets":[32,64]}})",
      64);
}

std::vector<protocol::LibraryEntry> list(const std::vector<fs::path>& folders,
                                         protocol::LibraryListed* report = nullptr, ScanLimits limits = {},
                                         const std::stop_token& stop = {}) {
  ModelLibrary library;
  std::vector<protocol::LibraryEntry> entries;
  const protocol::LibraryListed made =
      library.scan(folders, limits, stop, [&](const protocol::LibraryEntry& entry) { entries.push_back(entry); });
  if (report != nullptr) *report = made;
  return entries;
}

TEST_CASE("models are found in the layouts of ComfyUI and A1111, other files are passed over") {
  testing::TemporaryFolder folder;
  write(folder / "comfy/models/loras/ink.safetensors", lora_file());
  write(folder / "comfy/models/loras/ink.txt", "notes");
  write(folder / "comfy/models/checkpoints/broken.ckpt", "<html>log in</html>");
  write(folder / "comfy/models/checkpoints/half.safetensors.part", "x");
  write(folder / "a1111/models/Lora/sub/Pastel.SAFETENSORS", lora_file());
  write(folder / "a1111/.git/objects/x.bin", "x");
  protocol::LibraryListed report;
  const auto entries = list({folder / "comfy", folder / "a1111"}, &report);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].name == "broken");
  CHECK(entries[0].kind.empty());
  CHECK(entries[0].problem.find("web page") != std::string::npos);
  CHECK(entries[1].name == "ink");
  CHECK(entries[1].kind == "lora");
  CHECK(entries[1].bytes == lora_file().size());
  CHECK(entries[2].name == "Pastel");
  CHECK(report.complete);
}

TEST_CASE("a diffusers folder is one model, and so is a folder with one network") {
  testing::TemporaryFolder folder;
  write(folder / "models/sd/model_index.json", "{}");
  write(folder / "models/sd/unet/diffusion_pytorch_model.safetensors", lora_file());
  write(folder / "models/encoder/config.json", "{}");
  write(folder / "models/encoder/model.safetensors", lora_file());
  CHECK(folder_kind(folder / "models") == FolderKind::place);
  CHECK(folder_kind(folder / "models/sd") == FolderKind::pipeline);
  CHECK(folder_kind(folder / "models/encoder") == FolderKind::network);
  CHECK(list({folder / "models"}).size() == 2);
}

TEST_CASE("a pipeline's folder also gives the adapter in it and its image encoder, each once") {
  testing::TemporaryFolder folder;
  write(folder / "models/sd/model_index.json", "{}");
  write(folder / "models/sd/unet/diffusion_pytorch_model.safetensors", lora_file());
  write(folder / "models/sd/ip-adapter.safetensors", lora_file());
  write(folder / "models/sd/image_encoder/config.json", "{}");
  write(folder / "models/sd/image_encoder/model.safetensors", lora_file());
  const auto entries = list({folder / "models"});
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].name == "sd");
  CHECK(entries[1].name == "ip-adapter");
  CHECK(entries[2].name == "image_encoder");
}

TEST_CASE("LoRA in a model's folder of styles, its ControlNets and its other UNets are listed after the model") {
  testing::TemporaryFolder folder;
  fs::create_directories(folder / "sd" / "controlnet-canny");
  std::ofstream(folder / "sd" / "controlnet-canny" / "config.json") << "{}";
  write(folder / "sd" / "controlnet-canny" / "controlnet.safetensors", lora_file());
  fs::create_directories(folder / "sd" / "unet-inpaint");
  std::ofstream(folder / "sd" / "unet-inpaint" / "config.json") << "{}";
  write(folder / "sd" / "unet-inpaint" / "repaint.safetensors", lora_file());
  fs::create_directories(folder / "sd" / "unet");
  std::ofstream(folder / "sd" / "unet" / "config.json") << "{}";
  fs::create_directories(folder / "sd" / "styles");
  write(folder / "sd" / "styles" / "neon.safetensors", lora_file());
  write(folder / "sd" / "styles" / "ink.safetensors", lora_file());
  const auto entries = list({folder.path()});
  REQUIRE(entries.size() == 5);
  CHECK(entries[0].name == "sd");
  CHECK(entries[1].name == "ink");
  CHECK(entries[1].kind == "lora");
  CHECK(entries[2].name == "neon");
  CHECK(entries[3].name == "controlnet-canny");
  CHECK(entries[4].name == "unet-inpaint");
}

TEST_CASE("Bobbin's parts know each other by shape, and nothing else is Bobbin") {
  const fs::path bobbin = fs::path(HEDDLE_SOURCE_DIR) / "resources/models/bobbin";
  const auto entries = list({bobbin});
  REQUIRE_FALSE(entries.empty());
  CHECK(entries[0].kind == "checkpoint");
  std::map<std::string, int> kinds;
  for (const auto& entry : entries) {
    INFO(entry.name);
    ++kinds[entry.kind];
    CHECK(entry.problem.empty());
    CHECK(entry.family == (entry.kind == "image_encoder" ? "" : "bobbin"));
  }
  CHECK(kinds["checkpoint"] == 1);
  CHECK(kinds["ip_adapter"] >= 1);
  CHECK(kinds["image_encoder"] >= 1);
  weights::Signature signature;
  signature.kind = weights::FileKind::checkpoint;
  signature.family = weights::Family::sd1;
  signature.cross_attention_dim = 768;
  CHECK(family_id(signature) == "sd1");
  signature.family = weights::Family::sdxl;
  signature.cross_attention_dim = 2048;
  CHECK(family_id(signature) == "sdxl");
}

TEST_CASE("a picture beside a model is found under the names that other tools give it") {
  testing::TemporaryFolder folder;
  write(folder / "a.safetensors", lora_file());
  CHECK(preview_beside(folder / "a.safetensors").empty());
  write(folder / "a.jpg", "x");
  CHECK(preview_beside(folder / "a.safetensors") == folder / "a.jpg");
  write(folder / "a.preview.png", "x");
  CHECK(preview_beside(folder / "a.safetensors") == folder / "a.preview.png");
  write(folder / "v1.5/model_index.json", "{}");
  write(folder / "v1.5.png", "x");
  CHECK(preview_beside(folder / "v1.5") == folder / "v1.5.png");
  const auto entries = list({folder / "a.safetensors", folder / "."});
  REQUIRE_FALSE(entries.empty());
  CHECK(entries.front().has_preview);
}

TEST_CASE("links in a circle end, and a linked model is found once") {
  testing::TemporaryFolder folder;
  write(folder / "models/a.safetensors", lora_file());
  fs::create_directory_symlink(folder / "models", folder / "models/again");
  fs::create_directory_symlink(folder / "models/again", folder / "models/and_again");
  fs::create_symlink(folder / "nowhere", folder / "models/dead.safetensors");
  CHECK(list({folder / "models", folder / "models/again"}).size() == 1);
}

TEST_CASE("folders that are not there or cannot be read are named, the others are listed") {
  testing::TemporaryFolder folder;
  write(folder / "good/a.safetensors", lora_file());
  protocol::LibraryListed report;
  CHECK(list({folder / "missing", folder / "good"}, &report).size() == 1);
  CHECK_FALSE(report.complete);
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].find("is not there") != std::string::npos);
}

TEST_CASE("a scan stops when it is cancelled, and when its time is over") {
  testing::TemporaryFolder folder;
  for (int i = 0; i < 20; ++i) write(folder / fmt::format("m/{}.safetensors", i), lora_file());
  std::stop_source stop;
  std::size_t found = 0;
  ModelLibrary library;
  const protocol::LibraryListed report =
      library.scan({folder / "m"}, {}, stop.get_token(), [&](const protocol::LibraryEntry&) {
        if (++found == 5) stop.request_stop();
      });
  CHECK(found == 5);
  CHECK_FALSE(report.complete);
  protocol::LibraryListed late;
  CHECK(list({folder / "m"}, &late, {.time_per_folder = std::chrono::milliseconds(-1)}).empty());
  CHECK_FALSE(late.complete);
}

TEST_CASE("a file that changed is looked at again") {
  testing::TemporaryFolder folder;
  write(folder / "a.safetensors", lora_file());
  ModelLibrary library;
  CHECK(library.look_at(folder / "a.safetensors").kind == "lora");
  write(folder / "a.safetensors", "<html>gone</html>");
  CHECK(library.look_at(folder / "a.safetensors").kind.empty());
}

}  // namespace
}  // namespace heddle::engine_host
