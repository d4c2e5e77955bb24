// model.merge_inpaint — Makes a repainting model of nine channels out of a fine-tune: fine-tune + (repainting - base).
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "pipeline/load/inpaint_merge.h"
#include "weights/model_files.h"

namespace heddle::nodes {

namespace {

namespace port = graph::port;

graph::NodeSpec merge_inpaint_spec() {
  return graph::NodeSpec("model.merge_inpaint", 1, TR_NOOP("nodes", "Made to repaint"))
      .group("model")
      .help(TR_NOOP("nodes",
                    "Any fine-tune as a repainting model, which sees the mask and the picture around it: the "
                    "difference of sd-v1-5-inpainting from its base is added to it."))
      .input("model", port::model)
      .param(graph::file("inpainting", "model")
                 .label(TR_NOOP("nodes", "Repainting model"))
                 .recomputes_from(graph::Stage::model))
      .param(graph::file("base", "model")
                 .label(TR_NOOP("nodes", "Its base"))
                 .help(TR_NOOP("nodes", "The model that the repainting model was trained from: v1-5-pruned."))
                 .recomputes_from(graph::Stage::model))
      .output("model", port::model)
      .costs(4);
}

Result<std::string> identity_for_merge_inpaint(const NodeContext& services, const graph::Params& params) {
  std::string text = services.policy.describe();
  for (const char* name : {"inpainting", "base"}) {
    if (params.file(name).empty()) {
      return fail(ErrorKind::invalid_input, "[model.merge_inpaint] no {} is chosen",
                  std::string_view(name) == "base" ? "base model" : "repainting model");
    }
    auto file = engine::file_identity(services.model_path(params.file(name)));
    if (!file) return forward(file);
    text += *file;
  }
  return text;
}

Result<engine::Outputs> run_merge_inpaint(const NodeContext& services, const engine::Inputs& in,
                                          const RunControl& control) {
  auto inpainting = weights::open_unet(services.model_path(in.params().file("inpainting")));
  if (!inpainting) return forward(inpainting);
  auto base = weights::open_unet(services.model_path(in.params().file("base")));
  if (!base) return forward(base);
  auto difference = pipeline::InpaintDifference::between(*inpainting, *base);
  if (!difference) return forward(difference);
  auto merged = pipeline::with_inpainting(in.get<pipeline::DiffusionModel>("model"), std::move(*difference), control);
  if (!merged) return forward(merged);
  return engine::Outputs().set("model", to_value(std::move(*merged)));
}

}  // namespace

void register_merge_inpaint(NodeRegistration& setup) {
  setup.registry.add(
      merge_inpaint_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) {
        return run_merge_inpaint(*s, in, control);
      },
      [s = setup.services](const graph::Params& params) { return identity_for_merge_inpaint(*s, params); });
}

}  // namespace heddle::nodes
