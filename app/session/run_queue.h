// RunQueue: the jobs of this session in order, one of them running. Live changes (sliders) keep at most one job running
// and one waiting, and the newest value wins. Used by the shell, the queue's list and the Live panel.
// Thread rule: the window's thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <deque>
#include <functional>

#include "session/engine_client.h"
#include "session/job.h"
#include "session/live_changes.h"

namespace heddle::session {

// What a live change does to a live job that runs. restart: it is cancelled as soon as it has shown a preview (a fast drag
// would otherwise never show one), and the newest graph runs. update: where only live parameters differ, they are sent to
// the run in flight (run.update) and take effect at its next step, so that the forming picture follows the slider; when
// the slider rests or the run ends, the newest graph runs, so that the last picture is the graph's own.
enum class LiveMode { restart, update };

class RunQueue final : public QObject {
  Q_OBJECT
 public:
  explicit RunQueue(EngineClient& client, QObject* parent = nullptr);

  // The bytes of a picture of the document by its hash (as in "hash:HEX"); an empty array when it has none.
  using PictureSource = std::function<QByteArray(const QString& hash)>;
  void setPictureSource(PictureSource source) { pictures_ = std::move(source); }

  JobId add(RunRequest request);       // last
  JobId addFirst(RunRequest request);  // before everything that waits
  JobId runLive(RunRequest request);   // takes the place of the live job that waits, and hurries the one that runs
  void setLiveMode(LiveMode mode) { liveMode_ = mode; }
  [[nodiscard]] LiveMode liveMode() const { return liveMode_; }

  // A waiting job is marked as cancelled at once, a running one when the engine says so. False: nothing to cancel.
  bool cancel(JobId id);
  void cancelRunning();
  void cancelAll();
  // Pauses the running job before its next step, or resumes it. While it is paused, runLive updates its live parameters
  // where nothing else differs; no other job takes its place.
  void setRunPaused(bool paused);
  [[nodiscard]] bool isPauseRequested() const { return isPauseRequested_; }  // Job::isPaused follows when the engine says so

  // A new job with the same request; an empty id when there is no such job, or it is not over.
  JobId retry(JobId id);
  // `place` among the jobs that wait, 0 first.
  bool move(JobId id, int place);
  void setSuspended(bool suspended);  // the running job continues; no waiting job starts
  [[nodiscard]] bool isSuspended() const { return isSuspended_; }
  void forgetFinished();

  // Oldest first: those that are over, then the one that runs, then those that wait, in the order in which they will
  // run.
  [[nodiscard]] std::vector<const Job*> jobs() const;
  [[nodiscard]] const Job* find(JobId id) const;
  [[nodiscard]] const Job* running() const { return running_ ? &*running_ : nullptr; }
  [[nodiscard]] int waiting() const { return static_cast<int>(waiting_.size()); }
  [[nodiscard]] bool isIdle() const { return !running_ && waiting_.empty(); }

 Q_SIGNALS:
  void jobAdded(heddle::session::JobId id);
  void jobChanged(heddle::session::JobId id);  // state, fraction, text, results
  void jobRemoved(heddle::session::JobId id);  // forgotten, or a live job whose place a newer one took
  void orderChanged();
  void suspendedChanged(bool suspended);
  void jobStarted(heddle::session::JobId id, heddle::session::RunId run);
  void jobEnded(heddle::session::JobId id);
  void resultArrived(const heddle::session::JobResult& result);

 private:
  Job makeJob(RunRequest request, bool isLive);
  void pump();
  void begin(Job job);
  void end(JobState state, const QString& text, const EngineError& error = {});
  void sendPictures(const graph::Graph& graph);
  void hurry();
  void replaceRunning();
  bool updateRunning(const RunRequest& request);
  void sendUpdates();
  void keep(Job job);
  void onNodeFinished(const NodeFinished& event);
  void setUsed(graph::NodeId node, const std::string& param, const Json& json);
  void onNodePictured(const NodePicture& event);
  void onNodeProgressed(const NodeProgress& event);
  void onEngineDied(const QString& reason);
  [[nodiscard]] bool isMine(RunId run) const { return running_ && running_->run == run; }
  void connectClient();

  EngineClient& client_;
  PictureSource pictures_;
  LiveMode liveMode_ = LiveMode::update;
  bool isSuspended_ = false;
  std::uint64_t lastJob_ = 0;
  std::deque<Job> over_;
  std::optional<Job> running_;
  std::deque<Job> waiting_;
  bool isCancelling_ = false;                      // of the running job
  bool isPauseRequested_ = false;
  bool isSuperseded_ = false;                      // the running live job is cancelled because a newer one waits
  std::shared_ptr<const graph::Graph> sentGraph_;  // the newest graph whose values the running job was sent
  std::shared_ptr<graph::Graph> used_;             // the running job's graph with the values that were really used
  LiveChanges updates_;                            // to be sent at the next tick
  bool hasShown_ = false;                          // the running job has sent a preview
  QTimer updateTimer_, cancelTimeout_;
  QTimer idleTimer_;      // since the last live update
  QTimer firstPreviewTimeout_;  // for the first preview of a live job that is to be replaced
};

}  // namespace heddle::session
