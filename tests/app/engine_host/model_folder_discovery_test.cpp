#include "engine_host/model_folder_discovery.h"

#include <algorithm>
#include <fstream>

#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

std::vector<ModelPlace> places_in(const fs::path& home) {
  std::vector<ModelPlace> all;
  find_places(home, {}, [&](const ModelPlace& place) { all.push_back(place); });
  std::erase_if(all, [&](const ModelPlace& place) { return !place.path.string().starts_with(home.string()); });
  return all;
}

TEST_CASE("folders of ComfyUI and A1111 are found by what is in them, whatever they are called") {
  testing::TemporaryFolder home;
  fs::create_directories(home / "my comfy/models/checkpoints");
  fs::create_directories(home / "AI/webui/models/Stable-diffusion");
  fs::create_directories(home / "StabilityMatrix/Data/Models/StableDiffusion");
  fs::create_directories(home / "holiday/pictures");
  const auto places = places_in(home.path());
  REQUIRE(places.size() == 3);
  CHECK(places[0].path == home / "my comfy/models");
  CHECK(to_string(places[0].layout) == "ComfyUI");
  CHECK(places[1].path == home / "AI/webui/models");
  CHECK(places[1].layout == ModelLayout::a1111);
  CHECK(places[2].layout == ModelLayout::stability_matrix);
}

TEST_CASE("a cache of diffusers models is one place, and a linked folder is reported once") {
  testing::TemporaryFolder home;
  const fs::path snapshot = home / ".cache/huggingface/hub/models--a--b/snapshots/1";
  fs::create_directories(snapshot);
  std::ofstream(snapshot / "model_index.json") << "{}";
  fs::create_directories(home / "ComfyUI/models/checkpoints");
  fs::create_directory_symlink(home / "ComfyUI", home / "again");
  const auto places = places_in(home.path());
  REQUIRE(places.size() == 2);
  CHECK(places[0].path == home / ".cache/huggingface/hub");
  CHECK(places[0].layout == ModelLayout::diffusers);
}

TEST_CASE("a models folder alone is a place too, and a folder of anything else is none") {
  testing::TemporaryFolder home;
  fs::create_directories(home / "checkpoints");
  CHECK(place_at(home.path()).path == home.path());
  CHECK(place_at(home / "checkpoints").layout == ModelLayout::none);
}

}  // namespace
}  // namespace heddle::engine_host
