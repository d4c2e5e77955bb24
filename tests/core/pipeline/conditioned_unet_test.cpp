#include "pipeline/conditioned_unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>

#include "pipeline/sample.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle::pipeline {
namespace {

using adapters::TermBatch;
using adapters::TermStep;
using at::Tensor;

// What a run did with a term, by call.
struct TermLog {
  int prepared = 0;
  std::vector<std::vector<double>> scales;
  std::vector<int> steps;
  std::vector<std::int64_t> text_rows;
};

// Adds one residual everywhere, times its scale, and appends tokens where it has some.
class LoggingTerm final : public adapters::ConditioningTerm {
 public:
  LoggingTerm(std::string identity, std::shared_ptr<TermLog> log,
              std::optional<adapters::TextTokens> tokens = std::nullopt, std::string place = {})
      : identity_(std::move(identity)), place_(std::move(place)), log_(std::move(log)), tokens_(std::move(tokens)) {}

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] std::string place() const override { return place_; }
  [[nodiscard]] std::size_t scale_count(const models::UNet& /*unet*/) const override { return 1; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override {
    if (unet.config().out_channels == 4 && identity_ != "misfit") return {};
    return fail(ErrorKind::invalid_input, "[sample] the toy is for another network");
  }
  [[nodiscard]] std::unique_ptr<adapters::PreparedTerm> prepare(const adapters::TermRun& run) const override {
    CHECK(run.height == 16);
    CHECK(run.width == 8);
    ++log_->prepared;
    return std::make_unique<Prepared>(log_, tokens_);
  }

 private:
  class Prepared final : public adapters::PreparedTerm {
   public:
    Prepared(std::shared_ptr<TermLog> log, std::optional<adapters::TextTokens> tokens)
        : log_(std::move(log)), tokens_(std::move(tokens)) {}
    std::optional<adapters::TextTokens> text_tokens(const TermStep& /*step*/, const TermBatch& /*batch*/) override {
      return tokens_;
    }
    void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
      log_->scales.emplace_back(step.scales.begin(), step.scales.end());
      log_->steps.push_back(step.index);
      log_->text_rows.push_back(batch.text.size(0));
      input.add_residuals(std::vector<Tensor>(6, at::full({1, 1, 1, 1}, step.scales.front())), {});
    }

   private:
    std::shared_ptr<TermLog> log_;
    std::optional<adapters::TextTokens> tokens_;
  };

  std::string identity_, place_;
  std::shared_ptr<TermLog> log_;
  std::optional<adapters::TextTokens> tokens_;
};

std::shared_ptr<const DiffusionModel> model_of(models::UNet unet) {
  return std::make_shared<const DiffusionModel>(DiffusionModel{.unet = std::move(unet),
                                                               .scheduler = {},
                                                               .name = {},
                                                               .policy = {},
                                                               .tiny_vae = {},
                                                               .preview_vae = {},
                                                               .latent_rgb = {},
                                                               .source = {},
                                                               .loras = {}});
}

// The recorded small UNet as a model of the pipeline, with the two texts of its golden.
struct Bench {
  testing::Golden golden = testing::read_selftest("unet_small.safetensors");
  tensor::NamedTensors weights = golden.weights();
  std::shared_ptr<const DiffusionModel> model =
      model_of(*models::UNet::bind(weights, *models::UNetConfig::from_json(golden.config)));
  Tensor cond = golden["context"].slice(0, 0, 1), uncond = golden["context"].slice(0, 1, 2);
  Tensor x = golden["x"].slice(0, 0, 1);

  std::shared_ptr<const Conditioning> positive = std::make_shared<const Conditioning>(Conditioning{cond, cond});
  std::shared_ptr<const Conditioning> negative = std::make_shared<const Conditioning>(Conditioning{uncond, uncond});

