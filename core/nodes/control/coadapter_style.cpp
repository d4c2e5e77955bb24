// coadapter.style — A picture with its style adapter, for CoAdapter's fuser.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/coadapter_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec coadapter_style_spec() {
  return pipeline::with_fit_params(
             graph::NodeSpec("coadapter.style", 1, TR_NOOP("nodes", "CoAdapter style"))
                 .group("reference")
                 .help(TR_NOOP("nodes", "A picture's style with its coadapter file, to be weighed by the fuser."))
                 .input("image", graph::port::image, TR_NOOP("nodes", "Picture"))
                 .input("style_adapter", graph::port::style_adapter)
                 .input("image_encoder", graph::port::image_encoder))
      .param(graph::real("weight", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .label(TR_NOOP("nodes", "Weight"))
                 .recomputes_from(graph::Stage::denoise))
      .output("condition", graph::port::co_condition);
}

Result<engine::Outputs> run_coadapter_style(const engine::Inputs& in) {
  const auto& style = in.get<pipeline::StyleModel>("style_adapter");
  if (auto task = pipeline::co_task_of(style.name, "style"); !task) return forward(task);
  auto condition =
      pipeline::co_condition(in.get<pipeline::ImageEncoder>("image_encoder"), style, first_image_at(in, "image"),
                             pipeline::fit_request(in.params()), in.params().real("weight"));
  if (!condition) return forward(condition);
  return engine::Outputs().set("condition", engine::Value::of(std::move(*condition)));
}

}  // namespace

void register_coadapter_style(NodeRegistration& setup) {
  setup.registry.add(coadapter_style_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_coadapter_style(in); });
}

}  // namespace heddle::nodes
