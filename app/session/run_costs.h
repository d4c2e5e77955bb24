// RunCosts: how long each node of the newest run took, and how much memory the engine held since the window is open.
// Used by the Plots workspace. Window thread only.
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <deque>
#include <vector>

#include "session/job_queue.h"

namespace heddle::session {

struct NodeCost {
  graph::NodeId node;
  double seconds = 0;  // 0: it came from the cache
  bool isCached = false;
};

struct MemorySample {
  double seconds = 0;  // since RunCosts began
  protocol::MemoryUse use;
};

class RunCosts final : public QObject {
  Q_OBJECT
 public:
  RunCosts(EngineClient& client, JobQueue& queue, QObject* parent = nullptr);

  // In the order in which they finished; of the newest run that began.
  [[nodiscard]] const std::vector<NodeCost>& nodes() const { return nodes_; }
  // Its graph; null: nothing has run.
  [[nodiscard]] const std::shared_ptr<const graph::Graph>& graph() const { return graph_; }
  [[nodiscard]] const std::deque<MemorySample>& memory() const { return memory_; }

 Q_SIGNALS:
  void nodesChanged();
  void memoryChanged();

 private:
  RunId run_;
  std::shared_ptr<const graph::Graph> graph_;
  std::vector<NodeCost> nodes_;
  std::deque<MemorySample> memory_;
  QElapsedTimer since_;
};

}  // namespace heddle::session
