#include "session/engine_process.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>

#include "protocol/calls.h"
#include "session/event_queue.h"

namespace heddle::session {

namespace {

constexpr int kPoliteMilliseconds = 2000;
constexpr int kKillMilliseconds = 500;
constexpr qsizetype kLogLineMax = 4096;

QString translate(const char* text) { return QCoreApplication::translate("heddle::session::EngineClient", text); }

}  // namespace

class EngineProcessWorker final : public QObject {
 public:
  explicit EngineProcessWorker(std::shared_ptr<EventQueue> events) : events_(std::move(events)) {}
  ~EngineProcessWorker() override { finish(); }

  void begin(const EngineCommand& command, std::uint64_t generation) {
    finish();
    generation_ = generation;
    reader_ = {};
    killReason_.clear();
    log_.clear();
    process_ = std::make_unique<QProcess>();
    QObject::connect(process_.get(), &QProcess::started, this, [this] { initialize(); });
    QObject::connect(process_.get(), &QProcess::readyReadStandardOutput, this, [this] { read(); });
    QObject::connect(process_.get(), &QProcess::readyReadStandardError, this, [this] { readLog(); });
    QObject::connect(process_.get(), &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
      read();
      readLog();
      die(status == QProcess::CrashExit ? translate("The engine crashed.")
                                        : translate("The engine ended by itself (code %1).").arg(code),
          false);
    });
    QObject::connect(process_.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
      if (error != QProcess::FailedToStart) return;
      die(translate("The engine “%1” cannot be started: %2").arg(process_->program(), process_->errorString()), true);
    });
    process_->start(command.program, command.arguments);
  }

  void send(const std::function<std::string()>& compose) {
    if (!process_ || process_->state() == QProcess::NotRunning) return;
    const std::string bytes = compose();
    process_->write(bytes.data(), static_cast<qint64>(bytes.size()));
  }

  void kill() {
    if (process_) process_->kill();
  }

  void finish() {
    if (!process_) return;
    process_->disconnect(this);
    if (process_->state() != QProcess::NotRunning) {
      std::string bytes;
      protocol::append_message(bytes, protocol::event(protocol::Shutdown{}));
      process_->write(bytes.data(), static_cast<qint64>(bytes.size()));
      process_->closeWriteChannel();
      if (!process_->waitForFinished(kPoliteMilliseconds)) {
        process_->kill();
        process_->waitForFinished(kKillMilliseconds);
      }
    }
    process_.reset();
  }

 private:
  void tell(EngineEvent::What what) { events_->put({generation_, std::move(what)}); }

  void initialize() {
    tell(ProcessStarted{process_->processId()});
    send([] {
      std::string bytes;
      const protocol::Initialize greeting{protocol::kVersion, "heddle-studio"};
      protocol::append_message(bytes, protocol::request(kInitializeCall, greeting));
      return bytes;
    });
  }

  void read() {
    const QByteArray bytes = process_->readAllStandardOutput();
    reader_.push({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (true) {
      auto message = reader_.next();
      if (!message) return giveUp(QString::fromStdString(message.error().message));
      if (!*message) return;
      if (auto what = readMessage(std::move(**message))) tell(std::move(*what));
    }
  }

  // Nothing after this can be parsed.
  void giveUp(const QString& reason) {
    if (!killReason_.isEmpty()) return;
    killReason_ = translate("Unrecognised message from the engine: %1").arg(reason);
    process_->kill();
  }

  void readLog() {
    log_ += process_->readAllStandardError();
    while (true) {
      const qsizetype end = log_.indexOf('\n');
      if (end < 0 && log_.size() < kLogLineMax) return;
      const qsizetype length = end < 0 ? kLogLineMax : end;
      tell(LogLine{QString::fromUtf8(log_.left(std::min(length, kLogLineMax))).trimmed()});
      log_.remove(0, end < 0 ? length : length + 1);
    }
  }

  void die(const QString& reason, bool isHopeless) {
    tell(ProcessDied{killReason_.isEmpty() ? reason : killReason_, isHopeless});
    process_->disconnect(this);
    process_.release()->deleteLater();  // this is its signal
  }

  std::shared_ptr<EventQueue> events_;
  std::unique_ptr<QProcess> process_;
  std::uint64_t generation_ = 0;
  protocol::MessageReader reader_;
  QString killReason_;  // why it was killed
  QByteArray log_;      // a line that has not ended
};

EngineProcess::EngineProcess(std::shared_ptr<EventQueue> events) : worker_(new EngineProcessWorker(std::move(events))) {
  thread_.setObjectName(QStringLiteral("engine process"));
  worker_->moveToThread(&thread_);
  QObject::connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
  thread_.start();
}

EngineProcess::~EngineProcess() {
  thread_.quit();
  thread_.wait();
}

void EngineProcess::begin(const EngineCommand& command, std::uint64_t generation) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, command, generation] { worker->begin(command, generation); });
}

void EngineProcess::send(std::function<std::string()> compose) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, compose = std::move(compose)] { worker->send(compose); });
}

void EngineProcess::kill() {
  QMetaObject::invokeMethod(worker_, [worker = worker_] { worker->kill(); });
}

void EngineProcess::finish() {
  QMetaObject::invokeMethod(
      worker_, [worker = worker_] { worker->finish(); }, Qt::BlockingQueuedConnection);
}

}  // namespace heddle::session
