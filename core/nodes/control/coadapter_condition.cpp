// coadapter.condition — A map with its T2I-Adapter, for CoAdapter's fuser.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/coadapter_encoding.h"

namespace heddle::nodes {

namespace {

std::vector<std::string> tasks_of_maps() {
  std::vector<std::string> names{"auto"};
  for (const std::string& name : models::co_task_names()) {
    if (name != "style") names.push_back(name);
  }
  return names;
}

graph::NodeSpec coadapter_condition_spec() {
  return graph::NodeSpec("coadapter.condition", 1, TR_NOOP("nodes", "CoAdapter map"))
      .group("reference")
      .help(TR_NOOP("nodes", "A map with its coadapter file, to be weighed against others by the fuser."))
      .input("image", graph::port::image, TR_NOOP("nodes", "Map"))
      .input("t2i_adapter", graph::port::t2i_adapter)
      .param(graph::real("weight", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .label(TR_NOOP("nodes", "Weight"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("task", "auto", tasks_of_maps())
                 .label(TR_NOOP("nodes", "Task"))
                 .help(TR_NOOP("nodes", "What the adapter reads. auto: as its file's name says, coadapter-canny-…"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("fit", "crop", {"crop", "stretch"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .recomputes_from(graph::Stage::denoise))
      .output("condition", graph::port::co_condition);
}

Result<engine::Outputs> run_coadapter_condition(const engine::Inputs& in) {
  const auto& adapter = in.get<pipeline::T2IModel>("t2i_adapter");
  auto task = pipeline::co_task_of(adapter.name, in.params().choice("task"));
  if (!task) return forward(task);
  pipeline::T2IRequest request{.map = first_image_at(in, "image")};
  request.fit = in.params().choice("fit") == "stretch" ? pipeline::MapFit::stretch : pipeline::MapFit::crop;
  auto condition = pipeline::co_condition(adapter, request, *task, in.params().real("weight"));
  if (!condition) return forward(condition);
  return engine::Outputs().set("condition", engine::Value::of(std::move(*condition)));
}

}  // namespace

void register_coadapter_condition(NodeRegistration& setup) {
  setup.registry.add(coadapter_condition_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_coadapter_condition(in); });
}

}  // namespace heddle::nodes
