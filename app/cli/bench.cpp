// heddle bench: how long each stage takes on this machine.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "bench_controls.h"
#include "bench_kernels.h"
#include "bench_maps.h"
#include "bench_operators.h"
#include "cli_context.h"
#include "pipeline/load/model_parts.h"
#include "pipeline/text_encoding.h"
#include "subcommands.h"
#include "tensor/weight_layout.h"
#include "weights/latent_facts.h"

namespace heddle::cli {

namespace {

using at::Tensor;

struct BenchArguments {
  std::string model = "bobbin", control, t2i;
  int width = 0, height = 0, repeats = 3, image_tokens = 0;
  bool unguided = false, maps = false, operators = false, processor_time = false;
  ComputeOptions compute;
};

struct Stage {
  std::string name;
  double seconds = 0;
};

double seconds_of(const std::function<void()>& work) {
  const double start = clock_seconds();
  work();
  return clock_seconds() - start;
}

// Dense matrix products of 2048: the machine's peak in this precision, in GFLOP/s.
double measured_peak(const tensor::ComputePolicy& policy) {
  constexpr std::int64_t n = 2048;
  const Tensor a = at::ones({n, n}, at::TensorOptions(policy.device).dtype(policy.dtype));
  return 2.0 * n * n * n / median_seconds(3, [&] { (void)at::matmul(a, a); }) / 1e9;
}

models::UNetInput step_input(const models::UNet& unet, const BenchArguments& arguments,
                             const tensor::ComputePolicy& policy) {
  const models::UNetConfig& config = unet.config();
  const std::int64_t batch = arguments.unguided ? 1 : 2;
  const auto options = at::TensorOptions(policy.device).dtype(policy.dtype);
  const std::int64_t height = arguments.height > 0 ? arguments.height / weights::kLatentFactor : config.sample_size;
  const std::int64_t width = arguments.width > 0 ? arguments.width / weights::kLatentFactor : config.sample_size;
  models::UNetInput input;
  input.sample = at::full({batch, config.in_channels, height, width}, 0.5, options);
  if (tensor::has_channels_innermost(config.block_out_channels.front()))
    input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({batch}, 500.0, options.dtype(at::kFloat));
  input.text = unet.project_context(at::full({batch, 77, config.cross_attention_dim}, 0.1, options));
  if (arguments.image_tokens > 0) {
    const Tensor tokens = at::full({batch, arguments.image_tokens, config.cross_attention_dim}, 0.1, options);
    const std::vector<double> scales(unet.cross_attention_layers().size(), 0.6);
    input.image_prompts.push_back({unet.project_context(tokens), scales, {}});
  }
  return input;
}

// The steps with the control files that are given.
Result<void> measure_controls(const models::UNet& unet, const models::UNetInput& input, const BenchArguments& arguments,
                              const tensor::ComputePolicy& policy, std::vector<Stage>& stages) {
  const auto add = [&stages](Result<std::vector<ControlSpeed>> speeds) -> Result<void> {
    if (!speeds) return forward(speeds);
    for (const ControlSpeed& speed : *speeds) stages.push_back({speed.name, speed.seconds});
    return {};
  };
  if (!arguments.control.empty()) {
    if (auto added = add(measure_control(arguments.control, unet, input, policy, arguments.repeats)); !added)
      return added;
  }
  if (arguments.t2i.empty()) return {};
  return add(measure_t2i(arguments.t2i, unet, input, policy, arguments.repeats));
}

Result<std::vector<Stage>> measure(CliContext& context, const BenchArguments& arguments) {
  const at::NoGradGuard no_grad;
  const tensor::ComputePolicy& policy = context.services().policy;
  auto files = weights::open_model(context.services().model_path(arguments.model));
  if (!files) return forward(files);
  std::vector<Stage> stages;
  Result<pipeline::Loaded<pipeline::DiffusionModel>> model = cancelled();  // until it is loaded
  stages.push_back({"load_unet", seconds_of([&] {
                      model = pipeline::load_diffusion_model(*files, nullptr, policy, RunControl::none());
                    })});
  if (!model) return forward(model);
  const models::UNet& unet = model->value.unet;
  const models::UNetInput input = step_input(unet, arguments, policy);
  stages.push_back({arguments.unguided ? "step" : "guided_step",
                    median_seconds(arguments.repeats, [&] { (void)unet.forward(input); })});
  if (auto added = measure_controls(unet, input, arguments, policy, stages); !added) return forward(added);
  if (const auto& tiny = model->value.tiny_vae; tiny != nullptr) {
    const Tensor latents = at::zeros({1, weights::kLatentChannels, input.sample.size(2), input.sample.size(3)},
                                     at::TensorOptions(policy.device).dtype(policy.dtype));
    stages.push_back({"preview", median_seconds(arguments.repeats, [&] { (void)tiny->decode(latents); })});
  }
  if (files->text_encoder) {
    auto encoder = pipeline::load_text_encoder(*files, context.services().vocabulary, policy, RunControl::none());
    if (!encoder) return forward(encoder);
    const auto text = std::make_shared<const pipeline::TextEncoder>(encoder->value);
    pipeline::TextRequest request;
    request.text = "a red ball on the beach";
    stages.push_back({"text", median_seconds(arguments.repeats, [&] { (void)pipeline::encode_text(text, request); })});
  }
  if (files->vae) {
    auto vae = pipeline::load_vae(*files->vae, policy, RunControl::none());
    if (!vae) return forward(vae);
    const Tensor latents = at::zeros({1, weights::kLatentChannels, input.sample.size(2), input.sample.size(3)},
                                     at::TensorOptions(policy.device).dtype(policy.dtype));
    const models::Vae& network = vae->value.network();
    stages.push_back({"decode", median_seconds(arguments.repeats, [&] { (void)network.decode(latents); })});
  }
  return stages;
}

int bench_maps(const BenchArguments& arguments, const engine::NodeRegistry& registry) {
  auto speeds = measure_maps(registry, arguments.repeats);
  if (!speeds) return report(speeds.error());
  Json json{{"processor", tensor::processor().describe()}};
  for (const MapSpeed& speed : *speeds) json["seconds"][speed.name] = speed.seconds;
  if (arguments.compute.json) {
    fmt::print("{}\n", dump_json(json));
    return 0;
  }
  fmt::print("{}\nmaps of 1024 x 1024\n", tensor::processor().describe());
  for (const MapSpeed& speed : *speeds) fmt::print("{:<18}{:7.1f} ms\n", speed.name, speed.seconds * 1000);
  return 0;
}

int bench_operators(const BenchArguments& arguments, const tensor::ComputePolicy& policy) {
  const OperatorSpeeds speeds = measure_operators(policy, arguments.width, arguments.height, arguments.repeats);
  const std::string machine = fmt::format("{}, {} threads", policy.describe(), at::get_num_threads());
  if (arguments.compute.json) {
    Json json{{"policy", machine}, {"processor", tensor::processor().describe()}, {"multiply_add_gflops", speeds.peak}};
    for (const OperatorSpeed& speed : speeds.operators) {
      Json row{{"class", speed.kind}, {"shape", speed.shape}};
      row[speed.moves_memory() ? "gb_per_second" : "gflops"] = speed.own;
      row["libtorch"] = speed.libtorch;
      if (!speed.moves_memory() && speeds.peak > 0) row["share_of_peak"] = speed.own / speeds.peak;
      json["operators"].push_back(std::move(row));
    }
    fmt::print("{}\n", dump_json(json));
    return 0;
  }
  fmt::print("{}\n{}; multiply-adds reach {:.0f} GFLOP/s\n", tensor::processor().describe(), machine, speeds.peak);
  for (const OperatorSpeed& speed : speeds.operators) {
    const std::string share = speed.moves_memory() || speeds.peak == 0
                                  ? std::string()
                                  : fmt::format(", {:.0f} % of the peak", 100 * speed.own / speeds.peak);
    fmt::print("{:<24} {:<29}{:7.1f} {}{}; LibTorch's own {:.1f}\n", speed.kind, speed.shape, speed.own,
               speed.moves_memory() ? "GB/s" : "GFLOP/s", share, speed.libtorch);
  }
  return 0;
}

int run_bench(const BenchArguments& arguments) {
  if (arguments.processor_time) use_processor_clock();
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  if (arguments.maps) return bench_maps(arguments, (*context)->registry());
  if (arguments.operators) return bench_operators(arguments, (*context)->services().policy);
  const double peak = measured_peak((*context)->services().policy);
  const std::vector<KernelSpeed> kernels =
      (*context)->services().policy.device.is_cpu() ? measure_kernels() : std::vector<KernelSpeed>();
  auto stages = measure(**context, arguments);
  if (!stages) return report(stages.error());
  const std::string machine =
      fmt::format("{}, {} threads", (*context)->services().policy.describe(), at::get_num_threads());
  if (arguments.compute.json) {
    Json json{{"policy", machine}, {"processor", tensor::processor().describe()}, {"peak_gflops", peak}};
    for (const KernelSpeed& kernel : kernels) json["kernels"][kernel.name] = kernel.speed;
    for (const Stage& stage : *stages) json["seconds"][stage.name] = stage.seconds;
    fmt::print("{}\n", dump_json(json));
    return 0;
  }
  fmt::print("{}\n{}; matrix products reach {:.0f} GFLOP/s\n", tensor::processor().describe(), machine, peak);
  if (const std::string note = (*context)->services().policy.note(); !note.empty()) fmt::print("note: {}\n", note);
  for (const KernelSpeed& kernel : kernels) {
    fmt::print("{:<18}{:7.1f} {}\n", kernel.name, kernel.speed, kernel.name.starts_with("widen") ? "GB/s" : "GFLOP/s");
  }
  for (const Stage& stage : *stages) fmt::print("{:<14}{:9.4f} s\n", stage.name, stage.seconds);
  return 0;
}

}  // namespace

void add_bench(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App* command = add_subcommand(app, "bench");
  command->add_option("--model", arguments->model, "A model, or bobbin")->capture_default_str();
  command->add_option("--width", arguments->width, "Pixels (default: the model's own)");
  command->add_option("--height", arguments->height, "Pixels (default: the model's own)");
  command->add_option("--repeats", arguments->repeats, "Timed runs of each stage")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--image-tokens", arguments->image_tokens, "With an image prompt of so many tokens (4, 16, 257)");
  command->add_option("--control", arguments->control, "With this ControlNet's file or folder as well");
  command->add_option("--t2i", arguments->t2i, "With this T2I-Adapter's file or folder as well");
  command->add_flag("--unguided", arguments->unguided, "One half only, as at guidance 1");
  command->add_flag("--maps", arguments->maps, "The annotators instead, at 1024 x 1024");
  command->add_flag("--operators", arguments->operators,
                    "The classes of operators of Stable Diffusion 1.5 instead, beside LibTorch's own");
  command->add_flag(
      "--processor-time", arguments->processor_time,
      "Count the processor's seconds, for a busy machine; with --threads 1 they compare with the clock's");
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_bench(*arguments); });
}

}  // namespace heddle::cli