  [[nodiscard]] SamplingInputs inputs(std::vector<ScaledTerm> terms) const {
    return {.model = model, .positive = positive, .negative = negative, .terms = std::move(terms)};
  }
  [[nodiscard]] SamplingRequest request(std::vector<ScaledTerm> terms) const {
    auto request =
        plan_sampling(inputs(std::move(terms)), {.steps = 4, .sampler = "euler", .width = 64, .height = 128});
    REQUIRE_MESSAGE(request, (request ? "" : request.error().message));
    return std::move(*request);
  }
  // The network itself, asked without the pipeline.
  [[nodiscard]] Tensor asked(const Tensor& context, double residual = 0) const {
    models::UNetInput input;
    input.sample = x.expand({context.size(0), 4, 16, 8});
    input.timesteps = at::full({context.size(0)}, 500.0, at::kFloat);
    input.text = model->unet.project_context(context);
    if (residual != 0) input.add_residuals(std::vector<Tensor>(6, at::full({1, 1, 1, 1}, residual)), {});
    return model->unet.forward(input);
  }
  Tensor call(ConditionedUNet& net, int step, bool unconditional) const { return net({x, 500, step, unconditional}); }
};

ScaledTerm scaled(std::shared_ptr<const adapters::ConditioningTerm> term, graph::Lane scale) {
  return {std::move(term), std::move(scale), {}};
}

ScaledTerm logging(const std::shared_ptr<TermLog>& log, graph::Lane scale, const std::string& identity = "toy") {
  return scaled(std::make_shared<const LoggingTerm>(identity, log), std::move(scale));
}

TEST_CASE("without terms the network is asked with the text alone, the unconditional half first") {
  const Bench bench;
  const SamplingRequest request = bench.request({});
  ConditionedUNet net(request, RunControl::none());
  CHECK(at::equal(bench.call(net, 0, false), bench.asked(bench.cond)));
  CHECK(at::equal(bench.call(net, 0, true), bench.asked(at::cat({bench.uncond, bench.cond}))));
}

TEST_CASE("a term acts by its scale in both kinds of batch, and is prepared once a run") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  const SamplingRequest request = bench.request({logging(log, graph::Lane::scalar(0.5))});
  ConditionedUNet net(request, RunControl::none());
  CHECK(at::equal(bench.call(net, 0, false), bench.asked(bench.cond, 0.5)));
  CHECK(at::equal(bench.call(net, 1, true), bench.asked(at::cat({bench.uncond, bench.cond}), 0.5)));
  CHECK(log->prepared == 1);
  CHECK(log->text_rows == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("outside its lane's span a term is not called, and one that never acts is not prepared") {
  const Bench bench;
  const auto late = std::make_shared<TermLog>(), never = std::make_shared<TermLog>();
  graph::Lane span = graph::Lane::scalar(0.5);
  span.start = 0.25;
  span.end = 0.75;
  const SamplingRequest request = bench.request({logging(late, span), logging(never, graph::Lane::scalar(0), "zero")});
  ConditionedUNet net(request, RunControl::none());
  CHECK(at::equal(bench.call(net, 0, false), bench.asked(bench.cond)));
  CHECK(late->prepared == 0);
  for (int step = 1; step < 4; ++step) bench.call(net, step, false);
  CHECK(late->steps == std::vector<int>{1, 2});
  CHECK(never->prepared == 0);
  CHECK(never->steps.empty());
  CHECK(net.scales_used()[3] == StepScales{{0}, {0}});
}

TEST_CASE("a lane by step gives a term each step's scale") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  graph::Lane lane;
  lane.values = {{0.1, 0, 0.3, 0.4}};
  const SamplingRequest request = bench.request({logging(log, lane)});
  ConditionedUNet net(request, RunControl::none());
  for (int step = 0; step < 4; ++step) bench.call(net, step, true);
  CHECK(log->scales == std::vector<std::vector<double>>{{0.1}, {0.3}, {0.4}});
}

