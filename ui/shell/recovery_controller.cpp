#include "shell/recovery_controller.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QUndoStack>

#include "document/missing_images.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "shell/classical_annotator.h"
#include "shell/image_controller.h"
#include "support/notice_bar.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

constexpr std::size_t kActionsMost = 3;  // of a notice

}  // namespace

RecoveryController::RecoveryController(const WindowContext& context, GraphWorkspace& workspace, ImageController& images,
                                       NoticeBar& notices)
    : context_(context), workspace_(workspace), images_(images), notices_(notices) {
  const session::EngineClient& engine = context.engine;
  connect(&engine, &session::EngineClient::connected, this, [this] { notices_.dismiss("engine"); });
  connect(&engine, &session::EngineClient::died, this, &RecoveryController::onEngineDied);
  connect(&context.queue, &session::JobQueue::jobEnded, this, &RecoveryController::onJobEnded);
  connect(&context.document, &document::Document::replaced, this, &RecoveryController::offerMissingImages);
  connect(&context.file, &document::DocumentFile::openFailed, this, &RecoveryController::offerRecovery);
  connect(&workspace.graph(), &GraphView::fixRequested, this, &RecoveryController::applyQuickFix);
}

void RecoveryController::onEngineDied(const QString& reason) {
  if (context_.engine.state() == session::EngineState::down) return offerAnotherEngine(reason);
  notices_.showNotice("engine",
                      tr("The engine stopped: %1. Another one is starting; nothing of your work is lost.").arg(reason));
}

// It died three times in a row, cannot be started at all, or is of another version.
void RecoveryController::offerAnotherEngine(const QString& reason) {
  std::vector<NoticeAction> actions;
  if (!isOnCpu() && context_.engineCommand && context_.settings.preferences().engine.isEmpty()) {
    actions.push_back({tr("Run on the CPU"), [this] { runOnCpu(); }});
  }
  actions.push_back({tr("Try again"), [this] { context_.engine.start(); }});
  notices_.showNotice("engine", tr("The engine could not be kept running. %1").arg(reason), std::move(actions));
}

void RecoveryController::onJobEnded(session::JobId id) {
  const session::Job* job = context_.queue.find(id);
  if (job == nullptr) return;
  const NoticeAction runAgain{tr("Run again"), [this, id] { context_.queue.retry(id); }};
  if (job->state == session::JobState::finished) {
    notices_.dismiss("run");
  } else if (job->state == session::JobState::failed) {
    std::vector<NoticeAction> actions;
    if (const QuickFix fix = job->errorNode ? quickFixOf(*job->errorNode) : QuickFix(); !fix.text.isEmpty()) {
      actions.push_back({fix.text, [this, node = *job->errorNode] { applyQuickFix(node); }});
    }
    if (job->errorNode && job->error.kind == ErrorKind::not_found) offerClassical(*job->errorNode, actions);
    actions.push_back(runAgain);
    notices_.showNotice("run", QString::fromStdString(job->error.message), std::move(actions));
    if (job->errorNode) workspace_.graph().reveal(*job->errorNode);
  } else if (job->state == session::JobState::crashed && !job->isLive) {
    notices_.showNotice("run", tr("The engine stopped during this run. The run does not start again automatically."),
                        {runAgain});
  }
}

// For an annotator whose network is missing.
void RecoveryController::offerClassical(graph::NodeId node, std::vector<NoticeAction>& actions) {
  const QString type = classicalAnnotator(context_.document, node);
  if (type.isEmpty()) return;
  const graph::NodeSpec& spec = *context_.document.catalog().find(type.toStdString());
  const QString title = QCoreApplication::translate("nodes", spec.title.c_str());
  actions.push_back({tr("Use “%1”").arg(title), [this, node] {
                       if (classicalAnnotator(context_.document, node).isEmpty()) return;
                       workspace_.graph().select({useClassicalAnnotator(context_.document, node)});
                       notices_.dismiss("run");
                     }});
}

bool RecoveryController::isOnCpu() const {
  const QString device = QString::fromStdString(context_.engine.info().device);
  return context_.settings.preferences().device == "cpu" || device.startsWith("cpu", Qt::CaseInsensitive);
}

QuickFix RecoveryController::quickFixOf(graph::NodeId node) const {
  const session::NodeRunState& state = context_.states.of(node);
  if (state.state != session::NodeProgressState::failed) return {};
  return quickFixFor(state.errorKind, context_.document.graph(), node, context_.document.catalog(), isOnCpu());
}

