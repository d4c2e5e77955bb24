// The events of a run. Exactly one of RunFinished, RunFailed and RunCancelled ends a run. Used by the command line's
// progress, the engine protocol and tests. Plain values.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/note.h"
#include "engine/outputs.h"
#include "graph/ids.h"
#include "graph/param_value.h"
#include "image/image.h"

namespace heddle::engine {

struct RunStarted {
  std::size_t steps_total = 0;          // of the plan
  std::vector<graph::NodeId> to_visit;  // those that run or are cached; the others are not needed
};
struct NodeStarted {
  graph::NodeId node;
};
struct NodeProgress {
  graph::NodeId node;
  double fraction = 0;      // of the node, in [0, 1], never falling
  double run_fraction = 0;  // of the whole run, in [0, 1], never falling
  std::string text;
};
struct Preview {
  graph::NodeId node;
  image::Image image;
};
// What was read otherwise than it was written; of a node before its NodeFinished, of the run behind RunStarted.
struct NodeNoted {
  std::optional<graph::NodeId> node;
  Note note;
};
struct NodeFinished {
  graph::NodeId node;
  bool cached = false;   // taken from the cache; there was no NodeStarted
  bool steered = false;  // live values changed it on the way
  double seconds = 0;
  double run_fraction = 0;
  Outputs outputs = {};  // shared, not copied; used() are live parameters as they really were, where it recorded them
};
struct RunFinished {
  std::size_t nodes_run = 0;
  std::size_t nodes_cached = 0;
  double seconds = 0;
};
struct RunFailed {
  std::optional<graph::NodeId> node;
  Error error;
};
struct RunCancelled {
  std::optional<graph::NodeId> node;  // the one that was running
};

using RunEvent = std::variant<RunStarted, NodeStarted, NodeProgress, Preview, NodeNoted, NodeFinished, RunFinished,
                              RunFailed, RunCancelled>;

// Whether this is the last event of a run.
[[nodiscard]] inline bool ends_run(const RunEvent& event) {
  return std::holds_alternative<RunFinished>(event) || std::holds_alternative<RunFailed>(event) ||
         std::holds_alternative<RunCancelled>(event);
}

// Called for one event at a time, from the thread that runs the node or from one of the node's own. Must not throw.
using EventSink = std::function<void(const RunEvent&)>;

}  // namespace heddle::engine
