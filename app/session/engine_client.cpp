#include "session/engine_client.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>

#include "graph/graph_io.h"
#include "graph/param_io.h"
#include "protocol/frame.h"
#include "protocol/message_reader.h"
#include "session/engine_event.h"
#include "session/engine_process.h"
#include "session/event_queue.h"

namespace heddle::session {

namespace {

constexpr qint64 kSliceMilliseconds = 4;  // of the window's thread at a time

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

QString otherVersionText(const protocol::EngineVersion& engine) {
  return EngineClient::tr(
             "The engine is Heddle %1 (protocol %2) and this window is Heddle %3 (protocol %4); install the "
             "same version of Heddle for both.")
      .arg(QString::fromStdString(engine.version))
      .arg(engine.protocol)
      .arg(QCoreApplication::applicationVersion())
      .arg(protocol::kVersion);
}

}  // namespace

EngineClient::EngineClient(EngineCommand command, QObject* parent, EngineTimes times)
    : QObject(parent), command_(std::move(command)), times_(std::move(times)) {
  events_ = std::make_shared<EventQueue>([this] {
    QMetaObject::invokeMethod(
        this, [this] { drainEvents(); }, Qt::QueuedConnection);
  });
  for (QTimer* timer : {&restartTimer_, &healthTimer_, &silenceTimer_}) timer->setSingleShot(true);
  connect(&restartTimer_, &QTimer::timeout, this, &EngineClient::begin);
  connect(&healthTimer_, &QTimer::timeout, this, [this] { deathsInARow_ = 0; });
  connect(&pingTimer_, &QTimer::timeout, this, &EngineClient::askWhetherItLives);
  connect(&silenceTimer_, &QTimer::timeout, this, [this] {
    drainEvents();  // this thread may be the late one
    if (!silenceTimer_.isActive()) restart(tr("The engine does not answer any more."));
  });
}

EngineClient::~EngineClient() { stop(); }

void EngineClient::setState(EngineState state) {
  if (state == state_) return;
  state_ = state;
  Q_EMIT stateChanged(state);
}

void EngineClient::start() {
  if (state_ != EngineState::off && state_ != EngineState::down) return;
  deathsInARow_ = 0;
  begin();
}

void EngineClient::begin() {
  if (!process_) process_ = std::make_unique<EngineProcess>(events_);
  ++generation_;
  deathReason_.clear();
  setState(deathsInARow_ == 0 ? EngineState::starting : EngineState::restarting);
  silenceTimer_.start(times_.initialize);
  process_->begin(command_, generation_);
}

void EngineClient::stop() {
  for (QTimer* timer : {&restartTimer_, &healthTimer_, &silenceTimer_, &pingTimer_}) timer->stop();
  ++generation_;
  if (process_ && state_ != EngineState::down) process_->finish();
  process_.reset();
  processId_ = 0;
  images_.clear();
  failReplies(tr("The engine was stopped."));
  setState(EngineState::off);
}

void EngineClient::restart(const QString& reason) {
  if (state_ == EngineState::off || state_ == EngineState::down) return start();
  deathReason_ = reason;
  if (process_) process_->kill();
}

void EngineClient::drainEvents() {
  const QPointer<EngineClient> self(this);
  QElapsedTimer clock;
  clock.start();
  while (auto event = events_->take()) {
    if (event->generation == generation_) dispatch(*event);
    if (!self) return;
    if (clock.elapsed() < kSliceMilliseconds) continue;
    QMetaObject::invokeMethod(
        this, [this] { drainEvents(); }, Qt::QueuedConnection);
    return;
  }
}

void EngineClient::dispatch(EngineEvent& event) {
  const bool isWord =
      !std::holds_alternative<ProcessStarted>(event.what) && !std::holds_alternative<LogLine>(event.what);
  if (isWord && isReady()) silenceTimer_.start(times_.silence);
  std::visit(
      Overloaded{
          [this](const ProcessStarted& e) { processId_ = e.processId; },
          [this](const ProcessDied& e) { handleDeath(deathReason_.isEmpty() ? e.reason : deathReason_, e.isHopeless); },
          [this](const LogLine& e) { Q_EMIT logLineReceived(e.text); },
          [this](Answer& e) { onAnswer(e.id, std::move(e.result)); },
          [this](const Faulty& e) {
            Q_EMIT logLineReceived(tr("Unrecognised message from the engine: %1").arg(e.what));
          },
          [this](const OtherVersion& e) { handleDeath(otherVersionText(e.engine), true); },
          [this](const protocol::EngineInfo& e) { becomeReady(e); },
          [this](const EngineMessage& e) { signalEvent(e.event, e.image); },
      },
      event.what);
}

void EngineClient::signalEvent(const protocol::Event& event, const QImage& image) {
  std::visit(
      Overloaded{
          [this](const protocol::RunStarted& e) { Q_EMIT runStarted(e); },
          [this](const protocol::NodeStarted& e) { Q_EMIT nodeStarted(e); },
          [this](const protocol::NodeProgress& e) { Q_EMIT nodeProgressed(e); },
          [&](const protocol::Preview& e) { Q_EMIT nodePreviewed(e, image); },
          [this](const protocol::NodeSteps& e) { Q_EMIT nodeStepped(e); },
          [this](const protocol::RunPaused& e) { Q_EMIT runPaused(e); },
          [this](const protocol::RunContinued& e) { Q_EMIT runResumed(e); },
          [&](const protocol::StepImage& e) { Q_EMIT stepImaged(e, image); },
          [this](const protocol::NodeFinished& e) { Q_EMIT nodeFinished(e); },
          [&](const protocol::RunImage& e) { Q_EMIT nodeImaged(e, image); },
          [this](const protocol::FileSaved& e) { Q_EMIT fileSaved(e); },
          [this](const protocol::Notice& e) { Q_EMIT noticeReceived(e); },
          [this](const protocol::RunFinished& e) { Q_EMIT runFinished(e); },
          [this](const protocol::RunFailed& e) { Q_EMIT runFailed(e); },
          [this](const protocol::RunCancelled& e) { Q_EMIT runCancelled(e); },
          [this](const protocol::LibraryEntryFound& e) { Q_EMIT libraryEntryFound(e.entry); },
          [&](const protocol::LibraryThumbnail& e) { Q_EMIT thumbnailArrived(QString::fromStdString(e.path), image); },
          [this](const protocol::LibraryPlace& e) { Q_EMIT placeFound(e); },
      },
      event);
}

void EngineClient::onAnswer(std::uint64_t id, Result<Json> result) {
  if (id == kInitializeCall) {  // only a refusal comes here
    return handleDeath(QString::fromStdString(result.error().message), true);
  }
  const auto waiting = replies_.find(id);
  if (waiting == replies_.end()) return;
  const JsonReply reply = std::move(waiting->second);
  replies_.erase(waiting);
  if (reply) reply(std::move(result));
}

void EngineClient::becomeReady(const protocol::EngineInfo& info) {
  info_ = info;
  healthTimer_.start(times_.healthy);
  pingTimer_.start(times_.ping);
  silenceTimer_.start(times_.silence);
  state_ = EngineState::ready;
  setSettings(settings_);  // before a run can be sent
  Q_EMIT stateChanged(state_);
  if (isReady()) Q_EMIT connected(info_);
}

void EngineClient::handleDeath(const QString& reason, bool isHopeless) {
  for (QTimer* timer : {&healthTimer_, &silenceTimer_, &pingTimer_}) timer->stop();
  ++generation_;
  processId_ = 0;
  images_.clear();
  ++deathsInARow_;
  const bool staysDown = isHopeless || deathsInARow_ > static_cast<int>(times_.backoff.size());
  if (isHopeless && process_) process_->kill();
  setState(staysDown ? EngineState::down : EngineState::restarting);
  failReplies(reason);
  Q_EMIT died(reason);
  if (state_ != EngineState::restarting) return;  // a receiver of died() stopped or started the engine
  const int pause = times_.backoff[static_cast<std::size_t>(deathsInARow_ - 1)];
  restartTimer_.start(pause);
  Q_EMIT restarting(deathsInARow_, pause);
}

void EngineClient::failReplies(const QString& reason) {
  const auto replies = std::exchange(replies_, {});
  for (const auto& [id, reply] : replies) {
    if (reply) reply(fail(ErrorKind::cancelled, "{}", reason.toStdString()));
  }
}

void EngineClient::askWhetherItLives() {
  call(protocol::Ping{}, [this](const Result<protocol::MemoryUse>& memory) {
    if (memory && isReady()) Q_EMIT memoryReported(*memory);
  });
}

std::string EngineClient::frameOf(const Json& message) {
  std::string bytes;
  protocol::append_message(bytes, message);
  return bytes;
}

void EngineClient::send(std::function<std::string(std::uint64_t)> compose, JsonReply reply) {
  if (!isReady()) {
    if (reply) reply(fail(ErrorKind::io, "{}", tr("There is no engine.").toStdString()));
    return;
  }
  const std::uint64_t id = ++lastCall_;
  replies_.emplace(id, std::move(reply));
  process_->send([id, compose = std::move(compose)] { return compose(id); });
}

void EngineClient::run(RunId run, const RunRequest& request) {
  if (!isReady() || !request.graph) return;
  const auto compose = [run, request](std::uint64_t id) {
    protocol::GraphRun call;
    call.run = run;
    call.graph = graph::write_graph(*request.graph);
    call.targets = request.targets;
    return frameOf(protocol::request(id, call));
  };
  send(compose, [this, run](const Result<Json>& answer) {
    if (!answer && isReady()) Q_EMIT runFailed({run, {}, answer.error()});
  });
}

void EngineClient::cancel(RunId run) { call(protocol::RunCancel{run}); }

void EngineClient::pause(RunId run) { call(protocol::RunPause{run}); }

void EngineClient::resume(RunId run) { call(protocol::RunContinue{run}); }

void EngineClient::look(RunId run, graph::NodeId node, int step, Reply<protocol::RunLook> reply) {
  call(protocol::RunLook{run, node, step}, std::move(reply));
}

void EngineClient::update(RunId run, graph::NodeId node, const QString& param, const graph::ParamValue& value) {
  call(protocol::RunUpdate{run, node, param.toStdString(), graph::to_json(value)});
}

void EngineClient::putImage(const QString& hash, const QByteArray& bytes) {
  if (!isReady() || images_.contains(hash)) return;
  images_.insert(hash);
  const auto compose = [hash = hash.toStdString(), bytes](std::uint64_t id) {
    const auto size = static_cast<std::size_t>(bytes.size());
    std::string frames = frameOf(protocol::request(id, protocol::InputPut{hash, {size}}));
    frames += protocol::frame_head(protocol::FrameKind::binary, size);
    frames.append(bytes.constData(), size);
    return frames;
  };
  send(compose, [this, hash](const Result<Json>& answer) {
    if (answer) return;
    images_.erase(hash);
    Q_EMIT logLineReceived(QString::fromStdString(answer.error().message));
  });
}

void EngineClient::listLibrary(const QStringList& roots) {
  protocol::LibraryList list;
  for (const QString& root : roots) list.roots.push_back(root.toStdString());
  const std::uint64_t id = lastCall_ + 1;
  listing_ = id;
  call(std::move(list), [this, id](const Result<protocol::LibraryListed>& listed) {
    if (listing_ != id) return;
    Q_EMIT libraryListed(listed ? *listed : protocol::LibraryListed{0, false, {listed.error().message}});
  });
}

void EngineClient::requestThumbnail(const QString& path, int side) {
  call(protocol::ThumbnailRequest{path.toStdString(), side},
       [this, path](const Result<protocol::ThumbnailAnswer>& answer) {
         if (!answer || !answer->found) Q_EMIT thumbnailArrived(path, {});
       });
}

void EngineClient::findPlaces() {
  call(protocol::PlacesSearch{}, [this](const Result<protocol::PlacesFound>&) { Q_EMIT placesSearched(); });
}

void EngineClient::cancelListing() { call(protocol::LibraryCancel{listing_}); }

void EngineClient::setSettings(const protocol::SettingsSet& settings) {
  const std::string before = settings_.output_folder;
  settings_ = settings;
  if (settings_.output_folder.empty()) settings_.output_folder = before;  // also for an engine that is restarted
  if (isReady()) call(settings_);
}

}  // namespace heddle::session
