#include "adapters/controlnet_term.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <memory>

#include "adapters/t2i_adapter_term.h"

#include "support/test.h"

namespace heddle::adapters {
namespace {

TEST_CASE("the balances' factors are those of their sources") {
  const auto soft = balance_factors(ControlBalance::prompt_first, 13);
  CHECK(soft.front() == doctest::Approx(std::pow(0.825, 12)));
  CHECK(soft.back() == 1.0);
  CHECK(balance_factors(ControlBalance::guess_mode, 13) == soft);
  const auto even = balance_factors(ControlBalance::guess_mode_diffusers, 13);  // torch.logspace(-1, 0, 13)
  CHECK(even.front() == doctest::Approx(0.1));
  CHECK(even[11] == doctest::Approx(0.8254042));
  CHECK(even.back() == 1.0);
  for (const double factor : balance_factors(ControlBalance::control_first, 13)) CHECK(factor == 1.0);
}

// A narrow UNet, or a ControlNet of it, that reads text of `context` numbers.
models::UNetConfig narrow(std::int64_t context) {
  models::UNetConfig config;
  config.block_out_channels = {8, 8};
  config.down_attention = {true, false};
  config.up_attention = {false, true};
  config.transformer_layers = {1, 1};
  config.heads = {2, 2};
  config.norm_num_groups = 4;
  config.cross_attention_dim = context;
  return config;
}

TEST_CASE("a ControlNet of another family is refused, with the name of what is needed") {
  tensor::NamedTensors base, weights;
  models::UNet::initialise(base, narrow(768), at::detail::createCPUGenerator(1));
  const auto unet = models::UNet::bind(base, narrow(768));
  REQUIRE(unet);
  models::ControlNetConfig config;
  config.unet = narrow(1024);
  models::ControlNet::initialise(weights, config, at::detail::createCPUGenerator(1));
  auto net = models::ControlNet::bind(weights, config);
  REQUIRE(net);
  const ControlNetTerm term(std::make_shared<const models::ControlNet>(std::move(*net)), {}, "sd2", {});
  const auto fits = term.fits(*unet);
  REQUIRE_FALSE(fits);
  CHECK(fits.error().message.find("made for Stable Diffusion 2.x") != std::string::npos);
  CHECK(fits.error().message.find("control_v11p_sd15_") != std::string::npos);
}

TEST_CASE("a T2I-Adapter of other widths is refused") {
  tensor::NamedTensors base, weights;
  models::UNet::initialise(base, narrow(768), at::detail::createCPUGenerator(1));
  const auto unet = models::UNet::bind(base, narrow(768));
  models::T2IAdapterConfig config;
  config.widths = {8, 16};
  models::T2IAdapter::initialise(weights, config, at::detail::createCPUGenerator(1));
  auto net = models::T2IAdapter::bind(weights, config);
  REQUIRE((unet && net));
  const T2IAdapterTerm term(std::make_shared<const models::T2IAdapter>(std::move(*net)), {}, "wide", {});
  CHECK(term.fits(*unet).error().message.find("levels of 8, 8") != std::string::npos);
}

TEST_CASE("each balance has a name that reads back") {
  for (const std::string& name : control_balance_names()) CHECK(control_balance_from(name).has_value());
  CHECK_FALSE(control_balance_from("loud").has_value());
}

}  // namespace
}  // namespace heddle::adapters