void RecoveryController::applyQuickFix(graph::NodeId node) {
  const QuickFix fix = quickFixOf(node);
  switch (fix.action) {
    case QuickFix::Action::none: return;
    case QuickFix::Action::chooseFile: return chooseFileFor(fix.places.front());
    case QuickFix::Action::useBobbin:
      context_.document.undoStack()->beginMacro(fix.text);
      for (const QuickFix::Place& place : fix.places) {
        context_.document.setParam(place.node, place.param, graph::FilePath{"bobbin"});
      }
      context_.document.undoStack()->endMacro();
      return;
    case QuickFix::Action::runOnCpu: return runOnCpu();
    case QuickFix::Action::openSettings: return Q_EMIT settingsRequested();
    case QuickFix::Action::showLog: return Q_EMIT logRequested();
  }
}

void RecoveryController::chooseFileFor(const QuickFix::Place& place) {
  images_.pickFile(place.fileKind, [this, place](const QString& path) {
    context_.document.setParam(place.node, place.param, graph::FilePath{path.toStdString()});
  });
}

void RecoveryController::runOnCpu() {
  settings::Preferences preferences = context_.settings.preferences();
  preferences.device = "cpu";
  context_.settings.setPreferences(preferences);  // also the next engine's command
  notices_.dismiss("engine");
  context_.engine.state() == session::EngineState::ready ? context_.engine.restart(tr("restarted on the CPU"))
                                                         : context_.engine.start();
}

// One notice for all images that the graph names and that are missing, with a button for each of the first.
void RecoveryController::offerMissingImages() {
  document::Document& document = context_.document;
  const auto missing = document::missingImages(document.graph(), context_.file.images());
  if (missing.empty()) return notices_.dismiss("missing");
  QStringList names;
  std::vector<NoticeAction> actions;
  for (const document::MissingImage& image : missing) {
    const QString title = document.title(image.node);
    names << (image.isMask ? tr("the mask of %1").arg(title) : title);
    if (actions.size() >= kActionsMost) continue;
    actions.push_back({tr("Choose “%1”…").arg(title), [this, image] {
                         images_.pickFile("image", [this, image](const QString& path) {
                           graph::ParamValue value = graph::FilePath{path.toStdString()};
                           if (image.isMask) {
                             auto lane = std::get<graph::Lane>(context_.document.param(image.node, image.param));
                             lane.mask = path.toStdString();
                             value = lane;
                           }
                           context_.document.setParam(image.node, image.param, value);
                           offerMissingImages();
                         });
                         offerMissingImages();  // it stays until a file was chosen
                       }});
  }
  notices_.showNotice(
      "missing",
      tr("This graph needs %n pictures that came without it: %1.", nullptr, static_cast<int>(missing.size()))
          .arg(names.join(", ")),
      std::move(actions));
}

void RecoveryController::offerRecovery(const QString& path, const QString& message,
                                       const std::vector<document::RecoveryChoice>& choices) {
  std::vector<NoticeAction> actions;
  for (const document::RecoveryChoice& choice : choices) {
    if (actions.size() >= kActionsMost) break;
    const QString when = QLocale().toString(choice.time, QLocale::ShortFormat);
    actions.push_back(
        {tr("Open the state of %1").arg(when), [this, choice, path] { context_.file.recover(choice, path); }});
  }
  notices_.showNotice("file", message, std::move(actions));
}

void RecoveryController::offerLostWork() {
  const auto lost = document::Journal::lostWork(context_.journalFolders);
  if (lost.empty()) return;
  const document::LostWork& newest = lost.front();
  const QString name = newest.path.isEmpty() ? tr("an untitled graph") : QFileInfo(newest.path).fileName();
  notices_.showNotice("lost",
                      tr("Heddle ended unexpectedly while you worked on %1 (%2).")
                          .arg(name, QLocale().toString(newest.time, QLocale::ShortFormat)),
                      {{tr("Bring it back"),
                        [this, newest] {
                          document::RecoveryChoice choice;
                          choice.kind = document::RecoveryChoice::Kind::journal;
                          choice.path = newest.folder;
                          choice.time = newest.time;
                          context_.file.recover(choice, newest.path);
                        }},
                       {tr("Forget it"), [newest] { document::Journal::discard(newest); }}});
}

}  // namespace heddle::ui
