// inpaint.finish — Pastes what was made over the original: outside the feathered mask every pixel keeps its bits.
#include <nlohmann/json.hpp>

#include <cmath>

#include "base/json.h"
#include "inpaint/job.h"
#include "nodes/node_context.h"
#include "pipeline/image_facts.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec finish_inpaint_spec() {
  return graph::NodeSpec("inpaint.finish", 1, TR_NOOP("nodes", "Finish repaint"))
      .group("inpaint")
      .help(TR_NOOP("nodes",
                    "Scales what was made back and pastes it over the original. Outside the feathered mask "
                    "every pixel keeps the original's bits; the saved file says how many did not: 0."))
      .input("image", graph::port::image)
      .input("repaint", graph::PortType{"repaint"})
      .param(graph::boolean("match", false)
                 .label(TR_NOOP("nodes", "Match colours"))
                 .help(TR_NOOP("nodes",
                               "Brings mean and spread of the new colours to those of the surroundings "
                               "(Reinhard, in L*a*b*)."))
                 .recomputes_from(graph::Stage::output))
      .output("image", graph::port::image)
      .output("facts", graph::PortType{"facts"});
}

double rounded(double value) { return std::round(value * 100) / 100; }

std::string facts_json(const inpaint::Finished& finished) {
  const nlohmann::json facts{
      {"pixels_outside", finished.changes.outside},        {"changed_outside", finished.changes.outside_changed},
      {"pixels_inside", finished.changes.inside},          {"changed_inside", finished.changes.inside_changed},
      {"edge_step_before", rounded(finished.step_before)}, {"edge_step_after", rounded(finished.step_after)}};
  return dump_json(facts);
}

Result<engine::Outputs> run_finish_inpaint(const engine::Inputs& in, const RunControl& control) {
  const auto& job = in.get<inpaint::Job>("repaint");
  pipeline::Images images;
  pipeline::ImageFacts facts;
  std::size_t bytes = 0;
  for (const image::Image& made : in.get<pipeline::Images>("image")) {
    if (control.cancelled()) return cancelled();
    if (made.width() != job.area.width || made.height() != job.area.height) {
      return fail(ErrorKind::invalid_input,
                  "[inpaint.finish] the picture is {} x {}, the repaint was prepared for {} x {}; let the sampler keep "
                  "the size it starts from (width and height 0)",
                  made.width(), made.height(), job.area.width, job.area.height);
    }
    inpaint::Finished finished = inpaint::finish(job, made, in.params().boolean("match"));
    facts.json.push_back(facts_json(finished));
    bytes += finished.image.pixels().size();
    images.push_back(std::move(finished.image));
  }
  engine::Outputs outputs;
  outputs.set("facts", engine::Value::of(std::move(facts), 256));
  return outputs.set("image", engine::Value::of(std::move(images), bytes));
}

}  // namespace

void register_finish_inpaint(NodeRegistration& setup) {
  setup.registry.add(finish_inpaint_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_finish_inpaint(in, control); });
}

}  // namespace heddle::nodes
