// What the diffusion tests share: the goldens, and the toy network that tests/golden/diffusion/reference.py also has.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/tensor.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "diffusion/denoise_loop.h"

namespace heddle::diffusion::test {

inline const std::vector<std::int64_t> kShape{4, 3, 3};

inline nlohmann::json golden(const std::string& name) {
  std::ifstream file(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/diffusion/" + name);
  return nlohmann::json::parse(file);
}

inline at::Tensor tensor_of(const nlohmann::json& numbers) {
  return at::tensor(numbers.get<std::vector<double>>(), at::TensorOptions().dtype(at::kDouble));
}

// Smooth, bounded, other for each channel; `push` plays the condition.
inline at::Tensor toy(const at::Tensor& x, double t, double push) {
  const at::Tensor channel = at::arange(4, at::TensorOptions().dtype(at::kFloat)).view({1, 4, 1, 1});
  return at::tanh(x * (channel * 0.1 + 0.5) + (channel * -0.1 + 0.3) * (t / 1000) + (channel * 0.05 + 0.2) * push);
}

inline Network toy_network(double push = 1.0) {
  return [push](const NetworkCall& call) {
    const at::Tensor cond = toy(call.x, call.t, push);
    return call.unconditional ? at::cat({toy(call.x, call.t, -0.5), cond}) : cond;
  };
}

inline double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble).flatten() - b.to(at::kDouble).flatten()).abs().max().item<double>();
}

// A run of the toy network from seeds; the parts may be changed before it is run.
struct ToyRun {
  DenoiseRequest request;
  tensor::NoiseSource noise;
  at::Tensor first_noise;
  Trajectory trajectory;

  ToyRun(const PlanRequest& plan, const SchedulerConfig& config = {}, std::vector<std::uint64_t> seeds = {11, 12})
      : noise(std::move(seeds), kShape), first_noise(noise.draw()) {
    request.plan = plan_steps(plan, NoiseSchedule(config)).value();
    request.options = SamplerOptions::from(config);
    request.prediction = config.prediction_type;
    request.network = toy_network();
    request.guidance = [](int) { return GuidanceValue{.guidance_scale = 1}; };
    trajectory = Trajectory::begin(request.plan.start(first_noise), noise.position());
  }

  Result<at::Tensor> go(const RunControl& control = RunControl::none()) {
    return denoise_loop(request, noise, trajectory, control);
  }
};

}  // namespace heddle::diffusion::test
