// latent.load — Takes latents from a safetensors file: noise of unit variance to start from, or saved latents.
#include "engine/file_identity.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"
#include "tensor/weight_tensors.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_latents_spec() {
  return graph::NodeSpec("latent.load", 1, TR_NOOP("nodes", "Load latents"))
      .group("latent")
      .help(TR_NOOP("nodes", "The tensor \"latents\" (pictures, 4, height / 8, width / 8) of a safetensors file."))
      .param(graph::file("file", "latents").label(TR_NOOP("nodes", "File")).recomputes_from(graph::Stage::denoise))
      .output("latent", graph::port::latent);
}

Result<engine::Outputs> run_load_latents(const engine::Inputs& in) {
  const std::string& path = in.params().file("file");
  auto tensors = tensor::load_file(path, {at::kCPU, at::kFloat});
  if (!tensors) return forward(tensors);
  const auto found = tensors->find("latents");
  if (found == tensors->end() || found->second.dim() != 4) {
    return fail(ErrorKind::invalid_input,
                "[latent.load] '{}' has no tensor 'latents' of four dimensions "
                "(pictures, channels, height / {}, width / {})",
                path, weights::kLatentFactor, weights::kLatentFactor);
  }
  const auto bytes = static_cast<std::size_t>(found->second.nbytes());
  return engine::Outputs().set("latent", engine::Value::of(pipeline::Latents{found->second.clone()}, bytes));
}

}  // namespace

void register_load_latents(NodeRegistration& setup) {
  setup.registry.add(
      load_latents_spec(), [](const engine::Inputs& in, RunControl&) { return run_load_latents(in); },
      [](const graph::Params& params) { return engine::file_identity(params.file("file")); });
}

}  // namespace heddle::nodes
