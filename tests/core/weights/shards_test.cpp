// Models in several files.
#include <fmt/format.h>

#include "layout_files.h"
#include "weights/model_files.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::canonical;
using testing::ListLine;
using testing::read_list;
using testing::write_layout;

void write_shards(const fs::path& folder) {
  const auto lines = canonical(read_list("unet_small.txt"));
  const auto middle = lines.begin() + static_cast<long>(lines.size() / 2);
  const std::vector<ListLine> first(lines.begin(), middle);
  const std::vector<ListLine> second(middle, lines.end());
  write_layout(folder / "diffusion_pytorch_model-00001-of-00002.safetensors", first);
  write_layout(folder / "diffusion_pytorch_model-00002-of-00002.safetensors", second);
  Json map;
  for (const ListLine& line : first) map[line.name] = "diffusion_pytorch_model-00001-of-00002.safetensors";
  for (const ListLine& line : second) map[line.name] = "diffusion_pytorch_model-00002-of-00002.safetensors";
  testing::write_text(folder / "diffusion_pytorch_model.safetensors.index.json", dump_json({{"weight_map", map}}));
}

TEST_CASE("a model in several files opens as one, and a missing file is named") {
  const testing::TempFolder folder;
  write_shards(folder.path());
  const auto unet = open_unet(folder.path());
  REQUIRE_MESSAGE(unet, (unet ? "" : unet.error().message));
  CHECK(testing::wrong_values(unet->weights) == 0);
  CHECK(unet->check.complete());
  fs::remove(folder.path() / "diffusion_pytorch_model-00002-of-00002.safetensors");
  const auto cut = open_unet(folder.path());
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message.find("00002-of-00002") != std::string::npos);
}

TEST_CASE("of a file of a set counts what the index lists, so that two models may share a file") {
  const testing::TempFolder folder;
  const auto lines = canonical(read_list("unet_small.txt"));
  const std::vector<ListLine> own(lines.begin(), lines.begin() + 10);
  // The other model's file holds tensors of the same names, with other values, and one that this model has not.
  auto others = lines;
  for (std::size_t i = 0; i < own.size(); ++i) others[i].name += " of the other model";
  others.push_back({"extra", {2}, "extra.weight", {2}, "none"});
  write_layout(folder.path() / "base.safetensors", others);
  write_layout(folder.path() / "own.safetensors", own);
  Json map;
  for (const ListLine& line : lines) map[line.name] = "base.safetensors";
  for (const ListLine& line : own) map[line.name] = "own.safetensors";
  testing::write_text(folder.path() / "diffusion_pytorch_model.safetensors.index.json",
                      dump_json({{"weight_map", map}}));
  const auto unet = open_unet(folder.path());
  REQUIRE_MESSAGE(unet, (unet ? "" : unet.error().message));
  CHECK(testing::wrong_values(unet->weights) == 0);
  CHECK(unet->check.complete());
  CHECK(unet->weights.size() == lines.size());
}

TEST_CASE("an index never leads out of its folder") {
  const testing::TempFolder folder;
  for (const char* name : {"../secret.safetensors", "/etc/passwd", "..", "a\\\\b"}) {
    testing::write_text(folder.path() / "model.safetensors.index.json",
                        fmt::format(R"({{"weight_map": {{"a": "{}"}}}})", name));
    const auto part = open_text_encoder(folder.path());
    REQUIRE_FALSE(part);
    CHECK(part.error().message.find("not beside it") != std::string::npos);
  }
}

}  // namespace
}  // namespace heddle::weights
