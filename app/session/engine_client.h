// EngineClient: the window's connection to the engine process. Starts it, sends calls, notices when it dies or hangs
// and restarts it. Used by JobQueue, the library and the shell. Thread rule: the window's thread; no call blocks but
// stop().
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QTimer>
#include <QtGui/QImage>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "protocol/calls.h"
#include "protocol/events.h"
#include "session/engine_command.h"
#include "session/run_request.h"

namespace heddle::session {

class EngineProcess;
class EventQueue;
struct EngineEvent;

// off: not started, or stopped. down: it died three times in a row and waits for start().
enum class EngineState { off, starting, ready, restarting, down };

// In milliseconds. Tests shorten them.
struct EngineTimes {
  int initialize = 30'000;                // until the answer to the first call
  int silence = 10'000;                   // without a message while it should answer: it hangs
  int ping = 2'000;                       // how often it is asked
  int healthy = 30'000;                   // after this long, earlier deaths no longer count
  std::vector<int> backoff = {0, 1'000};  // before the first, the second … new start in a row
};

class EngineClient final : public QObject {
  Q_OBJECT
 public:
  explicit EngineClient(EngineCommand command, QObject* parent = nullptr, EngineTimes times = {});
  ~EngineClient() override;

  // Takes effect at the next start.
  void setCommand(EngineCommand command) { command_ = std::move(command); }
  [[nodiscard]] const EngineCommand& command() const { return command_; }

  // Does nothing when it runs. When it is down, tries again.
  void start();
  // Ends the engine: by request, and by a kill after two seconds. Returns within three. Signals nothing but
  // stateChanged.
  void stop();
  // Kills the engine and starts another, as if it had died.
  void restart(const QString& reason);

  [[nodiscard]] EngineState state() const { return state_; }
  [[nodiscard]] bool isReady() const { return state_ == EngineState::ready; }
  // Of the engine that answers now, or of the last one that did.
  [[nodiscard]] const protocol::EngineInfo& info() const { return info_; }
  [[nodiscard]] qint64 processId() const { return processId_; }

  // The calls below do nothing unless isReady().
  void run(RunId run, const RunRequest& request);
  void cancel(RunId run);
  void pause(RunId run);  // before the next step; runPaused follows
  void resume(RunId run);
  void update(RunId run, graph::NodeId node, const QString& param, const graph::ParamValue& value);
  [[nodiscard]] RunId nextRun() { return RunId{++lastRun_}; }

  // Pictures travel once to each engine process. The graph names them as "hash:HEX".
  [[nodiscard]] bool hasImage(const QString& hash) const { return images_.contains(hash); }
  void putImage(const QString& hash, const QByteArray& bytes);

  // Entries come as libraryEntryFound, the end as libraryListed. A new listing ends the one before.
  void listLibrary(const QStringList& roots);
  void cancelListing();
  // Ends with thumbnailArrived, with an empty picture where there is none.
  void requestThumbnail(const QString& path, int side);
  // Places come as placeFound, the end as placesSearched.
  void findPlaces();

  void setSettings(const protocol::SettingsSet& settings);  // also sent to every later engine

  // Any call. The answer, or the error, comes in the window's thread; an engine that dies answers with an error.
  template <class Call>
  using Reply = std::function<void(Result<typename Call::Answer>)>;
  template <protocol::Described Call>
  void call(Call call, Reply<Call> reply = {}) {
    send([call = std::move(call)](std::uint64_t id) { return frameOf(protocol::request(id, call)); },
         replyFor<Call>(std::move(reply)));
  }
  // The picture of a step, from 0, comes as stepPictured; of looks in a row only the newest. An error: it is not kept.
  void look(RunId run, graph::NodeId node, int step, Reply<protocol::RunLook> reply);

 Q_SIGNALS:
  void stateChanged(heddle::session::EngineState state);
  void connected(const heddle::protocol::EngineInfo& info);
  void died(const QString& reason);
  void restarting(int attempt, int milliseconds);
  void logLineReceived(const QString& line);

  void runStarted(const heddle::protocol::RunStarted& event);
  void nodeStarted(const heddle::protocol::NodeStarted& event);
  void nodeProgressed(const heddle::protocol::NodeProgress& event);
  void nodePreviewed(const heddle::protocol::Preview& event, const QImage& image);
  void nodeFinished(const heddle::protocol::NodeFinished& event);
  void nodeImaged(const heddle::protocol::RunImage& event, const QImage& image);
  void nodeStepped(const heddle::protocol::NodeSteps& event);
  void runPaused(const heddle::protocol::RunPaused& event);
  void runResumed(const heddle::protocol::RunContinued& event);
  void stepImaged(const heddle::protocol::StepImage& event, const QImage& image);
  void fileSaved(const heddle::protocol::FileSaved& event);
  void noticeReceived(const heddle::protocol::Notice& event);
  void runFinished(const heddle::protocol::RunFinished& event);
  void runFailed(const heddle::protocol::RunFailed& event);
  void runCancelled(const heddle::protocol::RunCancelled& event);
  void libraryEntryFound(const heddle::protocol::LibraryEntry& entry);
  void libraryListed(const heddle::protocol::LibraryListed& listed);
  void thumbnailArrived(const QString& path, const QImage& image);
  void placeFound(const heddle::protocol::LibraryPlace& place);
  void placesSearched();
  void memoryReported(const heddle::protocol::MemoryUse& memory);

 private:
  using JsonReply = std::function<void(Result<Json>)>;
  template <class Call>
  static JsonReply replyFor(Reply<Call> reply) {
    if (!reply) return {};
    return [reply = std::move(reply)](Result<Json> answer) {
      reply(answer ? protocol::from_json<typename Call::Answer>(*answer) : forward(answer));
    };
  }
  static std::string frameOf(const Json& message);
  // `compose` is called in the process's thread and gives whole frames.
  void send(std::function<std::string(std::uint64_t id)> compose, JsonReply reply);
  void begin();
  void setState(EngineState state);
  void drainEvents();
  void dispatch(EngineEvent& event);
  void signalEvent(const protocol::Event& event, const QImage& image);
  void onAnswer(std::uint64_t id, Result<Json> result);
  void becomeReady(const protocol::EngineInfo& info);
  void handleDeath(const QString& reason, bool isHopeless);
  void failReplies(const QString& reason);
  void askWhetherItLives();

  EngineCommand command_;
  EngineTimes times_;
  protocol::SettingsSet settings_;
  EngineState state_ = EngineState::off;
  protocol::EngineInfo info_;
  qint64 processId_ = 0;
  std::shared_ptr<EventQueue> events_;
  std::unique_ptr<EngineProcess> process_;
  std::map<std::uint64_t, JsonReply> replies_;
  std::set<QString> images_;
  std::uint64_t generation_ = 0;  // of the process; messages of an earlier one are dropped
  std::uint64_t lastCall_ = 0;
  std::uint64_t lastRun_ = 0;
  std::uint64_t listing_ = 0;  // the call that lists now
  int deathsInARow_ = 0;
  QString deathReason_;  // why this client killed it
  QTimer restartTimer_, pingTimer_, healthTimer_, silenceTimer_;
};

}  // namespace heddle::session
