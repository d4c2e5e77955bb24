// LiveRunPolicy: starts and updates runs while a slider moves. At most one live job runs and one waits, and the newest
// value wins. Used by RunController. Window thread only.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include "session/job_queue.h"
#include "session/live_changes.h"

namespace heddle::session {

// The effect of a live change on a running live job. restart: it is cancelled as soon as it has shown a preview (a fast
// drag would otherwise never show one), and the newest graph runs. update: where only live parameters differ, they are
// sent to the run in flight (run.update) and take effect at its next step, so that the forming picture follows the
// slider; when the slider rests or the run ends, the newest graph runs, so that the last picture is the graph's own.
enum class LiveMode { restart, update };

class LiveRunPolicy final : public QObject {
  Q_OBJECT
 public:
  LiveRunPolicy(EngineClient& client, JobQueue& queue, QObject* parent = nullptr);

  void setMode(LiveMode mode) { mode_ = mode; }

  // A live parameter changed. Requests of the same `structure` (RunRequest) differ in nothing else.
  void note(graph::NodeId node, const QString& param, const graph::ParamValue& value, std::uint64_t structure);
  // Runs `request`, or sends the noted values to the running job where it has the same structure. A paused job is only
  // ever updated so; no other job takes its place.
  // Where the running job has the same graph already, it continues.
  JobId run(RunRequest request);
  // The same for a request whose values were not noted, such as a branch: the two graphs are compared.
  JobId runCompared(RunRequest request);

 private:
  using Changes = std::optional<LiveChanges>;  // nothing: more than live parameters differ
  JobId submit(RunRequest request, Changes changes);
  [[nodiscard]] Changes notedChanges(const RunRequest& newest) const;
  [[nodiscard]] Changes comparedChanges(const RunRequest& newest) const;
  [[nodiscard]] bool isRunningAlready(const RunRequest& newest, const Changes& changes) const;
  bool updateRunning(const RunRequest& newest, const Changes& changes);
  void sendUpdates();
  void hurry();
  void replaceRunning();
  void onJobStarted();
  void onJobEnded();

  EngineClient& client_;
  JobQueue& queue_;
  LiveMode mode_ = LiveMode::update;
  std::uint64_t structure_ = 0;  // of the noted values
  LiveChanges noted_;
  LiveChanges sent_;                               // to the running job
  LiveChanges updates_;                            // to be sent at the next tick
  std::shared_ptr<const graph::Graph> sentGraph_;  // the newest graph whose values the running job was sent
  bool hasShown_ = false;                          // the running job has sent a preview
  QTimer updateTimer_;
  QTimer idleTimer_;            // since the last live update
  QTimer firstPreviewTimeout_;  // of a live job that is to be replaced
};

}  // namespace heddle::session
