// Nodes that look like the real ones from outside: they take a little time, make coloured pictures that depend on their
// parameters, and listen to live values. Used by the fake engine and tests of the host.
#pragma once

#include <functional>
#include <string>

#include "engine/node_registry.h"
#include "graph/graph.h"

namespace heddle::testing {

struct FakeBehaviour {
  int step_milliseconds = 2;
  int steps = 10;  // of a slow node that has no parameter "steps"
  // Before each step of a slow node: with the number of steps that this process has made. May throw, sleep, or die.
  std::function<void(int steps_done)> on_step = {};
  // What a saving node says that it wrote.
  std::function<void(const std::string& name)> on_saved = {};
};

// A function for each description: nodes that cost 10 or more make steps and previews; outputs are what the ports say.
void add_fakes(engine::NodeRegistry& registry, const graph::NodeCatalog& catalog, FakeBehaviour behaviour);

// fake.words, fake.reference, fake.prompt (live lane "scale"), fake.sample ("steps", "seed", live lane "guidance"),
// fake.decode, fake.view, fake.save.
graph::NodeCatalog fake_catalog();

// words and reference -> prompt -> sample -> decode -> save; numbers 1 to 6 in this order.
graph::Graph fake_graph(int steps = 10, std::uint64_t seed = 1);

}  // namespace heddle::testing
