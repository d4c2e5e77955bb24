// The parameters of maps of edges, and what they say. Used by the nodes annotate.hed and annotate.pidinet. Any thread.
#pragma once

#include "imaging/edge_map.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

inline graph::NodeSpec with_edge_params(graph::NodeSpec spec) {
  return std::move(spec)
      .param(
          graph::choice("form", "soft", {"soft", "safe", "lines", "scribble"})
              .label(TR_NOOP("nodes", "Form"))
              .help(TR_NOOP("nodes",
                            "soft: for ControlNet softedge. safe: three levels, which hide shading. lines: black and "
                            "white, for T2I-Adapter sketch. scribble: as if drawn by hand, for ControlNet scribble."))
              .recomputes_from(graph::Stage::denoise))
      .param(map_number("cut", 0, TR_NOOP("nodes", "Black below")).range(0, 1).soft_range(0, 1, 0.01));
}

inline image::Image drawn_edges(const imaging::Plane& plane, const graph::Params& params) {
  const auto form = imaging::edge_form_from(params.choice("form")).value_or(imaging::EdgeForm::soft);
  return imaging::edge_map(plane, {form, params.real("cut")});
}

}  // namespace heddle::nodes
