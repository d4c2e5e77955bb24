// heddle selftest: recorded values of diffusers and transformers against this build on this device.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "adapters/ip_adapter.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "tensor/weight_tensors.h"
#include "weights/open_tensor_file.h"
#include "workshop.h"

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
  auto tensors = tensor::load_tensors(weights::all_weights(*file), {policy.device, policy.dtype}, RunControl::none());
  if (!tensors) return forward(tensors);
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
    all.push_back({fmt::format("UNet at t = {}", t), net->forward(unet_input(*net, r, t)), r[fmt::format("out_{}", t)]});
  }
  return all;
}

Comparisons compare_vae(const Recording& r) {
  auto vae = models::Vae::bind(r.weights("weights."), models::VaeConfig::from_json(r.config));
  if (!vae) return forward(vae);
  return std::vector<Comparison>{{"VAE, encoding", vae->encode(r["picture"]).mean, r["mean"]},
                                 {"VAE, decoding", vae->decode(r["latents"]), r["decoded"]}};
}

Comparisons compare_text(const Recording& r) {
  auto text = models::ClipText::bind(r.weights("weights."), models::ClipTextConfig::from_json(r.config));
  if (!text) return forward(text);
  return std::vector<Comparison>{{"text encoder", text->encode(text->embed_tokens(r["ids"])), r["last"]}};
}

Comparisons compare_vision(const Recording& r) {
  auto vision = models::ClipVision::bind(r.weights("weights."), models::ClipVisionConfig::from_json(r.config));
  if (!vision) return forward(vision);
  return std::vector<Comparison>{{"image encoder", vision->encode(r["pixels"]).image_embeds, r["embeds"]}};
}

Comparisons compare_adapters(const Recording& r) {
  std::vector<Comparison> all;
  for (const std::string kind : {"base", "plus", "full"}) {
    auto adapter = adapters::IpAdapter::bind(r.weights(kind + "."));
    if (!adapter) return forward(adapter);
    all.push_back({"IP-Adapter " + kind + ", image tokens", adapter->tokens(r["feature_" + kind]), r[kind + "_tokens"]});
  }
  return all;
}

double relative_error(const Comparison& pair) {
  const Tensor expected = pair.expected.to(at::kCPU, at::kDouble);
  const double range = (expected.max() - expected.min()).item<double>();
  return (pair.actual.to(at::kCPU, at::kDouble) - expected).abs().max().item<double>() / range;
}

int run(const ComputeOptions& compute) {
  const at::NoGradGuard no_grad;
  auto workshop = Workshop::open(compute);
  if (!workshop) return report(workshop.error());
  const tensor::ComputePolicy& policy = (*workshop)->services().policy;
  const double allowed = policy.dtype == at::kFloat ? 1e-4 : 5e-2;
  fmt::print("{}; largest error allowed, relative to the range of the values: {:.0e}\n", policy.describe(), allowed);
  const std::pair<const char*, Comparisons (*)(const Recording&)> parts[] = {
      {"unet_sd15", compare_unet}, {"unet_sd2", compare_unet},         {"vae", compare_vae},
      {"clip_text", compare_text}, {"clip_vision", compare_vision}, {"ip_adapter", compare_adapters}};
  bool failed = false;
  for (const auto& [name, compare] : parts) {
    const auto path = (*workshop)->services().resources / "selftest" / (std::string(name) + ".safetensors");
    auto recording = read_recording(path, policy);
    if (!recording) return report(recording.error());
    auto pairs = compare(*recording);
    if (!pairs) return report(pairs.error());
    for (const Comparison& pair : *pairs) {
      const double error = relative_error(pair);
      const bool good = error < allowed;  // a value that is no number is not good
      failed = failed || !good;
      fmt::print("{:<32} {:.1e}  {}\n", pair.what, error, good ? "good" : "WRONG");
    }
  }
  return failed ? 1 : 0;
}

}  // namespace

void add_selftest(CLI::App& app, Exit& exit) {
  auto compute = std::make_shared<ComputeOptions>();
  compute->dtype = "fp32";
  CLI::App* command = app.add_subcommand("selftest", "Compare this build on this device with recorded values");
  compute->add_to(*command);
  command->callback([compute, &exit] { exit.code = run(*compute); });
}

}  // namespace heddle::cli
