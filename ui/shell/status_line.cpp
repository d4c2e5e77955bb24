#include "shell/status_line.h"

#include <QLabel>
#include <QLocale>
#include <QStatusBar>

#include "base/system.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

QString formatSize(std::uint64_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes >= (1u << 30) ? 1 : 0,
                                     QLocale::DataSizeTraditionalFormat);
}

}  // namespace

StatusLine::StatusLine(const WindowContext& context, const Viewer& viewer, QStatusBar& bar)
    : context_(context),
      device_(new QLabel(&bar)),
      memory_(new QLabel(&bar)),
      timing_(new QLabel(&bar)),
      pixel_(new QLabel(&bar)),
      saved_(new QLabel(&bar)) {
  bar.setSizeGripEnabled(false);
  for (QLabel* label : {device_, memory_, timing_, pixel_}) bar.addWidget(label);
  bar.addPermanentWidget(saved_);
  connect(&context.engine, &session::EngineClient::stateChanged, this, &StatusLine::showDevice);
  connect(&context.engine, &session::EngineClient::memoryReported, this, &StatusLine::showMemory);
  connect(&context.queue, &session::JobQueue::jobEnded, this, [this](session::JobId id) {
    const session::Job* job = context_.queue.find(id);
    if (job == nullptr || job->state != session::JobState::finished) return;
    timing_->setText(tr("made in %1 s").arg(QLocale().toString(job->seconds, 'f', 1)));
  });
  connect(&context.document, &document::Document::modifiedChanged, this, &StatusLine::showSaved);
  connect(&context.document, &document::Document::pathChanged, this, &StatusLine::showSaved);
  connect(&context.file, &document::DocumentFile::saved, this, &StatusLine::showSaved);
  connect(&viewer, &Viewer::pixelHovered, this, [this](const QPoint& at, const QColor& colour) {
    pixel_->setText(at.x() < 0 ? QString()
                               : QString("%1, %2   %3").arg(at.x()).arg(at.y()).arg(colour.name().toUpper()));
  });
  showSaved();
}

void StatusLine::showDevice() {
  const protocol::EngineInfo& info = context_.engine.info();
  switch (context_.engine.state()) {
    case session::EngineState::ready:
      return device_->setText(QString::fromStdString(info.device).toUpper() + QStringLiteral(" · ") +
                              QString::fromStdString(info.precision));
    case session::EngineState::starting:
    case session::EngineState::restarting: return device_->setText(tr("the engine is starting…"));
    case session::EngineState::off:
    case session::EngineState::down: return device_->setText(tr("no engine"));
  }
}

void StatusLine::showMemory(const protocol::MemoryUse& memory) {
  const QString window = formatSize(resident_bytes());
  memory_->setText(tr("engine %1 · window %2").arg(formatSize(memory.resident), window));
  memory_->setToolTip(
      tr("The engine holds %1 in memory; of this, kept results take %2 of at most %3. The window holds %4.")
          .arg(formatSize(memory.resident), formatSize(memory.kept), formatSize(memory.budget), window));
}

void StatusLine::showSaved() {
  const document::Document& document = context_.document;
  saved_->setText(document.path().isEmpty() ? tr("not saved yet")
                  : document.isModified()   ? tr("changed")
                                            : tr("saved"));
}

}  // namespace heddle::ui
