// latent.save — Writes a run's final latents, before the division by the VAE's scaling factor, in fp32.
#include "nodes/node_context.h"
#include "pipeline/values.h"
#include "tensor/weight_tensors.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec save_latents_spec() {
  return graph::NodeSpec("latent.save", 1, TR_NOOP("nodes", "Save latents"))
      .group("latent")
      .help(TR_NOOP("nodes", "A safetensors file with the tensor \"latents\", in the output folder."))
      .input("latent", graph::port::latent)
      .param(graph::text("name", "latents.safetensors")
                 .label(TR_NOOP("nodes", "File name"))
                 .recomputes_from(graph::Stage::output))
      .writes_files()
      .result();
}

Result<engine::Outputs> run_save_latents(const NodeContext& services, const engine::Inputs& in) {
  const std::filesystem::path path = services.output_path(in.node(), in.params().text("name"));
  if (auto written = tensor::save_file(path, {{"latents", in.get<pipeline::Latents>("latent").samples}}); !written) {
    return forward(written);
  }
  if (services.saved) services.saved(path);
  return engine::Outputs();
}

}  // namespace

void register_save_latents(NodeRegistration& setup) {
  setup.registry.add(save_latents_spec(),
                     [s = setup.services](const engine::Inputs& in, RunControl&) { return run_save_latents(*s, in); });
}

}  // namespace heddle::nodes
