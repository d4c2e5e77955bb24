// JobQueue: the jobs of this session in order, one of them running. Used by the shell, the queue's list and
// LiveRunPolicy. Window thread only.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <deque>
#include <functional>

#include "session/engine_client.h"
#include "session/job.h"

namespace heddle::session {

class JobQueue final : public QObject {
  Q_OBJECT
 public:
  explicit JobQueue(EngineClient& client, QObject* parent = nullptr);

  // The bytes of a picture of the document by its hash (as in "hash:HEX"); an empty array when it has none.
  using ImageSource = std::function<QByteArray(const QString& hash)>;
  void setImageSource(ImageSource source) { images_ = std::move(source); }

  // Sends the engine what the graph names by its content and the engine does not have; for runs of others too.
  void sendImages(const graph::Graph& graph);

  JobId add(RunRequest request);       // last
  JobId addFirst(RunRequest request);  // before everything that waits
  JobId putLive(RunRequest request);   // takes the place of the live job that waits, or is the next

  // A waiting job is marked as cancelled at once, a running one when the engine says so. False: nothing to cancel.
  bool cancel(JobId id);
  void cancelRunning();
  void cancelAll();
  // Cancels the running job, which leaves the list when it ends: a newer live job takes its place.
  void supersedeRunning();
  // Drops the waiting live job.
  void dropWaitingLive();
  [[nodiscard]] bool isCancelling() const { return isCancelling_; }  // the running job
  // Live updates were sent to the running job.
  void markLiveUpdated();
  // Pauses the running job before its next step, or resumes it. Job::isPaused follows when the engine says so.
  void setRunPaused(bool paused);
  [[nodiscard]] bool isPauseRequested() const { return isPauseRequested_; }

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
  void pauseRequested(bool paused);  // before the engine receives it
  void jobStarted(heddle::session::JobId id, heddle::session::RunId run);
  void jobEnded(heddle::session::JobId id);
  void resultArrived(const heddle::session::JobResult& result);

 private:
  Job makeJob(RunRequest request, bool isLive);
  void pump();
  void begin(Job job);
  void end(JobState state, const QString& text, const Error& error = {});
  void keep(Job job);
  void onNodeFinished(const protocol::NodeFinished& event);
  void setUsed(graph::NodeId node, const std::string& param, const Json& json);
  void onNodeImaged(const protocol::RunImage& event, const QImage& image);
  void onNodeProgressed(const protocol::NodeProgress& event);
  void onEngineDied(const QString& reason);
  [[nodiscard]] bool isMine(RunId run) const { return running_ && running_->run == run; }
  void connectClient();

  EngineClient& client_;
  ImageSource images_;
  bool isSuspended_ = false;
  std::uint64_t lastJob_ = 0;
  std::deque<Job> over_;
  std::optional<Job> running_;
  std::deque<Job> waiting_;
  bool isCancelling_ = false;  // of the running job
  bool isPauseRequested_ = false;
  bool isSuperseded_ = false;           // the running live job is cancelled because a newer one waits
  std::shared_ptr<graph::Graph> used_;  // the running job's graph with the values that were really used
  QTimer cancelTimeout_;
};

}  // namespace heddle::session
