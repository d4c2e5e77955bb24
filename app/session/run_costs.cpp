#include "session/run_costs.h"

namespace heddle::session {

namespace {

constexpr std::size_t kMemorySamplesMost = 7200;  // four hours of answers every two seconds

}  // namespace

RunCosts::RunCosts(EngineClient& client, JobQueue& queue, QObject* parent) : QObject(parent) {
  since_.start();
  connect(&queue, &JobQueue::jobStarted, this, [this, &queue](JobId id, RunId run) {
    const Job* job = queue.find(id);
    run_ = run;
    graph_ = job == nullptr ? nullptr : job->request.graph;
    nodes_.clear();
    Q_EMIT nodesChanged();
  });
  connect(&client, &EngineClient::nodeFinished, this, [this](const protocol::NodeFinished& event) {
    if (event.run != run_) return;
    nodes_.push_back({event.node, event.cached ? 0 : event.seconds, event.cached});
    Q_EMIT nodesChanged();
  });
  connect(&client, &EngineClient::memoryReported, this, [this](const protocol::MemoryUse& use) {
    memory_.push_back({static_cast<double>(since_.elapsed()) / 1000, use});
    if (memory_.size() > kMemorySamplesMost) memory_.pop_front();
    Q_EMIT memoryChanged();
  });
}

}  // namespace heddle::session
