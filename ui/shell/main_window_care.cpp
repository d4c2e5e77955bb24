// What helps when something is wrong, and the window's own comfort: remedies of failed nodes, missing pictures, memory,
// named layouts, help on a node.
#include <QDockWidget>
#include <QFileDialog>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QUndoStack>

#include "base/own_memory.h"
#include "graph_view/graph_view.h"
#include "inspector/inspector_panel.h"
#include "services/missing_pictures.h"
#include "shell/main_window.h"
#include "shell/node_help.h"
#include "support/notice_bar.h"

namespace heddle::ui {
namespace {

constexpr std::size_t kActionsMost = 3;

QString formatSize(std::uint64_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes >= (1u << 30) ? 1 : 0,
                                     QLocale::DataSizeTraditionalFormat);
}

}  // namespace

void MainWindow::showMemory(const session::MemoryUse& memory) {
  const QString window = formatSize(resident_bytes());
  memory_->setText(tr("engine %1 · window %2").arg(formatSize(memory.resident), window));
  memory_->setToolTip(tr("The engine holds %1 in memory; of this, kept results take %2 of at most %3. The window holds %4.")
                          .arg(formatSize(memory.resident), formatSize(memory.kept), formatSize(memory.budget), window));
}

bool MainWindow::isOnCpu() const {
  const QString device = context_.engine.info().device;
  return context_.settings.preferences().device == "cpu" || device.startsWith("cpu", Qt::CaseInsensitive);
}

QuickFix MainWindow::quickFixOf(graph::NodeId node) const {
  const session::NodeRunState& state = context_.states.of(node);
  if (state.state != session::NodeProgressState::failed) return {};
  return quickFixFor(state.errorKind, context_.document.graph(), node, context_.document.catalog(), isOnCpu());
}

void MainWindow::applyQuickFix(graph::NodeId node) {
  const QuickFix fix = quickFixOf(node);
  switch (fix.action) {
    case QuickFix::Action::none:
      return;
    case QuickFix::Action::chooseFile:
      return chooseFileFor(fix.places.front());
    case QuickFix::Action::useBobbin:
      context_.document.undoStack()->beginMacro(fix.text);
      for (const QuickFix::Place& place : fix.places) {
        context_.document.setParam(place.node, place.param, graph::FilePath{"bobbin"});
      }
      context_.document.undoStack()->endMacro();
      return;
    case QuickFix::Action::runOnCpu:
      return runOnCpu();
    case QuickFix::Action::openSettings:
      return showSettings(false);
    case QuickFix::Action::showLog:
      if (auto* log = findChild<QDockWidget*>("log")) {
        log->show();
        log->raise();
      }
      return;
  }
}

void MainWindow::chooseFileFor(const QuickFix::Place& place) {
  pickFile(place.fileKind, [this, place](const QString& path) {
    context_.document.setParam(place.node, place.param, graph::FilePath{path.toStdString()});
  });
}

void MainWindow::runOnCpu() {
  services::Preferences preferences = context_.settings.preferences();
  preferences.device = "cpu";
  context_.settings.setPreferences(preferences);  // also the next engine's command
  notices_->dismiss("engine");
  context_.engine.state() == session::EngineState::ready ? context_.engine.restart(tr("restarted on the CPU"))
                                                       : context_.engine.start();
}

// The pictures that the graph names by their content and that are missing, each with a button.
void MainWindow::offerMissingPictures() {
  const auto missing = services::missingPictures(context_.document.graph(), context_.file.images());
  if (missing.empty()) return notices_->dismiss("missing");
  QStringList names;
  std::vector<NoticeAction> actions;
  for (const services::MissingPicture& picture : missing) {
    const QString title = context_.document.title(picture.node);
    names << (picture.isMask ? tr("the mask of %1").arg(title) : title);
    if (actions.size() >= kActionsMost) continue;
    actions.push_back({tr("Choose “%1”…").arg(title), [this, picture] {
                        pickFile("image", [this, picture](const QString& path) {
                          graph::ParamValue value = graph::FilePath{path.toStdString()};
                          if (picture.isMask) {
                            auto lane = std::get<graph::Lane>(context_.document.param(picture.node, picture.param));
                            lane.mask = path.toStdString();
                            value = lane;
                          }
                          context_.document.setParam(picture.node, picture.param, value);
                          offerMissingPictures();
                        });
                        offerMissingPictures();  // it stays until a file was chosen
                      }});
  }
  notices_->showNotice("missing",
                tr("This graph needs %n pictures that came without it: %1.", nullptr, static_cast<int>(missing.size()))
                    .arg(names.join(", ")),
                std::move(actions));
}

void MainWindow::keepLayout(const QString& name) {
  context_.settings.setWindowLayout(name, {saveState(), centre_->saveState()});
}

void MainWindow::restoreNamedLayout(const QString& name) {
  const services::WindowLayout layout = context_.settings.windowLayout(name);
  if (layout.docks.isEmpty()) return;
  restoreState(layout.docks);
  centre_->restoreState(layout.centre);
}

void MainWindow::showNodeHelp() {
  const auto node = inspector_->node();
  auto* dock = findChild<QDockWidget*>("help");
  help_->showNode(node ? context_.document.spec(*node) : nullptr);
  dock->show();
  dock->raise();
}

}  // namespace heddle::ui
