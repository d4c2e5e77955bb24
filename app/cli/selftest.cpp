// heddle selftest: recorded values of diffusers and transformers against this build on this device.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "adapters/ip_adapter.h"
#include "cli_context.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/tiny_vae/tiny_vae.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "subcommands.h"
#include "tensor/weight_tensors.h"
#include "weights/open_tensor_file.h"

namespace heddle::cli {

namespace {

using at::Tensor;

// A recorded network: weights below "weights.", inputs and outputs beside them, its config in the metadata.
struct Recording {
  tensor::NamedTensors values;
  Json config;

  [[nodiscard]] tensor::NamedTensors weights(const std::string& prefix) const {
    tensor::NamedTensors found;
    for (const auto& [name, value] : values) {
      if (name.starts_with(prefix)) found.emplace(name.substr(prefix.size()), value);
    }
    return found;
  }
  [[nodiscard]] const Tensor& operator[](const std::string& name) const { return values.at(name); }
};

struct Comparison {
  std::string what;
  Tensor actual, expected;
};
using Comparisons = Result<std::vector<Comparison>>;

Result<Recording> read_recording(const std::filesystem::path& path, const tensor::ComputePolicy& policy) {
  auto file = weights::open_tensor_file(path);
  if (!file) return forward(file);
  auto tensors = tensor::load_tensors(weights::all_weights(*file),
                                      {policy.device, policy.dtype, tensor::ConvLayout::plain, policy.storage},
                                      RunControl::none());
  if (!tensors) return forward(tensors);
  for (auto& [name, value] : *tensors) {  // inputs are no weights; their names have no dots
    if (value.is_floating_point() && name.find('.') == std::string::npos) value = value.to(policy.dtype);
  }
  Recording recording{std::move(*tensors), Json::object()};
  if (const auto found = (*file)->metadata().find("config"); found != (*file)->metadata().end()) {
    auto config = parse_json(found->second, "config");
    if (!config) return forward(config);
    recording.config = std::move(*config);
  }
  return recording;
}

models::UNetInput unet_input(const models::UNet& net, const Recording& r, double t) {
  models::UNetInput input;
  input.sample = r["x"];
  input.timesteps = at::full({r["x"].size(0)}, t, r["x"].options().dtype(at::kFloat));
  input.text = net.project_context(r["context"]);
  return input;
}

Comparisons compare_unet(const Recording& r) {
  auto config = models::UNetConfig::from_json(r.config);
  if (!config) return forward(config);
  auto net = models::UNet::bind(r.weights("weights."), *config);
  if (!net) return forward(net);
  std::vector<Comparison> all;
  for (const int t : {1, 500, 999}) {
    all.push_back(
        {fmt::format("UNet at t = {}", t), net->forward(unet_input(*net, r, t)), r[fmt::format("out_{}", t)]});
  }
  return all;
}

Comparisons compare_vae(const Recording& r) {
  auto config = models::VaeConfig::from_json(r.config);
  if (!config) return forward(config);
  auto vae = models::Vae::bind(r.weights("weights."), *config);
  if (!vae) return forward(vae);
  return std::vector<Comparison>{{"VAE, encoding", vae->encode(r["picture"]).mean, r["mean"]},
                                 {"VAE, decoding", vae->decode(r["latents"]), r["decoded"]}};
}

Comparisons compare_tiny_vae(const Recording& r) {
  auto config = models::TinyVaeConfig::from_json(r.config);
  if (!config) return forward(config);
  auto vae = models::TinyVae::bind(r.weights("weights."), *config);
  if (!vae) return forward(vae);
  return std::vector<Comparison>{{"tiny VAE, decoding", vae->decode(r["latents"]), r["decoded"]}};
}

Comparisons compare_text(const Recording& r) {
  auto config = models::ClipTextConfig::from_json(r.config);
  if (!config) return forward(config);
  auto text = models::ClipText::bind(r.weights("weights."), *config);
  if (!text) return forward(text);
  return std::vector<Comparison>{{"text encoder", text->encode(text->embed_tokens(r["ids"])), r["last"]}};
}

Comparisons compare_vision(const Recording& r) {
  auto config = models::ClipVisionConfig::from_json(r.config);
  if (!config) return forward(config);
  auto vision = models::ClipVision::bind(r.weights("weights."), *config);
  if (!vision) return forward(vision);
  return std::vector<Comparison>{{"image encoder", vision->encode(r["pixels"]).image_embeds, r["embeds"]}};
}

// A recorded image prompt: an adapter's tokens and their keys and values, on a network.
struct RecordedPrompt {
  Tensor tokens;
  std::vector<nn::KeyValue> keys;
};

Result<RecordedPrompt> recorded_prompt(const Recording& r, const std::string& kind, const models::UNet& net) {
  auto adapter = adapters::IpAdapter::bind(r.weights(kind + "."));
  if (!adapter) return forward(adapter);
  const Tensor tokens = adapter->tokens(r["feature_" + kind]);
  auto keys = adapters::in_unet_order(adapter->project(tokens), net);
  if (!keys) return forward(keys);
  return RecordedPrompt{tokens, std::move(*keys)};
}

// The adapters of `r` on the network of `unet`: each at three strengths, two at once, and one through a soft mask.
Comparisons compare_adapters(const Recording& r, const Recording& unet) {
  auto config = models::UNetConfig::from_json(unet.config);
  if (!config) return forward(config);
  auto net = models::UNet::bind(unet.weights("weights."), *config);
  if (!net) return forward(net);
  std::vector<Comparison> all;
  std::map<std::string, std::vector<nn::KeyValue>> keys;
  const auto scaled = [&](const std::string& kind, double scale, const Tensor& mask = {}) {
    return models::ImagePrompt{keys.at(kind), std::vector<double>(keys.at(kind).size(), scale), mask};
  };
  const auto add = [&](const std::string& what, std::vector<models::ImagePrompt> prompts, const std::string& expected) {
    models::UNetInput input = unet_input(*net, r, 500);
    input.image_prompts = std::move(prompts);
    all.push_back({what, net->forward(input), r[expected]});
  };
  for (const std::string kind : {"base", "plus", "full"}) {
    auto prompt = recorded_prompt(r, kind, *net);
    if (!prompt) return forward(prompt);
    all.push_back({"IP-Adapter " + kind + ", image tokens", prompt->tokens, r[kind + "_tokens"]});
    keys.emplace(kind, std::move(prompt->keys));
    for (const std::string scale : {"0.0", "0.5", "1.0"}) {
      add(fmt::format("UNet with {} at {}", kind, scale), {scaled(kind, std::stod(scale))}, kind + "_" + scale);
    }
  }
  add("UNet with base and plus", {scaled("base", 0.6), scaled("plus", 0.4)}, "base_plus");
  add("UNet with base through a mask", {scaled("base", 1.0, r["mask"])}, "masked");
  return all;
}

double relative_error(const Comparison& pair) {
  const Tensor expected = pair.expected.to(at::kCPU, at::kDouble);
  const double range = (expected.max() - expected.min()).item<double>();
  return (pair.actual.to(at::kCPU, at::kDouble) - expected).abs().max().item<double>() / range;
}

struct SelftestArguments {
  ComputeOptions compute;
  std::filesystem::path recordings;  // empty: those that the program carries
};

// One recording of the folder; a folder need not have all of them.
Result<std::vector<Comparison>> compare_file(const std::filesystem::path& folder, const std::string& name,
                                             const tensor::ComputePolicy& policy) {
  const auto path = [&](const std::string& stem) { return folder / (stem + ".safetensors"); };
  auto recording = read_recording(path(name), policy);
  if (!recording) return forward(recording);
  if (name.starts_with("unet")) return compare_unet(*recording);
  if (name == "vae") return compare_vae(*recording);
  if (name == "vae_tiny") return compare_tiny_vae(*recording);
  if (name == "clip_text") return compare_text(*recording);
  if (name == "clip_vision") return compare_vision(*recording);
  auto unet = read_recording(path("unet_sd15"), policy);
  if (!unet) return forward(unet);
  return compare_adapters(*recording, *unet);
}

int run_selftest(const SelftestArguments& arguments) {
  const at::NoGradGuard no_grad;
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const tensor::ComputePolicy& policy = (*context)->services().policy;
  const auto folder =
      arguments.recordings.empty() ? (*context)->services().resources / "selftest" : arguments.recordings;
  const double allowed = policy.dtype == at::kFloat && !policy.storage ? 1e-4 : 5e-2;
  fmt::print("{}; largest error allowed, relative to the range of the values: {:.0e}\n", policy.describe(), allowed);
  bool failed = false;
  for (const std::string name :
       {"unet_sd15", "unet_sd2", "vae", "vae_tiny", "clip_text", "clip_vision", "ip_adapter"}) {
    std::error_code error;
    if (!std::filesystem::exists(folder / (name + ".safetensors"), error) && !arguments.recordings.empty()) continue;
    auto pairs = compare_file(folder, name, policy);
    if (!pairs) return report(pairs.error());
    for (const Comparison& pair : *pairs) {
      const double distance = relative_error(pair);
      const bool good = distance < allowed;  // a value that is no number is not good
      failed = failed || !good;
      fmt::print("{:<32} {:.1e}  {}\n", pair.what, distance, good ? "good" : "WRONG");
    }
  }
  return failed ? 1 : 0;
}

}  // namespace

void add_selftest(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<SelftestArguments>();
  arguments->compute.dtype = "fp32";
  CLI::App* command = add_subcommand(app, "selftest");
  command->add_option("--recordings", arguments->recordings,
                      "Another folder of recordings (tests/golden/models/make_models.py)");
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_selftest(*arguments); });
}

}  // namespace heddle::cli
