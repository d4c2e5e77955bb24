// ResultScores: gives results their numbers, CLIP-I and CLIP-T, one by one when nothing has run for a moment: first
// those of this session, then those of earlier ones that have none. Used by the main window. Window thread only; files
// are read by a worker.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <deque>
#include <set>

#include "session/image_scorer.h"
#include "session/job_queue.h"
#include "session/result_store.h"

namespace heddle::session {

class ResultScores final : public QObject {
  Q_OBJECT
 public:
  ResultScores(EngineClient& client, JobQueue& queue, ResultStore& store, QObject* parent = nullptr);

 Q_SIGNALS:
  void olderWanted();  // all results that the store has are measured

 private:
  void next();
  void nextOld();
  void score(ResultId id, const QImage& image, std::shared_ptr<const graph::Graph> graph, graph::NodeId node);
  void done(ResultId id, const std::optional<ImageNumbers>& numbers);

  EngineClient& client_;
  JobQueue& queue_;
  ResultStore& store_;
  ImageScorer scorer_;
  std::deque<ResultId> waiting_;  // newest last
  std::set<ResultId> old_;
  int oldDone_ = 0;
  bool isAsking_ = false;
  QTimer idle_;
};

}  // namespace heddle::session
