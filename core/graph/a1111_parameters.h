// Writes a graph as A1111's `parameters` block, which other programs and sites read, as far as the block can express
// it. Used by image saving. Pure function. Source: image/parameters_block.h.
#pragma once

#include <string>
#include <string_view>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

// What a run knows and its graph does not say.
struct RunFacts {
  std::string sampler,
      schedule;               // what "auto" stood for, in Heddle's names; empty: not known, and left out of the block
  int width = 0, height = 0;  // of the picture; 0: as the graph says
};

// A1111's names: "DPM++ 2M" of "dpmpp_2m", "Karras" of "karras"; Heddle's own where A1111 has no such thing.
[[nodiscard]] std::string a1111_sampler_name(std::string_view sampler);
[[nodiscard]] std::string a1111_schedule_name(std::string_view schedule);

// Of the first sampler; empty where there is none.
[[nodiscard]] std::string a1111_parameters(const Graph& graph, const NodeCatalog& catalog, const RunFacts& facts = {});

}  // namespace heddle::graph
