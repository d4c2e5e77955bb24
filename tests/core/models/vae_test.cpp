#include "models/vae/vae.h"

#include "support/golden.h"
#include "support/test.h"

namespace heddle::models {
namespace {

TEST_CASE("the VAE encodes and decodes as diffusers does") {
  const auto golden = testing::read_selftest("vae.safetensors");
  const auto vae = Vae::bind(golden.weights(), VaeConfig::from_json(golden.config).value());
  REQUIRE_MESSAGE(vae, (vae ? "" : vae.error().message));
  const Gaussian encoded = vae->encode(golden["picture"]);
  CHECK(testing::relative_error(encoded.mean, golden["mean"]) < 1e-5);
  CHECK(testing::relative_error(encoded.log_var, golden["logvar"]) < 1e-5);
  CHECK(testing::relative_error(vae->decode(golden["latents"]), golden["decoded"]) < 1e-5);
}

TEST_CASE("a VAE config survives the way through JSON") {
  VaeConfig config;
  config.block_out_channels = {8, 16};
  config.scaling_factor = 0.5;
  const VaeConfig back = VaeConfig::from_json(config.to_json()).value();
  CHECK(back.block_out_channels == config.block_out_channels);
  CHECK(back.scaling_factor == config.scaling_factor);
}

}  // namespace
}  // namespace heddle::models
