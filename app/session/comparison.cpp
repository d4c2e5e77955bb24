#include "session/comparison.h"

#include <QtCore/QPointer>
#include <algorithm>
#include <cmath>

#include "graph/graph_io.h"

namespace heddle::session {

Comparison::Comparison(EngineClient& client, JobQueue& queue, QObject* parent)
    : QObject(parent), client_(client), queue_(queue), scorer_(client) {
  connectClient();
}

void Comparison::connectClient() {
  connect(&client_, &EngineClient::nodePreviewed, this, [this](const protocol::Preview& event, const QImage& image) {
    ComparisonPane* pane = find(event.run);
    if (pane == nullptr || !pane->result.isNull()) return;
    pane->image = image;
    changed(*pane);
  });
  connect(&client_, &EngineClient::nodeStepped, this, [this](const protocol::NodeSteps& event) {
    ComparisonPane* pane = find(event.run);
    if (pane == nullptr || event.node != pane->request.sampler) return;
    pane->stepsTotal = event.total;
    changed(*pane);
  });
  connect(&client_, &EngineClient::nodeProgressed, this, [this](const protocol::NodeProgress& event) {
    ComparisonPane* pane = find(event.run);
    if (pane == nullptr) return;
    pane->fraction = event.run_fraction;
    if (event.node == pane->request.sampler)
      pane->stepsDone = static_cast<int>(std::lround(event.fraction * pane->stepsTotal));
    changed(*pane);
  });
  connect(&client_, &EngineClient::nodeImaged, this, [this](const protocol::RunImage& event, const QImage& image) {
    ComparisonPane* pane = find(event.run);
    if (pane == nullptr || event.node != pane->request.target || !event.is_result || event.index != 0) return;
    pane->image = pane->result = image;
    pane->hash = QString::fromStdString(event.hash);
    pane->parameters = event.parameters;
    changed(*pane);
  });
  connect(&client_, &EngineClient::stepImaged, this, [this](const protocol::StepImage& event, const QImage& image) {
    ComparisonPane* pane = find(event.run);
    if (pane == nullptr || event.node != pane->request.sampler) return;
    pane->steps.insert_or_assign(event.step + 1, image);
    if (event.step + 1 == shownStep_) {
      pane->image = image;
      changed(*pane);
    }
    lookNext();
  });
  connect(&client_, &EngineClient::runFinished, this,
          [this](const protocol::RunFinished& event) { end(event.run, {}); });
  connect(&client_, &EngineClient::runFailed, this,
          [this](const protocol::RunFailed& event) { end(event.run, QString::fromStdString(event.error.message)); });
  connect(&client_, &EngineClient::runCancelled, this,
          [this](const protocol::RunCancelled& event) { end(event.run, tr("Stopped.")); });
  connect(&client_, &EngineClient::died, this, [this] { failAll(tr("The engine ended.")); });
}

ComparisonPane* Comparison::find(RunId run) {
  if (run == RunId{}) return nullptr;
  const auto found = std::ranges::find(panes_, run, &ComparisonPane::run);
  return found == panes_.end() ? nullptr : &*found;
}

void Comparison::changed(const ComparisonPane& pane) { Q_EMIT paneChanged(static_cast<int>(&pane - panes_.data())); }

bool Comparison::isRunning() const {
  return std::ranges::any_of(panes_, [](const ComparisonPane& pane) { return !pane.isOver; });
}

int Comparison::stepsTotal() const {
  int most = 0;
  for (const ComparisonPane& pane : panes_) most = std::max(most, pane.stepsTotal);
  return most;
}

int Comparison::stepsDone() const {
  if (panes_.empty()) return 0;
  return std::ranges::min(panes_, {}, &ComparisonPane::stepsDone).stepsDone;
}

void Comparison::start(std::vector<ComparisonRequest> requests) {
  if (!client_.isReady() || requests.empty()) return;
  cancel();
  ++generation_;
  panes_.clear();
  shownStep_ = 0;
  protocol::CompareRun call;
  call.replace = true;
  for (ComparisonRequest& request : requests) {
    queue_.sendImages(*request.graph);
    ComparisonPane pane;
    pane.request = std::move(request);
    pane.run = client_.nextRun();
    // A sampler whose picture is kept already is visited all the same, and says which steps can be looked at.
    std::vector<graph::NodeId> targets = {pane.request.target};
    if (pane.request.sampler != graph::NodeId{}) targets.push_back(pane.request.sampler);
    call.panes.push_back({pane.run, graph::write_graph(*pane.request.graph), std::move(targets)});
    panes_.push_back(std::move(pane));
  }
  Q_EMIT started();
  const auto reply = [self = QPointer(this),
                      generation = generation_](const Result<protocol::CompareAccepted>& answer) {
    if (!answer && self && self->generation_ == generation)
      self->failAll(QString::fromStdString(answer.error().message));
  };
  client_.call(std::move(call), reply);
}

void Comparison::show(std::vector<ComparisonPane> panes) {
  cancel();
  ++generation_;
  shownStep_ = 0;
  panes_ = std::move(panes);
  for (ComparisonPane& pane : panes_) {
    pane.run = {};
    pane.image = pane.result;
    pane.isOver = true;
    pane.fraction = 1;
  }
  Q_EMIT started();
}

void Comparison::setResult(int pane, const QImage& image) {
  ComparisonPane& shown = panes_[static_cast<std::size_t>(pane)];
  shown.image = shown.result = image;
  if (image.isNull()) shown.problem = tr("The picture's file is gone or damaged.");
  changed(shown);
}

void Comparison::setNumbers(int pane, const ImageNumbers& numbers) {
  ComparisonPane& shown = panes_[static_cast<std::size_t>(pane)];
  shown.numbers = numbers;
  changed(shown);
}

void Comparison::cancel() {
  for (const ComparisonPane& pane : panes_) {
    if (!pane.isOver) client_.cancel(pane.run);
  }
}

void Comparison::end(RunId run, const QString& problem) {
  ComparisonPane* pane = find(run);
  if (pane == nullptr || pane->isOver) return;
  pane->isOver = true;
  pane->fraction = 1;
  pane->problem = problem;
  if (problem.isEmpty()) pane->stepsDone = pane->stepsTotal;
  changed(*pane);
  if (isRunning()) return;
  Q_EMIT ended();
  scoreAll();
}

void Comparison::failAll(const QString& problem) {
  if (!isRunning()) return;
  for (ComparisonPane& pane : panes_) {
    if (pane.isOver) continue;
    pane.isOver = true;
    pane.problem = problem;
    changed(pane);
  }
  Q_EMIT ended();
}

void Comparison::look(int step) {
  const bool isResult = step <= 0 || step >= stepsTotal();
  shownStep_ = isResult ? 0 : step;
  for (ComparisonPane& pane : panes_) {
    const auto seen = pane.steps.find(step);
    if (isResult && !pane.result.isNull()) {
      pane.image = pane.result;
    } else if (!isResult && seen != pane.steps.end()) {
      pane.image = seen->second;
    } else {
      continue;
    }
    changed(pane);
  }
  lookNext();
}

// The engine answers the newest look alone, so they go one by one.
void Comparison::lookNext() {
  if (shownStep_ == 0) return;
  for (const ComparisonPane& pane : panes_) {
    if (pane.stepsDone < shownStep_ || pane.steps.contains(shownStep_)) continue;
    client_.look(pane.run, pane.request.sampler, shownStep_ - 1, [](const Result<protocol::Done>&) {});
    return;
  }
}

void Comparison::scoreAll() {
  for (std::size_t place = 0; place < panes_.size(); ++place) {
    const ComparisonPane& pane = panes_[place];
    if (pane.result.isNull()) continue;
    scorer_.score(pane.result, pane.hash, pane.request.graph, pane.request.target,
                  [self = QPointer(this), place, generation = generation_](const std::optional<ImageNumbers>& numbers) {
                    if (!numbers || !self || self->generation_ != generation) return;
                    self->panes_[place].numbers = *numbers;
                    self->changed(self->panes_[place]);
                  });
  }
}

}  // namespace heddle::session
