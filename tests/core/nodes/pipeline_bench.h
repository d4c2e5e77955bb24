// A graph over the tiny model of tests/golden/pipeline, and what running it gives. Used by the node tests.
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/executor.h"
#include "engine/output_cache.h"
#include "engine/plan.h"
#include "graph/graph.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"

namespace heddle::testing {

class PipelineBench {
 public:
  explicit PipelineBench(at::ScalarType dtype = at::kFloat, std::optional<at::ScalarType> storage = std::nullopt);

  // Nodes that every graph of the bench has. `with_reference` adds the picture, the adapter and the image prompt.
  void build(bool with_reference, const std::string& prompt = "a red ball on the beach",
             const std::string& negative = "blue");
  void set(graph::NodeId node, const std::string& param, graph::ParamValue value) {
    REQUIRE_SET(graph.set_param(node, param, std::move(value)));
  }

  // Runs the graph; the outputs of the sampler and the decoder are kept for the accessors.
  engine::RunResult run();
  // Runs as far as a node; what that gives.
  engine::Outputs run_node(graph::NodeId node);
  engine::Outputs run_prompt() { return run_node(prompt); }
  [[nodiscard]] at::Tensor latents();
  [[nodiscard]] pipeline::Images images();

  graph::Graph graph;
  graph::NodeId model, positive, negative, sampler, decode, image, adapter, encoder, prompt;
  std::size_t nodes_run = 0;
  std::size_t network_steps = 0;  // progress reports of the sampler
  engine::LiveValues live;        // the runs' live values; kept from one to the next
  std::function<void(std::size_t step, engine::LiveValues& live)> on_step;  // after each step of the sampler
  engine::StepObserver* watch = nullptr;
  engine::Outputs sampled;  // the sampler's, with what it recorded
  std::chrono::milliseconds preview_interval{0};
  std::vector<image::Image> previews;
  std::vector<std::string> notes;  // of the newest run

  std::shared_ptr<nodes::NodeContext> services;
  [[nodiscard]] const graph::NodeCatalog& catalog() const { return registry_.catalog(); }

 private:
  static void REQUIRE_SET(bool done);

  engine::NodeRegistry registry_;
  engine::OutputCache cache_{std::size_t{1} << 30};
  std::map<graph::NodeId, engine::Outputs> results_;
};

}  // namespace heddle::testing
