// RunStates: the state of each node in the newest run: waiting, running with its fraction and preview, done, cached,
// failed. Used by the shell, which passes it to the graph view. Thread rule: the window's thread.
#pragma once

#include <QtCore/QObject>
#include <map>

#include "base/error.h"
#include "session/job_queue.h"

namespace heddle::session {

enum class NodeProgressState { idle, waiting, running, finished, cached, failed, cancelled, crashed };

struct NodeRunState {
  NodeProgressState state = NodeProgressState::idle;
  QString text;         // for the node's foot: "step 7 of 20", "0.3 s", "cached", or the error's sentence
  double fraction = 0;  // in [0, 1] while it runs
  double seconds = 0;   // of the last time that it really ran
  ErrorKind errorKind = ErrorKind::internal;  // of a failed node
  QStringList notes;                          // what it read differently than it was written
  QImage image;                               // the forming preview, then the result; kept until there is a newer one
};

class RunStates final : public QObject {
  Q_OBJECT
 public:
  RunStates(EngineClient& client, JobQueue& queue, QObject* parent = nullptr);

  // An idle state for a node that no run has touched.
  [[nodiscard]] const NodeRunState& of(graph::NodeId node) const;
  [[nodiscard]] const std::map<graph::NodeId, NodeRunState>& all() const { return states_; }
  // Another document was opened.
  void clear();

 Q_SIGNALS:
  void stateChanged(heddle::graph::NodeId node);
  void cleared();

 private:
  void onRunStarted(const protocol::RunStarted& event);
  void show(graph::NodeId node, const QImage& image);
  void endUnfinished(JobId id);
  void set(graph::NodeId node, NodeProgressState state, const QString& text, double fraction);
  [[nodiscard]] bool isCurrent(RunId run) const { return run.value != 0 && run == run_; }
  void connectEvents(EngineClient& client);

  JobQueue& queue_;
  RunId run_;  // the newest
  std::map<graph::NodeId, NodeRunState> states_;
};

}  // namespace heddle::session
