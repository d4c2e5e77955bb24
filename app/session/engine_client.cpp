#include "session/engine_client.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>
#include <QtCore/QProcess>

#include "graph/graph_io.h"
#include "graph/param_io.h"
#include "protocol/message.h"
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

std::string requestFrame(std::uint64_t id, std::string_view method, const Json& params) {
  std::string bytes;
  protocol::append_message(bytes, protocol::request(id, method, params));
  return bytes;
}

}  // namespace

EngineCommand engineCommandFrom(const QString& commandLine) {
  QStringList parts = QProcess::splitCommand(commandLine);
  if (parts.isEmpty()) return {};
  EngineCommand command{parts.takeFirst(), {}};
  command.arguments = parts;
  return command;
}

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
  pictures_.clear();
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
  const bool isWord = !std::holds_alternative<ProcessStarted>(event.what) && !std::holds_alternative<LogLine>(event.what);
  if (isWord && isReady()) silenceTimer_.start(times_.silence);
  std::visit(
      Overloaded{
          [this](const ProcessStarted& e) { processId_ = e.processId; },
          [this](const ProcessDied& e) { handleDeath(deathReason_.isEmpty() ? e.reason : deathReason_, e.isHopeless); },
          [this](const LogLine& e) { Q_EMIT logLineReceived(e.text); },
          [this](Answer& e) { onAnswer(e.id, std::move(e.result)); },
          [this](const Faulty& e) { Q_EMIT logLineReceived(tr("Unrecognised message from the engine: %1").arg(e.what)); },
          [this](const EngineInfo& e) { becomeReady(e); },
          [this](const RunStarted& e) { Q_EMIT runStarted(e); },
          [this](const NodeStarted& e) { Q_EMIT nodeStarted(e); },
          [this](const NodeProgress& e) { Q_EMIT nodeProgressed(e); },
          [this](const NodePreview& e) { Q_EMIT nodePreviewed(e); },
          [this](const NodeFinished& e) { Q_EMIT nodeFinished(e); },
          [this](const NodePicture& e) { Q_EMIT nodePictured(e); },
          [this](const NodeSteps& e) { Q_EMIT nodeStepped(e); },
          [this](const RunPaused& e) { Q_EMIT runPaused(e); },
          [this](const RunResumed& e) { Q_EMIT runResumed(e); },
          [this](const StepPicture& e) { Q_EMIT stepPictured(e); },
          [this](const FileSaved& e) { Q_EMIT fileSaved(e); },
          [this](const Notice& e) { Q_EMIT noticeReceived(e); },
          [this](const RunFinished& e) { Q_EMIT runFinished(e); },
          [this](const RunFailed& e) { Q_EMIT runFailed(e); },
          [this](const RunCancelled& e) { Q_EMIT runCancelled(e); },
          [this](const LibraryEntry& e) { Q_EMIT libraryEntryFound(e); },
          [this](const LibraryThumbnail& e) { Q_EMIT thumbnailArrived(e.path, e.image); },
          [this](const LibraryPlace& e) { Q_EMIT placeFound(e); },
      },
      event.what);
}

void EngineClient::onAnswer(std::uint64_t id, Result<Json> result) {
  if (id == kInitializeCall) {  // only a refusal comes here
    return handleDeath(QString::fromStdString(result.error().message), true);
  }
  const auto waiting = replies_.find(id);
  if (waiting == replies_.end()) return;
  const Reply reply = std::move(waiting->second);
  replies_.erase(waiting);
  if (reply) reply(std::move(result));
}

void EngineClient::becomeReady(const EngineInfo& info) {
  if (info.protocol != protocol::kVersion) {
    return handleDeath(tr("The engine speaks protocol %1, this window %2: use the same version of both.")
                           .arg(info.protocol)
                           .arg(protocol::kVersion),
                       true);
  }
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
  pictures_.clear();
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
  call(QStringLiteral("ping"), Json::object(), [this](const Result<Json>& result) {
    if (!result || !isReady()) return;
    Q_EMIT memoryReported({protocol::count_at(*result, "rss"), protocol::count_at(*result, "kept"),
                           protocol::count_at(*result, "budget")});
  });
}

void EngineClient::call(const QString& method, Json params, Reply reply) {
  if (!isReady()) {
    if (reply) reply(fail(ErrorKind::io, "{}", tr("There is no engine.").toStdString()));
    return;
  }
  const std::uint64_t id = ++lastCall_;
  replies_.emplace(id, std::move(reply));
  process_->send([id, name = method.toStdString(), params = std::move(params)] { return requestFrame(id, name, params); });
}

