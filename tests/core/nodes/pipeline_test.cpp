#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <algorithm>
#include <cmath>

#include "pipeline/image_tensors.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

const testing::Golden& pipeline_golden() {
  static const testing::Golden golden = testing::read_golden("pipeline/expected.safetensors");
  return golden;
}

double psnr(const at::Tensor& a, const at::Tensor& b) {
  return -10 * std::log10((a - b).square().mean().item<double>());
}

// 8-bit pictures as (1, 3, h, w) in [0, 1].
at::Tensor unit(const pipeline::Images& images) { return (pipeline::to_tensor(images.front()) + 1) / 2; }

void check(PipelineBench& bench, const std::string& name) {
  bench.run();
  CAPTURE(name);
  CHECK(testing::relative_error(bench.latents(), pipeline_golden()[name]) < 1e-4);
  CHECK(psnr(unit(bench.images()), pipeline_golden()[name + "_image"]) > 50);
}

TEST_CASE("a sentence gives the latents and the picture that diffusers gives") {
  PipelineBench bench;
  bench.build(false);
  check(bench, "text");
}

TEST_CASE("without guidance a sentence gives the latents that diffusers gives") {
  PipelineBench bench;
  bench.build(false);
  bench.set(bench.sampler, "guidance", graph::Lane::scalar(1.0));
  check(bench, "two");
}

TEST_CASE("a reference picture at lambda 0, 0.5 and 1 gives the latents that diffusers gives") {
  PipelineBench bench;
  bench.build(true);
  for (const std::string scale : {"0.0", "0.5", "1.0"}) {
    bench.set(bench.prompt, "scale", graph::Lane::scalar(std::stod(scale)));
    check(bench, "image_" + scale);
  }
}

TEST_CASE("a reference picture alone gives the latents that diffusers gives") {
  PipelineBench bench;
  bench.build(true, "", "");
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.7));
  check(bench, "image_only");
}

TEST_CASE("Euler with a reference picture gives the latents that diffusers gives") {
  PipelineBench bench;
  bench.build(true);
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.7));
  bench.set(bench.sampler, "sampler", graph::Choice{"euler"});
  bench.set(bench.sampler, "schedule", graph::Choice{"linspace"});  // from_config drops DDIM's default spacing
  check(bench, "euler");
}

TEST_CASE("lambda 0 gives the base model's latents to the bit") {
  PipelineBench plain, with;
  plain.build(false);
  with.build(true);
  with.set(with.prompt, "scale", graph::Lane::scalar(0.0));
  plain.run();
  with.run();
  CHECK(at::equal(plain.latents(), with.latents()));
}

TEST_CASE("the low-memory mode keeps a model of fp16 as it is, gives the picture of fp32 to the bit, and says so") {
  PipelineBench full, small(at::kFloat, at::kBFloat16);
  full.build(true);
  small.build(true);
  full.run();
  small.run();
  CHECK(at::equal(full.latents(), small.latents()));
  CHECK(std::ranges::equal(full.images().front().pixels(), small.images().front().pixels()));
  CHECK(std::ranges::count(small.notes, small.services->policy.note()) == 1);
}

TEST_CASE("bf16 stays above 35 dB of fp32") {
  PipelineBench full, small(at::kBFloat16);
  full.build(true);
  small.build(true);
  full.run();
  small.run();
  CHECK(psnr(unit(full.images()), unit(small.images())) > 35);
}

}  // namespace
}  // namespace heddle
