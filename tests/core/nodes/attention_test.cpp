// What each place attended to, against tests/golden/pipeline/make_attention.py;
// and that looking changes no bit.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/attention_maps.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "tensor/weight_tensors.h"

namespace heddle {
namespace {

using pipeline::AttentionChoice;
using pipeline::AttentionKind;
using pipeline::AttentionMaps;
using testing::PipelineBench;

constexpr double kTolerance = 1e-4;

struct Looked {
  AttentionMaps maps;
  at::Tensor latents;
};

Looked look(bool keeps, at::ScalarType dtype = at::kFloat) {
  PipelineBench bench(dtype);
  bench.build(true);
  bench.set(bench.sampler, "steps", std::int64_t{2});
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.6));
  bench.set(bench.sampler, "keep_attention", keeps);
  bench.run();
  return {bench.sampled.find("attention")->as<AttentionMaps>(), bench.latents()};
}

double farthest(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

}  // namespace

TEST_CASE("maps agree with diffusers' processors and sum to 1") {
  const Looked seen = look(true);
  const auto expected = testing::read_golden("pipeline/attention_expected.safetensors").tensors;
  CHECK(farthest(seen.latents, expected.at("latents")) < 1e-3);
  CHECK(seen.maps.records.size() == 2 * seen.maps.layers.size());
  for (const pipeline::AttentionRecord& record : seen.maps.records) {
    const std::string name = fmt::format("step.{}.layer.{}.", record.step, record.layer);
    CAPTURE(name);
    REQUIRE(record.words.size(2) == 77);
    CHECK(farthest(record.words.slice(2, 0, 10), expected.at(name + "words")) < kTolerance);
    CHECK(farthest(record.references.at(0), expected.at(name + "reference.1")) < kTolerance);
    CHECK(farthest(record.shares, expected.at(name + "shares")) < kTolerance);
    for (const at::Tensor& map : {record.words, record.references[0], record.shares})
      CHECK(farthest(map.sum(-1), at::ones_like(map.sum(-1))) < 1e-5);
  }
}

TEST_CASE("looking changes no bit, and what is not asked for is not there") {
  for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
    const Looked with = look(true, dtype), without = look(false, dtype);
    CHECK(at::equal(with.latents, without.latents));
    CHECK(without.maps.records.empty());
  }
}

TEST_CASE(
    "means are over the chosen layers and steps, and words are found by "
    "their tokens") {
  const AttentionMaps maps = look(true).maps;
  auto all = mean_map(maps, {});
  REQUIRE(all);
  CHECK(all->sizes().vec() == std::vector<std::int64_t>{6, 8, 77});
  CHECK(farthest(all->sum(-1), at::ones({6, 8})) < 1e-5);
  at::Tensor steps = at::zeros({6, 8, 77});
  for (int step = 0; step < 2; ++step) steps = steps + *mean_map(maps, {.first_step = step, .steps = 1});
  CHECK(farthest(steps / 2, *all) < 1e-5);
  CHECK(!mean_map(maps, {.layers = "sideways"}));
  CHECK(!mean_map(maps, {.kind = AttentionKind::reference, .reference = 1}));
  CHECK(farthest(*mean_map(maps, {.layers = "mid"}), *all) > 1e-4);
  CHECK(tokens_of_word(maps, "Ball") == std::vector<std::int64_t>{3});
  CHECK(maps.tokens[0] == "<start>");
  CHECK(tokens_of_word(maps, "the").size() == 3);  // the tiny vocabulary spells it
  CHECK(tokens_of_word(maps, "cube").empty());
}

TEST_CASE("the nodes light a word, a reference and its tokens, and save all") {
  PipelineBench bench;
  bench.build(true);
  bench.set(bench.sampler, "steps", std::int64_t{2});
  bench.set(bench.sampler, "keep_attention", true);
  const testing::TemporaryFolder folder;
  bench.services->output_folder = folder.path();
  const auto add = [&](const char* type, graph::ParamMap params) {
    graph::Node node;
    node.type = type;
    node.params = std::move(params);
    const graph::NodeId id = bench.graph.add(std::move(node));
    REQUIRE(bench.graph.connect({{bench.sampler, "attention"}, {id, "attention"}}).has_value());
    return id;
  };
  const auto images_of = [&](const graph::ParamMap& params) {
    const graph::NodeId show = add("attention.show", params);
    REQUIRE(bench.graph.connect({{bench.decode, "image"}, {show, "image"}}).has_value());
    return bench.run_node(show).find("image")->as<pipeline::Images>();
  };
  const auto ball = images_of({{"word", std::string("ball")}});
  REQUIRE(ball.size() == 1);
  CHECK(ball[0].width() == 64);
  CHECK(!std::ranges::equal(images_of({{"of", graph::Choice{"reference"}}})[0].pixels(), ball[0].pixels()));
  CHECK(images_of({{"of", graph::Choice{"token"}}, {"token", std::int64_t{4}}}).size() == 1);
  CHECK_THROWS_WITH_AS(images_of({{"word", std::string("cube")}}), doctest::Contains("ball"), std::runtime_error);
  CHECK_THROWS_AS(images_of({{"of", graph::Choice{"reference"}}, {"reference", std::int64_t{2}}}), std::runtime_error);
  bench.run_node(add("attention.save", {}));
  const auto saved = tensor::load_file(folder.path() / "attention.safetensors");
  REQUIRE(saved);
  CHECK(saved->contains("picture.1.layer.3.reference.1"));
  CHECK(saved->contains("step.1.layer.0.words"));
  bench.set(bench.sampler, "keep_attention", false);
  CHECK_THROWS_WITH_AS(images_of({{"word", std::string("ball")}}), doctest::Contains("Keep attention"),
                       std::runtime_error);
}

}  // namespace heddle
