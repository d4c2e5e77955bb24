// The engine, the queue and the results, as the window shows them.
#include <QDockWidget>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTime>
#include <QUndoStack>
#include <utility>

#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "inspector/crop_panel.h"
#include "inspector/inspector_panel.h"
#include "library/library_panel.h"
#include "services/engine_choice.h"
#include "shell/action_table.h"
#include "shell/main_window.h"
#include "shell/node_help.h"
#include "shell/reference_source.h"
#include "shell/run_controller.h"
#include "shell/step_controller.h"
#include "support/notice_bar.h"
#include "viewer/viewer.h"

namespace heddle::ui {

void MainWindow::connectEngine() {
  session::EngineClient& engine = context_.engine;
  connect(&engine, &session::EngineClient::stateChanged, this, &MainWindow::showEngineState);
  connect(&engine, &session::EngineClient::connected, this, [this](const session::EngineInfo& info) {
    if (info.catalog) context_.document.setCatalog(*info.catalog);
    log(tr("Engine %1 on %2, %3").arg(info.version, info.device, info.precision));
    notices_->dismiss("engine");
    listLibrary();
    runFirst();
  });
  connect(&engine, &session::EngineClient::died, this, [this](const QString& reason) {
    log(tr("The engine stopped: %1").arg(reason));
    if (context_.engine.state() == session::EngineState::down) return offerAnotherEngine();
    notices_->showNotice("engine",
                  tr("The engine stopped: %1. Another one is starting; nothing of your work is lost.").arg(reason));
  });
  connect(&engine, &session::EngineClient::logLineReceived, this, &MainWindow::log);
  connect(&engine, &session::EngineClient::memoryReported, this, &MainWindow::showMemory);
  connect(&engine, &session::EngineClient::noticeReceived, this,
          [this](const session::Notice& notice) { log(notice.message); });
  connect(&engine, &session::EngineClient::fileSaved, this,
          [this](const session::FileSaved& file) { log(tr("Saved %1").arg(file.path)); });
  connect(&engine, &session::EngineClient::libraryEntryFound, library_, &LibraryPanel::add);
  connect(&engine, &session::EngineClient::libraryListed, library_, &LibraryPanel::finish);
  connect(&engine, &session::EngineClient::thumbnailArrived, library_, &LibraryPanel::takeThumbnail);
  connect(library_, &LibraryPanel::thumbnailRequested, &engine, &session::EngineClient::requestThumbnail);
  connect(library_, &LibraryPanel::stopRequested, &engine, &session::EngineClient::cancelListing);
  connect(library_, &LibraryPanel::starterRequested, this, &MainWindow::openStarter);
  connect(library_, &LibraryPanel::nodeRequested, this,
          [this](const QString& type, const QString& param, const QString& path) {
            context_.document.undoStack()->beginMacro(tr("Add a node"));
            const QPointF at = graph_->mapToScene(graph_->viewport()->rect().center());
            const graph::NodeId node = context_.document.addNode(type, at);
            context_.document.setParam(node, param, graph::FilePath{path.toStdString()});
            context_.document.undoStack()->endMacro();
            graph_->select({node});
          });
}

void MainWindow::showEngineState() {
  const session::EngineState state = context_.engine.state();
  const session::EngineInfo& info = context_.engine.info();
  switch (state) {
    case session::EngineState::ready:
      device_->setText(info.device.toUpper() + QStringLiteral(" · ") + info.precision);
      break;
    case session::EngineState::starting:
    case session::EngineState::restarting:
      device_->setText(tr("the engine is starting…"));
      break;
    case session::EngineState::off:
      device_->setText(tr("no engine"));
      break;
    case session::EngineState::down:
      device_->setText(tr("no engine"));
      offerAnotherEngine();
      break;
  }
}

void MainWindow::runFirst() {
  if (context_.engine.isReady() && std::exchange(startsByItself_, false)) runController_->run();
}

// It died three times in a row, or cannot be started at all.
void MainWindow::offerAnotherEngine() {
  std::vector<NoticeAction> actions;
  if (!isOnCpu() && context_.engineCommand && context_.settings.preferences().engine.isEmpty()) {
    actions.push_back({tr("Run on the CPU"), [this] { runOnCpu(); }});
  }
  actions.push_back({tr("Try again"), [this] { context_.engine.start(); }});
  notices_->showNotice("engine", tr("The engine could not be kept running. The log says why."), std::move(actions));
}

void MainWindow::connectQueue() {
  session::RunQueue& queue = context_.queue;
  connect(&queue, &session::RunQueue::jobChanged, this, &MainWindow::showProgress);
  connect(&queue, &session::RunQueue::jobStarted, this, &MainWindow::showProgress);
  connect(&queue, &session::RunQueue::jobEnded, this, [this](session::JobId id) {
    showProgress();
    const session::Job* job = context_.queue.find(id);
    if (job == nullptr) return;
    if (job->state == session::JobState::finished) {
      timing_->setText(tr("made in %1 s").arg(QLocale().toString(job->seconds, 'f', 1)));
      notices_->dismiss("run");
    } else if (job->state == session::JobState::failed) {
      std::vector<NoticeAction> actions;
      if (const QuickFix fix = job->errorNode ? quickFixOf(*job->errorNode) : QuickFix(); !fix.text.isEmpty()) {
        actions.push_back({fix.text, [this, node = *job->errorNode] { applyQuickFix(node); }});
      }
      actions.push_back({tr("Run again"), [this, id] { context_.queue.retry(id); }});
      notices_->showNotice("run", job->error.message, std::move(actions));
      if (job->errorNode) graph_->reveal(*job->errorNode);
      log(job->error.message);
    } else if (job->state == session::JobState::crashed && !job->isLive) {
      notices_->showNotice("run", tr("The engine stopped during this run. It is not run again by itself."),
                    {{tr("Run again"), [this, id] { context_.queue.retry(id); }}});
    }
  });
  connect(&queue, &session::RunQueue::resultArrived, this, &MainWindow::onResult);
  connect(runController_, &RunController::refused, this, [this](const QString& text) { notices_->showNotice("run", text); });
  connect(runController_, &RunController::aboutToRun, this, [this] { context_.journal.writeNow(); });
  connect(&context_.states, &session::RunStates::stateChanged, this, &MainWindow::showNodeState);
  connect(&context_.states, &session::RunStates::cleared, this, [this] {
    for (const auto& [id, node] : context_.document.graph().nodes()) graph_->setNodeStatus(id, {});
  });
  connect(graph_, &GraphView::selectionChanged, this, [this] {
    const auto chosen = graph_->selectedNodes();
    inspector_->showNode(chosen.size() == 1 ? std::optional(chosen.front()) : std::nullopt);
    if (chosen.size() == 1) showNodeState(chosen.front());
    if (help_->isVisible() && chosen.size() == 1) help_->showNode(context_.document.spec(chosen.front()));
  });
  connect(graph_, &GraphView::editRequested, this, [this](graph::NodeId) {
    findChild<QDockWidget*>("inspector")->show();
    inspector_->focusFirst();
  });
  connect(graph_, &GraphView::pictureActivated, this, [this](graph::NodeId id) {
    showViewer(true);
    viewer_->setPicture(context_.states.of(id).picture, context_.document.title(id));
  });
  connect(graph_, &GraphView::fixRequested, this, &MainWindow::applyQuickFix);
  connect(graph_, &GraphView::refused, this, [this](const QString& text) { notices_->showNotice("graph", text); });
}

// Qt measures the corner of the menu bar once, but what it says grows.
void MainWindow::sayProgress(const QString& text) {
  progress_->setText(text);
  QWidget* corner = run_->parentWidget();
  if (corner->sizeHint().width() != corner->width()) menuBar()->setCornerWidget(corner, Qt::TopRightCorner);
}

void MainWindow::showProgress() {
  const session::Job* job = context_.queue.running();
  run_->setText(job == nullptr ? tr("Run") : tr("Cancel"));
  run_->setToolTip(job == nullptr ? QString() : tr("Esc, held for a moment, does the same."));
  actions_->action("cancel")->setEnabled(job != nullptr);
  if (job == nullptr) return sayProgress({});
  QString text = job->text;
  // Time left by what is done; the first steps say too little.
  const double passed = job->startedAt.msecsTo(QDateTime::currentDateTime()) / 1000.0;
  if (job->fraction > 0.15) {
    const double left = passed / job->fraction * (1 - job->fraction);
    text += QStringLiteral(" · ") + tr("%1 s left").arg(QLocale().toString(left, 'f', 1));
  }
  if (context_.queue.waiting() > 0) text += QStringLiteral(" · ") + tr("%n waiting", nullptr, context_.queue.waiting());
  sayProgress(text);
}

void MainWindow::onResult(const session::JobResult& result) {
  context_.results.add(result);
  const QString text = result.graph ? resultLabel(*result.graph) : result.title;
  viewer_->setPicture(result.image, text);
  stepController_->showStepsOf(result.hash, result.image, text);
}

void MainWindow::showViewer(bool shown) { viewer_->parentWidget()->setVisible(shown); }

void MainWindow::showNodeState(graph::NodeId node) {
  const session::NodeRunState& state = context_.states.of(node);
  const bool isRunning = state.state == session::NodeProgressState::running;
  const bool isFailed = state.state == session::NodeProgressState::failed;
  NodeStatus status;
  status.state = isFailed ? tr("failed") : state.text;
  status.fraction = isRunning ? state.fraction : -1;
  status.picture = state.picture;
  status.error = isFailed ? state.text : QString();
  status.fix = quickFixOf(node).text;
  graph_->setNodeStatus(node, status);
  if (inspector_->node() == node) {
    inspector_->setPicture(state.picture, tr("What this node holds"));
  }
  if (inspector_->crop() != nullptr && references_->sourceOf(*inspector_->node()) == node) {
    inspector_->crop()->refreshReference();
  }
  const bool isPaused = context_.queue.running() != nullptr && context_.queue.running()->isPaused;
  if (isRunning && !isPaused && !state.picture.isNull()) viewer_->setPicture(state.picture, tr("forming"));
}

void MainWindow::setHistory(FilmHistory* history) { films_->setHistory(history); }

void MainWindow::connectFilm() {
  connect(film_, &FilmStrip::lookRequested, this, [this](session::ResultId id) { lookAt(id, false); });
  connect(film_, &FilmStrip::compareRequested, this, [this](session::ResultId id) { lookAt(id, true); });
  connect(film_, &FilmStrip::restoreRequested, this, &MainWindow::restoreGraph);
  connect(film_, &FilmStrip::saveRequested, this, &MainWindow::askSavePicture);
  connect(&context_.results, &session::ResultStore::copied, this, [this](const QString& path) {
    notices_->dismiss("copy");
    log(tr("Saved %1").arg(path));
  });
  connect(&context_.results, &session::ResultStore::copyFailed, this,
          [this](const QString& message) { notices_->showNotice("copy", message); });
  connect(film_, &FilmStrip::removeRequested, this, [this](session::ResultId id) { context_.results.remove(id); });
  connect(&context_.results, &session::ResultStore::imageLoaded, this, [this](session::ResultId id, const QImage& image) {
    if (waitingForLook_ != id) return;
    waitingForLook_.reset();
    const session::StoredResult* result = context_.results.find(id);
    const QString text = result != nullptr ? resultLabel(*result) : QString();
    waitsToCompare_ ? viewer_->setOther(image, text) : viewer_->setPicture(image, text);
    if (!waitsToCompare_ && result != nullptr) stepController_->showStepsOf(result->hash, image, text);
    if (waitsToCompare_) viewer_->setMode(ViewMode::wipe);
  });
  connect(&context_.results, &session::ResultStore::writeFailed, this,
          [this](session::ResultId, const QString& message) { notices_->showNotice("results", message); });
}

void MainWindow::lookAt(session::ResultId id, bool compare) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  const QImage image = context_.results.image(id);
  if (image.isNull()) {
    waitingForLook_ = id;
    waitsToCompare_ = compare;
    return context_.results.load(id);
  }
  showViewer(true);
  const QString text = resultLabel(*result);
  if (!compare) {
    stepController_->showStepsOf(result->hash, image, text);
    return viewer_->setPicture(image, text);
  }
  viewer_->setOther(image, text);
  viewer_->setMode(ViewMode::wipe);
}

void MainWindow::restoreGraph(session::ResultId id) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  if (!result->graph) return importPicture(QString::fromStdString(result->path.string()));  // of an earlier session
  confirmDiscardThen([this, graph = *result->graph, path = context_.document.path()] {
    context_.document.replaceGraph(graph, path);
    context_.document.setModified(true);
    graph_->fit();
  });
}

void MainWindow::log(const QString& line) { log_->appendPlainText(QTime::currentTime().toString("HH:mm:ss  ") + line); }

void MainWindow::listLibrary() {
  if (!context_.engine.isReady()) return;
  library_->begin();
  const services::Preferences& preferences = context_.settings.preferences();
  context_.engine.setSettings(services::engineSettingsOf(preferences));  // its folders may be new
  context_.engine.listLibrary(preferences.folders);
}

}  // namespace heddle::ui
