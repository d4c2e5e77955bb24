// Comparison: graphs side by side in the engine: their images as they form, their steps, and how like their references
// and how true to their words the results are. Used by the Compare workspace. Thread rule: the window's thread.
#pragma once

#include <QtCore/QObject>
#include <QtGui/QImage>
#include <map>
#include <memory>
#include <vector>

#include "session/image_scorer.h"
#include "session/job_queue.h"

namespace heddle::session {

// What a pane starts from.
struct ComparisonRequest {
  QString label;
  std::shared_ptr<const graph::Graph> graph;  // null: of a result whose graph is in its file
  graph::NodeId target;                       // whose image the pane shows
  graph::NodeId sampler = {};                 // before it: whose steps are looked at; none: 0
};

struct ComparisonPane {
  ComparisonRequest request;
  RunId run;
  QImage image;            // that is shown: the newest preview, a step, or the result
  QImage result;           // null: not there yet
  QString hash;            // of the result's pixels
  std::string parameters;  // A1111's block of the result
  int stepsTotal = 0, stepsDone = 0;
  std::map<int, QImage> steps = {};  // those that were looked at, from 1
  double fraction = 0;               // of the run
  bool isOver = false;
  QString problem = {};  // why there is no result
  ImageNumbers numbers = {};
};

class Comparison final : public QObject {
  Q_OBJECT
 public:
  Comparison(EngineClient& client, JobQueue& queue, QObject* parent = nullptr);

  // Replaces what runs. Does nothing without an engine, or without panes.
  void start(std::vector<ComparisonRequest> requests);
  void cancel();
  // Images that are there already take the place of what runs: results of earlier runs. They keep their numbers.
  void show(std::vector<ComparisonPane> panes);
  // Of a shown pane, where it came later.
  void setResult(int pane, const QImage& image);
  void setNumbers(int pane, const ImageNumbers& numbers);

  [[nodiscard]] const std::vector<ComparisonPane>& panes() const { return panes_; }
  [[nodiscard]] bool isRunning() const;
  [[nodiscard]] int stepsTotal() const;
  [[nodiscard]] int stepsDone() const;  // of the pane that has the fewest
  // Shows all panes after `step` steps; 0 or the last: their results. Those not seen yet come one by one.
  void look(int step);
  [[nodiscard]] int shownStep() const { return shownStep_; }

 Q_SIGNALS:
  void started();
  void paneChanged(int pane);
  void ended();

 private:
  ComparisonPane* find(RunId run);
  void connectClient();
  void end(RunId run, const QString& problem);
  void failAll(const QString& problem);
  void lookNext();
  void scoreAll();
  void changed(const ComparisonPane& pane);

  EngineClient& client_;
  JobQueue& queue_;
  ImageScorer scorer_;
  std::vector<ComparisonPane> panes_;
  int shownStep_ = 0;             // 0: the newest
  std::uint64_t generation_ = 0;  // of the panes; late answers to earlier ones are dropped
};

}  // namespace heddle::session
