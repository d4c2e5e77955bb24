// Job: one request to run a graph, from the click to its end. Used by JobQueue and the queue's list. Plain values.
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtGui/QImage>
#include <memory>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"
#include "graph/graph.h"
#include "session/run_request.h"

namespace heddle::session {

struct JobTag;
using JobId = StrongId<JobTag>;

enum class JobState { waiting, running, finished, failed, cancelled, crashed };
[[nodiscard]] inline bool isOver(JobState state) { return state != JobState::waiting && state != JobState::running; }

struct Job {
  JobId id;
  RunRequest request;
  JobState state = JobState::waiting;
  bool isLive = false;       // of a slider: a newer one takes its place
  bool liveUpdated = false;  // live values changed it while it ran
  bool isPaused = false;     // between two steps, until the user resumes it
  RunId run;                 // while it runs and after
  double fraction = 0;       // in [0, 1]
  QString text;              // "step 7 of 20", or the sentence of its end
  double seconds = 0;
  int results = 0;  // pictures so far
  std::optional<graph::NodeId> errorNode;
  Error error;  // of a failed or crashed job
  QDateTime queuedAt, startedAt, endedAt;
};

// A result picture, with the graph that makes it again.
struct JobResult {
  JobId job;
  graph::NodeId node;
  int index = 0;  // among `count` pictures that the node made at once
  int count = 1;
  QImage image;
  QString hash;
  std::shared_ptr<const graph::Graph> graph;  // with the values that were really used, where live updates changed them
  QString title;
  bool isLive = false;
  std::string parameters = {};  // A1111's block, from the engine
};

}  // namespace heddle::session