void EngineClient::run(RunId run, const RunRequest& request) {
  if (!isReady() || !request.graph) return;
  const std::uint64_t id = ++lastCall_;
  replies_.emplace(id, [this, run](const Result<Json>& result) {
    if (!result && isReady()) {
      const Error& error = result.error();
      Q_EMIT runFailed(
          {run, {}, {QString::fromUtf8(to_string(error.kind).data()), QString::fromStdString(error.message), {}}});
    }
  });
  process_->send([id, run, request] {
    Json targets = Json::array();
    for (const graph::NodeId node : request.targets) targets.push_back(node.value);
    // The graph is text already: it goes in as it is, between the other params.
    std::string body = fmt::format(
        R"({{"jsonrpc":"2.0","id":{},"method":"graph.run","params":{{"run":{},"revision":{},"targets":{},"graph":)", id,
        run.value, request.revision, dump_json(targets));
    body += graph::write_graph(*request.graph) + "}}";
    return protocol::json_frame(body);
  });
}

void EngineClient::cancel(RunId run) { call(QStringLiteral("run.cancel"), {{"run", run.value}}, {}); }

void EngineClient::pause(RunId run) { call(QStringLiteral("run.pause"), {{"run", run.value}}, {}); }

void EngineClient::resume(RunId run) { call(QStringLiteral("run.continue"), {{"run", run.value}}, {}); }

void EngineClient::look(RunId run, graph::NodeId node, int step, Reply reply) {
  call(QStringLiteral("run.look"), {{"run", run.value}, {"node", node.value}, {"step", step}}, std::move(reply));
}

void EngineClient::update(RunId run, graph::NodeId node, const QString& param, const graph::ParamValue& value) {
  call(QStringLiteral("run.update"),
       {{"run", run.value}, {"node", node.value}, {"param", param.toStdString()}, {"value", graph::to_json(value)}},
       {});
}

void EngineClient::putPicture(const QString& hash, const QByteArray& bytes) {
  if (!isReady() || pictures_.contains(hash)) return;
  pictures_.insert(hash);
  const std::uint64_t id = ++lastCall_;
  replies_.emplace(id, [this, hash](const Result<Json>& result) {
    if (result) return;
    pictures_.erase(hash);
    Q_EMIT logLineReceived(QString::fromStdString(result.error().message));
  });
  process_->send([id, hash = hash.toStdString(), bytes] {
    const auto size = static_cast<std::size_t>(bytes.size());
    std::string frames = requestFrame(id, "input.put", {{"hash", hash}, {"frame", {{"bytes", size}}}});
    frames += protocol::frame_head(protocol::FrameKind::binary, size);
    frames.append(bytes.constData(), size);
    return frames;
  });
}

void EngineClient::listLibrary(const QStringList& roots) {
  Json folders = Json::array();
  for (const QString& root : roots) folders.push_back(root.toStdString());
  const std::uint64_t id = lastCall_ + 1;
  listing_ = id;
  call(QStringLiteral("library.list"), {{"roots", folders}}, [this, id](const Result<Json>& result) {
    if (listing_ != id) return;
    LibraryListed listed;
    if (!result) listed.problems.append(QString::fromStdString(result.error().message));
    if (result) listed.complete = protocol::flag_at(*result, "complete");
    const Json* problems = result ? find_member(*result, "problems") : nullptr;
    for (const Json& problem : problems != nullptr && problems->is_array() ? *problems : Json::array()) {
      if (problem.is_string()) listed.problems.append(QString::fromStdString(problem.get<std::string>()));
    }
    Q_EMIT libraryListed(listed);
  });
}

void EngineClient::requestThumbnail(const QString& path, int side) {
  call(QStringLiteral("library.thumbnail"), {{"path", path.toStdString()}, {"side", side}},
       [this, path](const Result<Json>& result) {
         if (!result || !protocol::flag_at(*result, "found")) Q_EMIT thumbnailArrived(path, {});
       });
}

void EngineClient::findPlaces() {
  call(QStringLiteral("library.places"), Json::object(), [this](const Result<Json>&) { Q_EMIT placesSearched(); });
}

void EngineClient::cancelListing() { call(QStringLiteral("library.cancel"), {{"list", listing_}}, {}); }

void EngineClient::setSettings(const EngineSettings& settings) {
  const QString before = settings_.outputFolder;
  settings_ = settings;
  if (settings_.outputFolder.isEmpty()) settings_.outputFolder = before;  // also for an engine that is restarted
  if (!isReady()) return;
  Json folders = Json::array();
  for (const QString& folder : settings.modelFolders) folders.push_back(folder.toStdString());
  call(QStringLiteral("settings.set"),
       {{"memory_budget", settings_.memoryBudget},
        {"threads", settings_.threads},
        {"output_folder", settings_.outputFolder.toStdString()},
        {"model_folders", std::move(folders)}},
       {});
}

}  // namespace heddle::session
