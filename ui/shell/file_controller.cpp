#include "shell/file_controller.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QUndoStack>
#include <utility>

#include "document/starters.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "shell/action_table.h"
#include "shell/file_dialog.h"
#include "support/notice_bar.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {

FileController::FileController(const WindowContext& context, GraphWorkspace& workspace, NoticeBar& notices,
                               QWidget* window)
    : context_(context), workspace_(workspace), notices_(notices), window_(window) {
  connectFile();
  connect(&workspace, &GraphWorkspace::starterRequested, this, &FileController::openStarter);
}

void FileController::connectFile() {
  using document::DocumentFile;
  connect(&context_.file, &DocumentFile::opened, this, [this](const QString& path, const QStringList& notes) {
    if (!path.isEmpty()) context_.settings.addRecentFile(path);
    context_.states.clear();
    workspace_.graph().fit();
    notes.isEmpty() ? notices_.dismiss("file") : notices_.showNotice("file", notes.join('\n'));
  });
  connect(&context_.file, &DocumentFile::saved, this, [this](const QString& path) {
    context_.settings.addRecentFile(path);
    context_.journal.clear();
    notices_.dismiss("file");
    if (afterSave_) std::exchange(afterSave_, {})();
  });
  connect(&context_.file, &DocumentFile::saveFailed, this, [this](const QString&, const QString& message) {
    afterSave_ = {};
    notices_.showNotice("file", message, {{tr("Save as…"), [this] { askSaveAs(); }}});
  });
  connect(&context_.file, &DocumentFile::changedOnDisk, this, [this](const QString& path) {
    notices_.showNotice("disk", tr("Another program has changed %1.").arg(QFileInfo(path).fileName()),
                        {{tr("Open it again"), [this, path] { context_.file.open(path); }},
                         {tr("Save over it"), [this] { context_.file.save(document::SaveOver::yes); }}});
  });
  connect(&context_.file, &DocumentFile::warned, this,
          [this](const QString& text) { notices_.showNotice("warn", text); });
  connect(&context_.file, &DocumentFile::readOnlyChanged, this, [this](const QString& reason) {
    reason.isEmpty() ? notices_.dismiss("read_only")
                     : notices_.showNotice("read_only", reason, {{tr("Save as…"), [this] { askSaveAs(); }}});
  });
  connect(&context_.journal, &document::Journal::failed, this,
          [this](const QString& text) { notices_.showNotice("journal", text); });
}

void FileController::addActions(ActionTable& actions) {
  const QString file = tr("File");
  actions.add("new", file, tr("New"), "new", QKeySequence::New, [this] { newDocument(); });
  actions.add("start", file, tr("New from the first example"), "heddle", {},
              [this] { confirmDiscardThen([this] { openStart(); }); });
  for (const document::Starter& starter : document::starters()) {
    QAction* made = actions.add("starter." + starter.id, tr("New from starter"), starter.title, "", {},
                                [this, id = starter.id] { openStarter(id); });
    made->setToolTip(starter.about);
    made->setStatusTip(starter.about);
  }
  actions.add("open", file, tr("Open…"), "open", QKeySequence::Open, [this] { askOpen(); });
  actions.add("save", file, tr("Save"), "save", QKeySequence::Save, [this] { save(); });
  actions.add("save_as", file, tr("Save as…"), "", QKeySequence("Ctrl+Shift+S"), [this] { askSaveAs(); });
}

QMenu* FileController::makeStarterMenu(const ActionTable& actions) const {
  auto* starters = new QMenu(tr("New from starter"), window_);
  starters->setToolTipsVisible(true);
  for (const document::Starter& starter : document::starters()) {
    starters->addAction(actions.action("starter." + starter.id));
  }
  starters->addSeparator();
  starters->addAction(actions.action("start"));
  return starters;
}

QMenu* FileController::makeRecentMenu() {
  auto* recent = new QMenu(tr("Open recent"), window_);
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
  return recent;
}

bool FileController::hasRecent() const { return !context_.settings.recentFiles().isEmpty(); }

void FileController::fillRecent(QMenu* menu) {
  menu->clear();
  for (const QString& path : context_.settings.recentFiles()) {
    QAction* action = menu->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
    action->setToolTip(path);
  }
}

void FileController::openFile(const QString& path) {
  if (isImageFile(path)) return Q_EMIT imageOpened(path);
  confirmDiscardThen([this, path] { context_.file.open(path); });
}

void FileController::openStart() {
  document::DocumentImages images;
  graph::Graph graph = context_.startGraph(images);
  openExample(std::move(graph), std::move(images));
}

void FileController::openStarter(const QString& id) {
  confirmDiscardThen([this, id] {
    document::DocumentImages images;
    auto graph = document::openStarter(id, images, context_.document.catalog());
    if (!graph) return notices_.showNotice("file", QString::fromStdString(graph.error().message));
    openExample(std::move(*graph), std::move(images));
  });
}

void FileController::openExample(graph::Graph graph, document::DocumentImages images) {
  startNew(std::move(graph), std::move(images));
  Q_EMIT exampleOpened();
}

void FileController::startNew(graph::Graph graph, document::DocumentImages images) {
  context_.file.startNew(std::move(graph), std::move(images));
  context_.states.clear();
  workspace_.graph().fit();
}

void FileController::newDocument() {
  confirmDiscardThen([this] {
    context_.file.startNew({});
    context_.states.clear();
    workspace_.viewer().setImage({});
  });
}

void FileController::askOpen() {
  auto* dialog = newFileDialog(window_, tr("Open"), tr("Heddle projects, graphs and pictures (*.heddle *.json *.png)"));
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &FileController::openFile);
  dialog->open();
}

void FileController::save() { context_.document.path().isEmpty() ? askSaveAs() : context_.file.save(); }

void FileController::askSaveAs(std::function<void()> then) {
  auto* dialog = newFileDialog(window_, tr("Save as"), tr("Heddle projects (*.heddle)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("heddle");
  connect(dialog, &QFileDialog::fileSelected, this, [this, then = std::move(then)](const QString& path) {
    afterSave_ = then;
    context_.file.saveAs(path);
  });
  dialog->open();
}

void FileController::confirmDiscardThen(std::function<void()> then) {
  if (!context_.document.isModified() || context_.document.undoStack()->count() == 0) return then();
  auto* box = new QMessageBox(QMessageBox::NoIcon, QStringLiteral("Heddle"), tr("Save what you changed?"),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window_);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box, &QMessageBox::finished, this, [this, then](int answer) {
    if (answer == QMessageBox::Cancel) return;
    if (answer == QMessageBox::Discard) {
      context_.journal.clear();
      return then();
    }
    if (context_.document.path().isEmpty()) return askSaveAs(then);
    afterSave_ = then;
    context_.file.save();
  });
  box->open();
}

}  // namespace heddle::ui
