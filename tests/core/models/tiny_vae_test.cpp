#include "models/tiny_vae/tiny_vae.h"

#include <cstdlib>

#include "support/golden.h"
#include "support/temporary_folder.h"
#include "training/tensor_store.h"
#include "weights/inspect.h"
#include "weights/model_files.h"

#include "support/test.h"

namespace heddle::models {
namespace {

TinyVae bound(const tensor::NamedTensors& weights, const TinyVaeConfig& config) {
  auto vae = TinyVae::bind(weights, config);
  REQUIRE_MESSAGE(vae.has_value(), vae.error().message);
  return *vae;
}

// The decoder of a file or folder, as the program opens it.
TinyVae opened(const std::filesystem::path& path) {
  auto part = weights::open_tiny_vae(path);
  REQUIRE_MESSAGE(part.has_value(), part.error().message);
  CHECK(part->check.extra.empty());
  auto tensors = tensor::load_tensors(part->weights, {}, RunControl::none());
  REQUIRE(tensors.has_value());
  return bound(tensor::converted(*tensors, at::kCPU, at::kFloat), TinyVaeConfig::from_json(part->config).value());
}

// "decoder.layers.2.conv.0.weight" as the author of TAESD numbers it: "3.conv.0.weight".
tensor::NamedTensors in_the_authors_names(const tensor::NamedTensors& weights, const std::string& prefix) {
  constexpr std::string_view kLayers = "decoder.layers.";
  tensor::NamedTensors renamed;
  for (const auto& [name, value] : weights) {
    char* rest = nullptr;
    const long number = std::strtol(name.c_str() + kLayers.size(), &rest, 10);
    renamed.emplace(prefix + std::to_string(number + 1) + rest, value);
  }
  return renamed;
}

TEST_CASE("the tiny decoder draws what diffusers' AutoencoderTiny draws") {
  const testing::Golden golden = testing::read_selftest("vae_tiny.safetensors");
  const TinyVaeConfig config = TinyVaeConfig::from_json(golden.config).value();
  CHECK(config.blocks == std::vector<std::int64_t>{2, 1, 3, 1});
  CHECK(testing::relative_error(bound(golden.weights(), config).decode(golden["latents"]), golden["decoded"]) < 1e-5);
}

TEST_CASE("the author's files and diffusers' folder are one decoder, its levels told from the names alone") {
  const testing::Golden golden = testing::read_selftest("vae_tiny.safetensors");
  const testing::TemporaryFolder folder;
  const tensor::NamedTensors weights = golden.weights();
  const auto write = [&](const char* name, const tensor::NamedTensors& tensors) {
    REQUIRE(training::write_tensors(folder / name, tensors, {}).has_value());
    return folder / name;
  };
  tensor::NamedTensors whole = in_the_authors_names(weights, "decoder.");
  whole.emplace("encoder.0.weight", weights.at("decoder.layers.0.weight"));
  for (const auto& path :
       {write("diffusion_pytorch_model.safetensors", weights),
        write("taesd_decoder.safetensors", in_the_authors_names(weights, "")), write("taesd.safetensors", whole)}) {
    CAPTURE(path.string());
    CHECK(testing::relative_error(opened(path).decode(golden["latents"]), golden["decoded"]) < 1e-5);
    const auto inspected = weights::inspect(path);
    REQUIRE(inspected.has_value());
    CHECK(weights::describe(inspected->signature) == "tiny VAE");
    CHECK(inspected->problems.empty());
    REQUIRE(inspected->parts.size() == 1);
    CHECK(inspected->parts.front().name == "vae_tiny");
  }
}

TEST_CASE("a tiny decoder that is cut off says what it lacks") {
  const testing::Golden golden = testing::read_selftest("vae_tiny.safetensors");
  const testing::TemporaryFolder folder;
  tensor::NamedTensors weights = golden.weights();
  weights.erase("decoder.layers.3.conv.2.bias");
  REQUIRE(training::write_tensors(folder / "taesd_decoder.safetensors", weights, {}).has_value());
  const auto part = weights::open_tiny_vae(folder / "taesd_decoder.safetensors");
  REQUIRE_FALSE(part.has_value());
  CHECK(part.error().message.find("the tiny VAE in 'taesd_decoder.safetensors' lacks tensors, 1 of") !=
        std::string::npos);
  CHECK(part.error().message.find("decoder.layers.3.conv.2.bias") != std::string::npos);
}

}  // namespace
}  // namespace heddle::models
