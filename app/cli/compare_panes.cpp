#include "compare_panes.h"

#include <c10/core/ScalarType.h>
#include <fmt/format.h>

#include <set>

#include "graph/validate.h"
#include "nodes/model/model_options.h"
#include "weights/model_files.h"

namespace heddle::cli {

namespace {

std::uint64_t parameters_of(const weights::ModelFiles& files) {
  std::uint64_t sum = 0;
  for (const auto* part : {&files.unet, &files.vae, &files.text_encoder}) {
    if (*part) sum += (*part)->weights.parameter_count();
  }
  return sum;
}

}  // namespace

Result<ComparePanes> panes_of(const graph::Graph& graph, const std::vector<std::string>& models,
                              const std::vector<std::string>& vary, const graph::NodeCatalog& catalog) {
  ComparePanes all;
  std::vector<std::string> texts = vary;
  if (models.size() > 1) texts.insert(texts.begin(), "model.load.model=" + dump_json(Json(models)));
  for (const std::string& text : texts) {
    auto axis = sheets::read_axis(text, graph, catalog, "[compare] --vary");
    if (!axis) return forward(axis);
    all.axes.push_back(std::move(*axis));
  }
  if (models.size() > 1) all.axes.front().name = "model";
  auto sheet = sheets::Sheet::make(graph, all.axes);
  if (!sheet) return forward(sheet);
  if (sheet->cells() < 2 || sheet->cells() > kPanesMost) {
    return fail(
        ErrorKind::invalid_input,
        "[compare] that makes {} panes; compare 2 to {} (several --model, or --vary with several values), or take "
        "`heddle sheet` for more",
        sheet->cells(), kPanesMost);
  }
  for (std::size_t cell = 0; cell < sheet->cells(); ++cell) {
    auto made = sheet->graph(cell, catalog);
    if (!made) return forward(made);
    all.panes.push_back({std::move(*made), sheet->label(cell), sheet->place(cell)});
  }
  return all;
}

Result<ComparePanes> panes_without(const graph::Graph& graph) {
  ComparePanes all{{{"without", {}, {"nothing"}}}, {{graph, "all of it", {0}}}};
  const auto add = [&all](graph::Graph changed, const std::string& what) {
    all.axes.front().values.push_back(what);
    all.panes.push_back({std::move(changed), "without " + what, {all.panes.size()}});
  };
  std::size_t references = 0, controls = 0;
  for (const graph::Link& link : graph.links()) {
    const graph::Node* sampler = graph.find(link.to.node);
    if (sampler == nullptr || sampler->type != "sample") continue;
    graph::Graph changed = graph;
    if (link.to.port == "positive") {
      const graph::Node* text = graph.find(link.from.node);
      const auto words = text->params.find("text");
      if (words == text->params.end() || words->second == graph::ParamValue(std::string())) continue;
      changed.set_param(link.from.node, "text", std::string());
      add(std::move(changed), "the words");
    } else if (link.to.port == "image_prompt" || link.to.port == "control") {
      changed.find(link.from.node)->mode = graph::NodeMode::muted;
      const bool is_reference = link.to.port == "image_prompt";
      add(std::move(changed),
          is_reference ? fmt::format("reference {}", ++references) : fmt::format("control {}", ++controls));
    }
  }
  if (all.panes.size() < 3) {
    return fail(ErrorKind::invalid_input,
                "[compare] --leave-one-out needs two or more of words, --image and --control to leave out in turn");
  }
  if (all.panes.size() > kPanesMost)
    return fail(ErrorKind::invalid_input, "[compare] --leave-one-out makes {} panes; {} are the most", all.panes.size(),
                kPanesMost);
  return all;
}

std::uint64_t model_bytes(const ComparePanes& panes, const nodes::NodeContext& services) {
  std::set<std::string> counted;
  std::uint64_t bytes = 0;
  for (const ComparePane& pane : panes.panes) {
    for (const auto& [id, node] : pane.graph.nodes()) {
      const auto model = node.params.find("model");
      if (node.type != "model.load" || model == node.params.end()) continue;
      const std::string& name = std::get<graph::FilePath>(model->second).path;
      if (!counted.insert(name).second) continue;
      const auto files = weights::open_model(services.model_path(name));
      if (files) bytes += parameters_of(*files) * c10::elementSize(services.policy.dtype);
    }
  }
  return bytes;
}

}  // namespace heddle::cli
