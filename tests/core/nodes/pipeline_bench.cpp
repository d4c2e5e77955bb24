#include "pipeline_bench.h"

#include <stdexcept>

#include "tensor/torch_errors.h"

namespace heddle::testing {

namespace {

std::string fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

}  // namespace

void PipelineBench::REQUIRE_SET(bool done) {
  if (!done) throw std::logic_error("the bench's graph has no such node");
}

PipelineBench::PipelineBench(at::ScalarType dtype, std::optional<at::ScalarType> storage)
    : services(std::make_shared<nodes::NodeContext>()) {
  services->policy = {at::kCPU, dtype, storage};
  nodes::NodeRegistration setup{registry_, services};
  nodes::register_all_nodes(setup);
}

void PipelineBench::build(bool with_reference, const std::string& text, const std::string& negative_text) {
  const auto add = [&](std::string type, graph::ParamMap params = {}) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE_SET(graph.connect({{from, out}, {to, in}}).has_value());
  };
  model = add("model.load", {{"model", graph::FilePath{fixture("model")}}});
  positive = add("text.encode", {{"text", text}});
  negative = add("text.encode", {{"text", negative_text}});
  sampler = add("sample", {{"seed", graph::Seed{11}},
                           {"steps", std::int64_t{10}},
                           {"width", std::int64_t{64}},
                           {"height", std::int64_t{48}}});
  decode = add("latent.decode");
  wire(model, "text_encoder", positive, "text_encoder");
  wire(model, "text_encoder", negative, "text_encoder");
  wire(model, "model", sampler, "model");
  wire(positive, "conditioning", sampler, "positive");
  wire(negative, "conditioning", sampler, "negative");
  wire(sampler, "latent", decode, "latent");
  wire(model, "vae", decode, "vae");
  if (!with_reference) return;
  image = add("image.load", {{"image", graph::FilePath{fixture("reference.png")}}});
  adapter = add("adapter.load", {{"adapter", graph::FilePath{fixture("model/ip-adapter.safetensors")}}});
  encoder = add("image_encoder.load", {{"encoder", graph::FilePath{fixture("model/image_encoder")}}});
  prompt = add("image_prompt");
  wire(image, "image", prompt, "image");
  wire(adapter, "adapter", prompt, "adapter");
  wire(encoder, "image_encoder", prompt, "image_encoder");
  wire(prompt, "image_prompt", sampler, "image_prompt");
}

engine::RunResult PipelineBench::run() {
  auto plan = engine::plan(graph, registry_, {sampler, decode});
  if (!plan) throw std::runtime_error(plan.error().message);
  nodes_run = network_steps = 0;
  previews.clear();
  notes.clear();
  engine::RunOptions options;
  options.preview_interval = preview_interval;
  options.live = &live;
  options.observer = watch;
  options.on_event = [this](const engine::RunEvent& event) {
    if (const auto* started = std::get_if<engine::NodeStarted>(&event); started != nullptr) ++nodes_run;
    if (const auto* progress = std::get_if<engine::NodeProgress>(&event);
        progress != nullptr && progress->node == sampler) {
      if (++network_steps; on_step) on_step(network_steps, live);
    }
    if (const auto* noted = std::get_if<engine::NodeNoted>(&event)) notes.push_back(noted->note.message);
    if (const auto* preview = std::get_if<engine::Preview>(&event); preview != nullptr && preview->node == sampler)
      previews.push_back(preview->image);
    if (const auto* done = std::get_if<engine::NodeFinished>(&event); done != nullptr && done->node == sampler)
      sampled = done->outputs;
  };
  const engine::Executor executor(cache_, tensor::translate_torch_error);
  engine::RunResult result = executor.run(*plan, options);
  if (result.status == engine::RunStatus::failed) throw std::runtime_error(result.error.message);
  results_ = result.targets;
  return result;
}

engine::Outputs PipelineBench::run_node(graph::NodeId node) {
  auto plan = engine::plan(graph, registry_, {node});
  if (!plan) throw std::runtime_error(plan.error().message);
  engine::RunResult result = engine::Executor(cache_, tensor::translate_torch_error).run(*plan, {});
  if (result.status == engine::RunStatus::failed) throw std::runtime_error(result.error.message);
  return result.targets.at(node);
}

at::Tensor PipelineBench::latents() { return results_.at(sampler).find("latent")->as<pipeline::Latents>().samples; }
pipeline::Images PipelineBench::images() { return results_.at(decode).find("image")->as<pipeline::Images>(); }

}  // namespace heddle::testing
