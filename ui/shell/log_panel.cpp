#include "shell/log_panel.h"

#include <QTime>

#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

constexpr int kLogLines = 5000;

}  // namespace

LogPanel::LogPanel(const WindowContext& context, QWidget* parent) : QPlainTextEdit(parent) {
  setReadOnly(true);
  setMaximumBlockCount(kLogLines);
  setObjectName("log");
  setTabChangesFocus(true);
  setAccessibleName(tr("Log"));
  setPlaceholderText(tr("Engine messages and saved files appear here."));
  const session::EngineClient& engine = context.engine;
  connect(&engine, &session::EngineClient::connected, this, [this](const protocol::EngineInfo& info) {
    addLine(tr("Engine %1 on %2, %3")
                .arg(QString::fromStdString(info.version), QString::fromStdString(info.device),
                     QString::fromStdString(info.precision)));
  });
  connect(&engine, &session::EngineClient::died, this,
          [this](const QString& reason) { addLine(tr("The engine stopped: %1").arg(reason)); });
  connect(&engine, &session::EngineClient::logLineReceived, this, &LogPanel::addLine);
  connect(&engine, &session::EngineClient::noticeReceived, this,
          [this](const protocol::Notice& notice) { addLine(QString::fromStdString(notice.message)); });
  connect(&engine, &session::EngineClient::fileSaved, this,
          [this](const protocol::FileSaved& file) { addLine(tr("Saved %1").arg(QString::fromStdString(file.path))); });
  connect(&context.results, &session::ResultStore::copied, this,
          [this](const QString& path) { addLine(tr("Saved %1").arg(path)); });
  connect(&context.queue, &session::JobQueue::jobEnded, this, [this, &queue = context.queue](session::JobId id) {
    const session::Job* job = queue.find(id);
    if (job != nullptr && job->state == session::JobState::failed) addLine(QString::fromStdString(job->error.message));
  });
}

void LogPanel::addLine(const QString& line) { appendPlainText(QTime::currentTime().toString("HH:mm:ss  ") + line); }

}  // namespace heddle::ui
