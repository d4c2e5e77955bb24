// StepCache: the steps of the newest runs, so that the user can look back at them. Used by the run scheduler. Thread
// rule: any thread.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>

#include "engine/step_observer.h"
#include "graph/ids.h"
#include "protocol/members.h"

namespace heddle::engine_host {

class StepCache final {
 public:
  using Previews = std::shared_ptr<const engine::StepPreviews>;

  void put(protocol::RunId run, graph::NodeId node, Previews images);
  // Null when the run is none of the newest, or the node made no steps in it.
  [[nodiscard]] Previews find(protocol::RunId run, graph::NodeId node) const;

 private:
  static constexpr std::size_t kRunsMax = 24;  // a comparison's, and as many as the sampler keeps to resume from

  struct Shelf {
    protocol::RunId run;
    std::map<graph::NodeId, Previews> nodes;
  };
  mutable std::mutex mutex_;
  std::list<Shelf> newest_first_;
};

}  // namespace heddle::engine_host