TEST_CASE("a live scale is heard at the next step, not between two calls of one, and recorded") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  SamplingRequest request = bench.request({logging(log, graph::Lane::scalar(0.5))});
  double newest = 0.5;
  request.scale = [&newest](std::size_t) { return graph::Lane::scalar(newest); };
  ConditionedUNet net(request, RunControl::none());
  bench.call(net, 0, false);
  newest = 0.9;
  bench.call(net, 0, false);
  bench.call(net, 1, false);
  CHECK(log->scales == std::vector<std::vector<double>>{{0.5}, {0.5}, {0.9}});
  CHECK(net.scales_used() == std::vector<StepScales>{{{0.5}}, {{0.9}}});
}

TEST_CASE("the residuals of several terms sum up") {
  const Bench bench;
  const auto one = std::make_shared<TermLog>(), other = std::make_shared<TermLog>();
  const SamplingRequest request =
      bench.request({logging(one, graph::Lane::scalar(0.25), "b"), logging(other, graph::Lane::scalar(0.5), "a")});
  ConditionedUNet net(request, RunControl::none());
  CHECK(at::equal(bench.call(net, 0, false), bench.asked(bench.cond, 0.75)));
}

TEST_CASE("what a term appends to the text is projected with it, each half with its own") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  const adapters::TextTokens tokens{bench.cond.slice(1, 0, 2) * 0.5, bench.uncond.slice(1, 0, 2) * 2};
  const SamplingRequest request =
      bench.request({scaled(std::make_shared<const LoggingTerm>("tokens", log, tokens), graph::Lane::scalar(0.5))});
  ConditionedUNet net(request, RunControl::none());
  const Tensor cond = at::cat({bench.cond, tokens.cond}, 1), uncond = at::cat({bench.uncond, tokens.uncond}, 1);
  CHECK(at::equal(bench.call(net, 0, false), bench.asked(cond, 0.5)));
  CHECK(at::equal(bench.call(net, 0, true), bench.asked(at::cat({uncond, cond}), 0.5)));
}

TEST_CASE("terms are applied in the order of their names, however they are wired") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  const SamplingRequest request =
      bench.request({logging(log, graph::Lane::scalar(0.2), "c"), logging(log, graph::Lane::scalar(0.3), "a"),
                     logging(log, graph::Lane::scalar(0.4), "b")});
  ConditionedUNet net(request, RunControl::none());
  bench.call(net, 0, false);
  CHECK(log->scales == std::vector<std::vector<double>>{{0.3}, {0.4}, {0.2}});
}

TEST_CASE("a term for another network is refused before the run, in its own words") {
  const Bench bench;
  const auto refused =
      plan_sampling(bench.inputs({logging(std::make_shared<TermLog>(), graph::Lane::scalar(1), "misfit")}),
                    {.width = 64, .height = 128});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "[sample] the toy is for another network");
}

TEST_CASE(
    "a run goes on from an earlier one of the same terms where only a scale differs, and not from one of others") {
  const Bench bench;
  const auto log = std::make_shared<TermLog>();
  TrajectoryCache cache;
  graph::Lane lane;
  lane.values = {{0.1, 0.1, 0.1, 0.1}};
  const auto steps_of_run = [&](const graph::Lane& scale, const std::string& identity, const std::string& place = {}) {
    log->steps.clear();
    const auto term = std::make_shared<const LoggingTerm>(identity, log, std::nullopt, place);
    REQUIRE(sample(bench.request({scaled(term, scale)}), cache, RunControl::none()));
    return log->steps;
  };
  CHECK(steps_of_run(lane, "toy") == std::vector<int>{0, 1, 2, 3});
  lane.values[0][2] = 0.3;
  CHECK(steps_of_run(lane, "toy") == std::vector<int>{2, 3});
  CHECK(steps_of_run(lane, "toy", "left") == std::vector<int>{0, 1, 2, 3});
  CHECK(steps_of_run(lane, "other") == std::vector<int>{0, 1, 2, 3});
}

}  // namespace
}  // namespace heddle::pipeline
