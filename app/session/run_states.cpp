#include "session/run_states.h"

namespace heddle::session {

namespace {

bool isUnfinished(NodeProgressState state) {
  return state == NodeProgressState::waiting || state == NodeProgressState::running;
}

}  // namespace

RunStates::RunStates(EngineClient& client, JobQueue& queue, QObject* parent) : QObject(parent), queue_(queue) {
  connect(&queue, &JobQueue::jobEnded, this, &RunStates::endUnfinished);
  connect(&queue, &JobQueue::jobStarted, this, [this](JobId, RunId run) { run_ = run; });
  connectEvents(client);
}

void RunStates::connectEvents(EngineClient& client) {
  connect(&client, &EngineClient::runStarted, this, &RunStates::onRunStarted);
  connect(&client, &EngineClient::nodeStarted, this, [this](const protocol::NodeStarted& event) {
    if (isCurrent(event.run)) set(event.node, NodeProgressState::running, {}, 0);
  });
  connect(&client, &EngineClient::nodeProgressed, this, [this](const protocol::NodeProgress& event) {
    if (isCurrent(event.run))
      set(event.node, NodeProgressState::running, QString::fromStdString(event.text), event.fraction);
  });
  connect(&client, &EngineClient::nodePreviewed, this, [this](const protocol::Preview& event, const QImage& image) {
    if (isCurrent(event.run)) show(event.node, image);
  });
  connect(&client, &EngineClient::nodeImaged, this, [this](const protocol::RunImage& event, const QImage& image) {
    if (isCurrent(event.run) && event.index == 0) show(event.node, image);
  });
  connect(&client, &EngineClient::noticeReceived, this, [this](const protocol::Notice& event) {
    const QString message = QString::fromStdString(event.message);
    if (!isCurrent(event.run) || !event.node || states_[*event.node].notes.contains(message)) return;
    states_[*event.node].notes.append(message);
    Q_EMIT stateChanged(*event.node);
  });
  connect(&client, &EngineClient::nodeFinished, this, [this](const protocol::NodeFinished& event) {
    if (!isCurrent(event.run)) return;
    if (!event.cached) states_[event.node].seconds = event.seconds;
    const QString text =
        event.cached ? tr("cached") : tr("%1 s").arg(event.seconds, 0, 'f', event.seconds < 10 ? 2 : 1);
    set(event.node, event.cached ? NodeProgressState::cached : NodeProgressState::finished, text, 1);
  });
  connect(&client, &EngineClient::runFailed, this, [this](const protocol::RunFailed& event) {
    if (!isCurrent(event.run) || !event.node) return;
    states_[*event.node].errorKind = event.error.kind;
    set(*event.node, NodeProgressState::failed, QString::fromStdString(event.error.message), 0);
  });
}

const NodeRunState& RunStates::of(graph::NodeId node) const {
  static const NodeRunState kIdle;
  const auto found = states_.find(node);
  return found == states_.end() ? kIdle : found->second;
}

void RunStates::clear() {
  states_.clear();
  run_ = {};
  Q_EMIT cleared();
}

void RunStates::onRunStarted(const protocol::RunStarted& event) {
  if (!isCurrent(event.run)) return;
  // Nodes that the run does not visit are as they were, and so are their notes.
  for (const graph::NodeId node : event.to_visit) {
    states_[node].notes.clear();
    set(node, NodeProgressState::waiting, {}, 0);
  }
}

void RunStates::show(graph::NodeId node, const QImage& image) {
  states_[node].image = image;
  Q_EMIT stateChanged(node);
}

void RunStates::set(graph::NodeId node, NodeProgressState state, const QString& text, double fraction) {
  NodeRunState& held = states_[node];
  held.state = state;
  held.text = text;
  held.fraction = fraction;
  Q_EMIT stateChanged(node);
}

// Nodes that the run did not reach. A live job that was replaced is followed at once by the newer one.
void RunStates::endUnfinished(JobId id) {
  const Job* job = queue_.find(id);
  if (job != nullptr && !isCurrent(job->run)) return;
  std::vector<graph::NodeId> left;
  for (const auto& [node, state] : states_) {
    if (isUnfinished(state.state)) left.push_back(node);
  }
  for (const graph::NodeId node : left) {
    const bool wasRunning = states_[node].state == NodeProgressState::running;
    if (wasRunning && job != nullptr && job->state == JobState::crashed) {
      set(node, NodeProgressState::crashed, tr("the engine crashed here"), 0);
    } else if (wasRunning && job != nullptr && job->state == JobState::cancelled) {
      set(node, NodeProgressState::cancelled, tr("stopped"), 0);
    } else {
      set(node, NodeProgressState::idle, {}, 0);
    }
  }
}

}  // namespace heddle::session
