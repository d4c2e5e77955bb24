// ResultScores: gives the results of this session their numbers, CLIP-I and CLIP-T, one by one when nothing has run for
// a moment. Used by the main window. Window thread only.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <deque>

#include "session/image_scorer.h"
#include "session/job_queue.h"
#include "session/result_store.h"

namespace heddle::session {

class ResultScores final : public QObject {
  Q_OBJECT
 public:
  ResultScores(EngineClient& client, JobQueue& queue, ResultStore& store, QObject* parent = nullptr);

 private:
  void next();

  EngineClient& client_;
  JobQueue& queue_;
  ResultStore& store_;
  ImageScorer scorer_;
  std::deque<ResultId> waiting_;  // newest last
  bool isAsking_ = false;
  QTimer idle_;
};

}  // namespace heddle::session
