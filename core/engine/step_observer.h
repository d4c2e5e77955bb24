// StepObserver: observes a node that works in steps and may pause it between two of them. Used by the engine host on
// one side and the sampler, through Inputs, on the other. Thread rule: StepPreviews from any thread; StepObserver is
// called in the node's thread.
#pragma once

#include <cstddef>
#include <memory>

#include "graph/ids.h"
#include "image/image.h"

namespace heddle::engine {

// The image of a node after each of its steps; grows while the node runs, then stays.
class StepPreviews {
 public:
  virtual ~StepPreviews() = default;
  [[nodiscard]] virtual int total() const = 0;  // steps that the node makes
  [[nodiscard]] virtual int done() const = 0;   // steps that have a picture
  // `step` in [0, done()). Empty when its decoder is gone.
  [[nodiscard]] virtual image::Image image(int step) const = 0;
  [[nodiscard]] virtual std::size_t bytes() const = 0;
};

class StepObserver {
 public:
  virtual ~StepObserver() = default;
  // Also for a node whose result came from the cache.
  virtual void begin(graph::NodeId node, std::shared_ptr<const StepPreviews> images) = 0;
  // Before each step, with the number of those done. Returns when the node may continue or was cancelled.
  virtual void between(graph::NodeId node, int done) = 0;
};

}  // namespace heddle::engine
