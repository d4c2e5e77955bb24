// The tiny model of tests/golden/pipeline, as it is, as a fine-tune, and as a repainting model. Used by node tests.
#pragma once

#include <ATen/ops/cat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "tensor/weight_tensors.h"

namespace heddle::testing {

inline std::string inpaint_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

inline const Golden& inpaint_golden() {
  static const Golden golden = read_golden("pipeline/inpaint_expected.safetensors");
  return golden;
}

// A copy of the tiny model in `folder` whose UNet's tensors `change` has changed.
inline std::string changed_model(const std::filesystem::path& folder, std::int64_t in_channels,
                                 const std::function<void(tensor::NamedTensors&)>& change) {
  std::filesystem::copy(inpaint_fixture("model"), folder, std::filesystem::copy_options::recursive);
  const std::filesystem::path weights = folder / "unet" / "diffusion_pytorch_model.safetensors";
  Golden unet = read_golden_file(weights.string());
  change(unet.tensors);
  REQUIRE(tensor::save_file(weights, unet.tensors).has_value());
  const std::filesystem::path config = folder / "unet" / "config.json";
  nlohmann::json json = nlohmann::json::parse(std::ifstream(config));
  json["in_channels"] = in_channels;
  std::ofstream(config) << json.dump();
  return folder.string();
}

// The tiny model with a first convolution of 9 channels.
inline std::string repainting_model() {
  static const TemporaryFolder folder;
  static const std::string model = changed_model(folder.path() / "model", 9, [](tensor::NamedTensors& unet) {
    unet["conv_in.weight"] = inpaint_golden()["conv_in"];
  });
  return model;
}

}  // namespace heddle::testing
