#include "diffusion/denoise_loop.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/zeros.h>

#include <limits>

#include "core/diffusion/toy.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::diffusion;
using test::ToyRun;

namespace {

class Watcher final : public RunControl::Sink {
 public:
  bool cancelled() override { return cancel_after >= 0 && static_cast<int>(texts.size()) >= cancel_after; }
  void report(double fraction, std::string_view text) override {
    fractions.push_back(fraction);
    texts.emplace_back(text);
  }
  void preview(const image::Image&) override {}

  int cancel_after = -1;
  std::vector<double> fractions;
  std::vector<std::string> texts;
};

// Guidance and condition change at step k.
void change_at(ToyRun& run, int k) {
  run.request.guidance = [k](int step) {
    return GuidanceValue{.guidance_scale = step < k ? 2.0 : 6.0, .rescale = step < k ? 0 : 0.3};
  };
  run.request.network = [k](const NetworkCall& call) { return test::toy_network(call.step < k ? 1.0 : 1.7)(call); };
}

bool same_history(const Trajectory& a, const Trajectory& b) {
  if (a.points.size() != b.points.size() || a.guidance_used != b.guidance_used) return false;
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    if (!at::equal(a.points[i].x, b.points[i].x)) return false;
    if (a.points[i].noise_position != b.points[i].noise_position) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a run changed at step k equals, to the bit, one that had the change from step k on") {
  for (const std::string_view sampler : sampler_names()) {
    CAPTURE(std::string(sampler));
    const PlanRequest plan{.sampler = std::string(sampler), .steps = 8};
    for (const int k : {1, 2, 5}) {
      ToyRun whole(plan);
      whole.request.options.eta = 0.5;
      change_at(whole, k);
      REQUIRE(whole.go());

      ToyRun parts(plan);
      parts.request.options.eta = 0.5;
      change_at(parts, 1000);
      parts.request.stop_before = k;
      REQUIRE(parts.go());
      CHECK(parts.trajectory.steps_done() == k);
      change_at(parts, k);
      parts.request.stop_before.reset();
      REQUIRE(parts.go());
      CHECK(same_history(parts.trajectory, whole.trajectory));
    }
  }
}

TEST_CASE("a finished run rewinds and branches, and the first branch stays as it was") {
  for (const std::string_view sampler : sampler_names()) {
    CAPTURE(std::string(sampler));
    ToyRun run({.sampler = std::string(sampler), .steps = 8});
    change_at(run, 1000);
    REQUIRE(run.go());
    const Trajectory first = run.trajectory;
    const at::Tensor image = first.x().clone();

    run.trajectory.rewind(3);
    change_at(run, 3);
    REQUIRE(run.go());
    CHECK(!at::equal(run.trajectory.x(), image));

    run.trajectory = first;
    run.trajectory.rewind(5);
    change_at(run, 1000);
    REQUIRE(run.go());
    CHECK(at::equal(run.trajectory.x(), image));
    CHECK(at::equal(first.x(), image));
  }
}

TEST_CASE("replaying the guidance that was used gives the same bits") {
  ToyRun live({.sampler = "euler_a", .steps = 6});
  double w = 1;
  live.request.guidance = [&w](int) { return GuidanceValue{.guidance_scale = w *= 1.5}; };
  REQUIRE(live.go());
  REQUIRE(live.trajectory.guidance_used.size() == 6);

  ToyRun replay({.sampler = "euler_a", .steps = 6});
  replay.request.guidance = [&](int step) { return live.trajectory.guidance_used[static_cast<std::size_t>(step)]; };
  REQUIRE(replay.go());
  CHECK(at::equal(replay.trajectory.x(), live.trajectory.x()));
}

TEST_CASE("progress counts the steps of the whole run, also after a stop") {
  ToyRun run({.sampler = "ddim", .steps = 4});
  Watcher watcher;
  run.request.stop_before = 3;
  REQUIRE(run.go(RunControl(watcher)));
  run.request.stop_before.reset();
  REQUIRE(run.go(RunControl(watcher)));
  CHECK(watcher.texts == std::vector<std::string>{"step 1 of 4", "step 2 of 4", "step 3 of 4", "step 4 of 4"});
  CHECK(watcher.fractions == std::vector<double>{0.25, 0.5, 0.75, 1});
}

TEST_CASE("a cancelled run keeps its steps and can be resumed") {
  ToyRun straight({.sampler = "unipc", .steps = 6});
  REQUIRE(straight.go());

  ToyRun run({.sampler = "unipc", .steps = 6});
  Watcher watcher;
  watcher.cancel_after = 2;
  const auto stopped = run.go(RunControl(watcher));
  REQUIRE(!stopped);
  CHECK(stopped.error().kind == ErrorKind::cancelled);
  CHECK(run.trajectory.steps_done() == 2);
  REQUIRE(run.go());
  CHECK(same_history(run.trajectory, straight.trajectory));
}

TEST_CASE("a network that notices the cancellation ends the step and nothing of it stays") {
  ToyRun run({.sampler = "heun", .steps = 6});
  int calls = 0;
  run.request.network = [&](const NetworkCall& call) {
    if (++calls == 4) throw heddle::CancelledException();
    return test::toy(call.x, call.t, 1.0);
  };
  const auto stopped = run.go();
  REQUIRE(!stopped);
  CHECK(stopped.error().kind == ErrorKind::cancelled);
  CHECK(run.trajectory.steps_done() == 1);
}

TEST_CASE("previews show the estimate of the clean picture at each step") {
  ToyRun run({.sampler = "dpmpp_2m", .steps = 5});
  std::vector<int> steps;
  at::Tensor last;
  run.request.preview = [&](int step, const at::Tensor& denoised) {
    steps.push_back(step);
    last = denoised;
  };
  REQUIRE(run.go());
  CHECK(steps == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(test::largest_difference(last, run.trajectory.x()) < 1e-6);  // the last step of this sampler is its estimate
}

TEST_CASE("values that are not numbers stop the run with a remedy") {
  ToyRun run({.steps = 4});
  run.request.network = [](const NetworkCall& call) {
    return at::full_like(call.x, call.step == 2 ? std::numeric_limits<double>::quiet_NaN() : 0.0);
  };
  const auto stopped = run.go();
  REQUIRE(!stopped);
  CHECK(stopped.error().message.find("step 3 of 4") != std::string::npos);
  CHECK(stopped.error().message.find("the model itself made them; use fp32") != std::string::npos);
}

TEST_CASE("where the network gave numbers, the message names the sampler and its steps") {
  ToyRun run({.sampler = "euler", .steps = 4});
  run.request.plan.steps[1].next.alpha = std::numeric_limits<double>::quiet_NaN();
  const auto stopped = run.go();
  REQUIRE(!stopped);
  CHECK(stopped.error().message.find("the sampler euler cannot do 4 steps") != std::string::npos);
}

TEST_CASE("a level of pure noise is named: by what the network predicts, or by the sampler") {
  for (const auto& [prediction, words] : {std::pair(PredictionType::epsilon, "zero terminal SNR"),
                                          std::pair(PredictionType::v_prediction, "choose ddim")}) {
    ToyRun run({.steps = 4});
    run.request.prediction = prediction;
    run.request.plan.steps[0].at.alpha = 0;
    run.request.plan.steps[0].next.alpha = std::numeric_limits<double>::quiet_NaN();
    const auto stopped = run.go();
    REQUIRE(!stopped);
    CHECK(stopped.error().message.find(words) != std::string::npos);
  }
}

TEST_CASE("inpainting keeps the picture outside the mask to the bit") {
  ToyRun run({.sampler = "euler", .steps = 5});
  const at::Tensor init_latents = at::arange(72, at::kFloat).sin().view({2, 4, 3, 3});
  at::Tensor mask = at::zeros({1, 1, 3, 3});
  mask[0][0][1][1] = 1;
  run.request.inpaint = Inpaint{.mask = mask, .init_latents = init_latents, .noise = run.first_noise};
  const auto latents = run.go();
  REQUIRE(latents);
  const at::Tensor kept = mask.eq(0).expand(init_latents.sizes());
  CHECK(at::equal(latents->masked_select(kept), init_latents.masked_select(kept)));
  CHECK(!at::equal(*latents, init_latents));
}

TEST_CASE("strength zero gives the picture back") {
  const at::Tensor init_latents = at::arange(72, at::kFloat).sin().view({2, 4, 3, 3});
  ToyRun run({.sampler = "euler", .steps = 5, .first = first_point(5, 0.0)});
  run.trajectory = Trajectory::begin(run.request.plan.start_from(init_latents, run.first_noise), run.noise.position());
  const auto latents = run.go();
  REQUIRE(latents);
  CHECK(at::equal(*latents, init_latents));
}
