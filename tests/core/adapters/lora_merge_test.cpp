#include "adapters/lora_merge.h"

#include <ATen/ops/equal.h>

#include "support/golden.h"
#include "support/test.h"
#include "weights/model_files.h"

namespace heddle::adapters {
namespace {

using weights::LoraFile;
using weights::LoraMatch;
using weights::LoraPart;

std::string golden(const std::string& name) { return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/" + name; }

const testing::Golden& expected() {
  static const testing::Golden read = testing::read_golden("lora/expected.safetensors");
  return read;
}

const weights::WeightMap& network(LoraPart part) {
  static const auto unet = weights::open_unet(golden("pipeline/model/unet"));
  static const auto text = weights::open_text_encoder(golden("pipeline/model/text_encoder"));
  return part == LoraPart::unet ? unet->weights : text->weights;
}

LoraMatch match(const std::string& file, LoraPart part) {
  auto lora = weights::open_lora(golden("lora/" + file));
  REQUIRE_MESSAGE(lora, (lora ? "" : lora.error().message));
  auto found = weights::match_lora(*lora, part, network(part));
  REQUIRE_MESSAGE(found, (found ? "" : found.error().message));
  CHECK(found->unmatched.empty());
  CHECK(lora->unknown.empty());
  return std::move(*found);
}

at::Tensor original(LoraPart part, const std::string& name, at::ScalarType type) {
  return tensor::tensor_view(*network(part).find(name))->to(type);
}

// Largest difference, as a share of the largest expected value.
double worst(const at::Tensor& actual, const at::Tensor& reference) {
  const at::Tensor e = reference.to(at::kDouble);
  return ((actual.to(at::kDouble) - e).abs().max() / e.abs().max()).item<double>();
}

// Every weight that the reference has under `name` is among the patches, and merges to the same numbers.
void check(const std::string& file, const std::string& name, LoraPart part, double strength) {
  CAPTURE(file);
  const LoraMatch found = match(file, part);
  const std::string prefix = name + (part == LoraPart::unet ? ":unet:" : ":text:");
  std::size_t compared = 0;
  for (const auto& [key, reference] : expected().tensors) {
    if (!key.starts_with(prefix)) continue;
    const std::string weight = key.substr(prefix.size());
    CAPTURE(weight);
    std::vector<LoraTerm> terms;
    for (const weights::LoraPatch& patch : found.patches) {
      if (patch.weight == weight) terms.push_back({&patch, strength});
    }
    REQUIRE(terms.size() == 1);
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
      auto made = merged(original(part, weight, type), terms);
      REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
      CHECK(worst(*made, reference) < 1e-6);
    }
    ++compared;
  }
  CHECK(compared == found.patches.size());
}

TEST_CASE("kohya's LoRA merges to what diffusers makes of it, UNet and text encoder") {
  check("kohya.safetensors", "kohya", LoraPart::unet, 0.75);
  check("kohya.safetensors", "kohya", LoraPart::text_encoder, 0.75);
}

TEST_CASE("the same LoRA in LDM's names merges to the same weights") {
  check("ldm.safetensors", "kohya", LoraPart::unet, 0.75);
}

TEST_CASE("diffusers' LoRA with PEFT's names and alpha in the metadata merges to what diffusers makes of it") {
  check("diffusers.safetensors", "diffusers", LoraPart::unet, 1);
  check("diffusers.safetensors", "diffusers", LoraPart::text_encoder, 1);
}

TEST_CASE("the first form of diffusers' LoRA, by attention processors, merges to what diffusers makes of it") {
  check("old.safetensors", "old", LoraPart::unet, 1);
}

TEST_CASE("PEFT's own LoRA, rank-stabilised LoRA, DoRA, LoHa and LoKr merge to what PEFT makes of them") {
  for (const std::string kind : {"lora", "rslora", "dora", "loha", "lokr"}) {
    check("peft_" + kind + "/adapter_model.safetensors", "peft_" + kind, LoraPart::unet, 1);
  }
}

TEST_CASE("LoCon, LoHa, LoKr, DoRA and differences in kohya's spelling merge to what the formulas give in fp64") {
  check("lycoris.safetensors", "lycoris", LoraPart::unet, 0.7);
}

TEST_CASE("strength 0 gives the weight itself, and terms add up in their order") {
  const LoraMatch found = match("kohya.safetensors", LoraPart::unet);
  const weights::LoraPatch& patch = found.patches.front();
  const at::Tensor weight = original(LoraPart::unet, patch.weight, at::kFloat);
  const at::Tensor before = weight.clone();
  const LoraTerm off{&patch, 0}, half{&patch, 0.5}, one{&patch, 1};
  CHECK(at::equal(*merged(weight, {&off, 1}), before));
  const LoraTerm twice[] = {half, half};
  CHECK(worst(*merged(weight, twice), *merged(weight, {&one, 1})) < 1e-6);
  CHECK(at::equal(weight, before));
}

}  // namespace
}  // namespace heddle::adapters
