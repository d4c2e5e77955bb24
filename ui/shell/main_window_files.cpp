// Opening, saving, dropping: what the document's file says, in notices and file dialogs.
#include <QCursor>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QUndoStack>
#include <utility>

#include "graph/a1111_parameters.h"
#include "graph_view/graph_view.h"
#include "services/picture_import.h"
#include "services/starters.h"
#include "shell/main_window.h"
#include "support/notice_bar.h"
#include "viewer/viewer.h"

namespace heddle::ui {
namespace {

QString sourceName(services::PictureSource source) {
  switch (source) {
    case services::PictureSource::heddle:
      return QStringLiteral("Heddle");
    case services::PictureSource::a1111:
      return QStringLiteral("AUTOMATIC1111");
    case services::PictureSource::comfy:
      return QStringLiteral("ComfyUI");
    case services::PictureSource::invoke:
      return QStringLiteral("InvokeAI");
    case services::PictureSource::none:
      break;
  }
  return {};
}

bool isPicture(const QString& path) {
  static const QStringList kinds = {"png", "jpg", "jpeg", "ppm", "pgm"};
  return kinds.contains(QFileInfo(path).suffix().toLower());
}

QFileDialog* fileDialog(QWidget* parent, const QString& title, const QString& filter) {
  auto* dialog = new QFileDialog(parent, title, {}, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  return dialog;
}

}  // namespace

void MainWindow::connectFile() {
  connect(&context_.file, &document::DocumentFile::opened, this, [this](const QString& path, const QStringList& notes) {
    if (!path.isEmpty()) context_.settings.addRecentFile(path);
    context_.states.clear();
    startsByItself_ = false;
    graph_->fit();
    notes.isEmpty() ? notices_->dismiss("file") : notices_->showNotice("file", notes.join('\n'));
  });
  connect(&context_.document, &document::Document::replaced, this, &MainWindow::offerMissingPictures);
  connect(&context_.file, &document::DocumentFile::openFailed, this, &MainWindow::offerRecovery);
  connect(&context_.file, &document::DocumentFile::saved, this, [this](const QString& path) {
    context_.settings.addRecentFile(path);
    context_.journal.clear();
    notices_->dismiss("file");
    refreshTitle();
    if (afterSave_) std::exchange(afterSave_, {})();
  });
  connect(&context_.file, &document::DocumentFile::saveFailed, this, [this](const QString&, const QString& message) {
    afterSave_ = {};
    notices_->showNotice("file", message, {{tr("Save as…"), [this] { askSaveAs(); }}});
  });
  connect(&context_.file, &document::DocumentFile::changedOnDisk, this, [this](const QString& path) {
    notices_->showNotice("disk", tr("Another program has changed %1.").arg(QFileInfo(path).fileName()),
                  {{tr("Open it again"), [this, path] { context_.file.open(path); }},
                   {tr("Save over it"), [this] { context_.file.save(document::SaveOver::yes); }}});
  });
  connect(&context_.file, &document::DocumentFile::warned, this,
          [this](const QString& text) { notices_->showNotice("warn", text); });
  connect(&context_.file, &document::DocumentFile::readOnlyChanged, this, [this](const QString& reason) {
    reason.isEmpty() ? notices_->dismiss("read_only")
                     : notices_->showNotice("read_only", reason, {{tr("Save as…"), [this] { askSaveAs(); }}});
  });
  connect(&context_.journal, &document::Journal::failed, this,
          [this](const QString& text) { notices_->showNotice("journal", text); });
  connect(graph_, &GraphView::filesDropped, this, [this](const QList<QUrl>& files, QPointF at) {
    for (const QUrl& url : files) {
      const QString path = url.toLocalFile();
      if (isPicture(path)) {
        addPictureNode(path, at);
        at += QPointF(32, 32);
      } else {
        openFile(path);
      }
    }
  });
}

void MainWindow::openFile(const QString& path) {
  if (isPicture(path)) return importPicture(path);
  confirmDiscardThen([this, path] { context_.file.open(path); });
}

void MainWindow::openStart() {
  document::DocumentImages images;
  graph::Graph graph = context_.startGraph(images);
  startFrom(std::move(graph), std::move(images));
}

void MainWindow::openStarter(const QString& id) {
  confirmDiscardThen([this, id] {
    document::DocumentImages images;
    auto graph = services::openStarter(id, images, context_.document.catalog());
    if (!graph) return notices_->showNotice("file", QString::fromStdString(graph.error().message));
    startFrom(std::move(*graph), std::move(images));
  });
}

// An example is run at once: its picture is what it has to say.
void MainWindow::startFrom(graph::Graph graph, document::DocumentImages images) {
  context_.file.startNew(std::move(graph), std::move(images));
  context_.states.clear();
  startsByItself_ = true;
  graph_->fit();
  runFirst();
}

void MainWindow::newDocument() {
  confirmDiscardThen([this] {
    context_.file.startNew({});
    context_.states.clear();
    viewer_->setPicture({});
  });
}

void MainWindow::askOpen() {
  auto* dialog = fileDialog(this, tr("Open"), tr("Heddle projects, graphs and pictures (*.heddle *.json *.png)"));
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
  dialog->open();
}

// For a parameter that takes a file. Pictures are put into the document; models stay where they are.
void MainWindow::pickFile(const QString& kind, std::function<void(QString)> then) {
  const auto ask = [this, kind, then](QFileDialog::FileMode mode) {
    auto* dialog = fileDialog(this, tr("Choose a file"),
                              kind == "image" ? tr("Pictures (*.png *.jpg *.jpeg *.ppm *.pgm)") : QString());
    dialog->setFileMode(mode);
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind, then](const QString& path) {
      if (kind != "image") return then(path);
      auto bytes = document::readFile(path);
      if (!bytes) return notices_->showNotice("import", QString::fromStdString(bytes.error().message));
      then(document::DocumentImages::pathOf(context_.file.images().add(*bytes)));
    });
    dialog->open();
  };
  if (kind == "image" || kind == "latents") return ask(QFileDialog::ExistingFile);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Bobbin, the model inside Heddle"), this, [then] { then("bobbin"); });
  menu->addAction(tr("A file…"), this, [ask] { ask(QFileDialog::ExistingFile); });
  menu->addAction(tr("A folder…"), this, [ask] { ask(QFileDialog::Directory); });
  menu->popup(QCursor::pos());
}

void MainWindow::save() { context_.document.path().isEmpty() ? askSaveAs() : context_.file.save(); }

void MainWindow::askSaveAs(std::function<void()> then) {
  auto* dialog = fileDialog(this, tr("Save as"), tr("Heddle projects (*.heddle)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("heddle");
  connect(dialog, &QFileDialog::fileSelected, this, [this, then = std::move(then)](const QString& path) {
    afterSave_ = then;
    context_.file.saveAs(path);
  });
  dialog->open();
}

// Goes on at once, or after the user said what becomes of the changes.
void MainWindow::confirmDiscardThen(std::function<void()> then) {
  if (!context_.document.isModified() || context_.document.undoStack()->count() == 0) return then();
  auto* box = new QMessageBox(QMessageBox::NoIcon, QStringLiteral("Heddle"), tr("Save what you changed?"),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
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

void MainWindow::importPicture(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  auto found = services::importPicture(path.toStdString(), context_.document.catalog());
  if (!found) {
    return notices_->showNotice("import", QString::fromStdString(found.error().message),
                         {{tr("Use it as a picture"), [this, path] { addPictureNode(path, {}); }}});
  }
  if (found->source == services::PictureSource::none) {
    return notices_->showNotice("import", tr("%1 does not say how it was made.").arg(name),
                         {{tr("Use it as a picture"), [this, path] { addPictureNode(path, {}); }}});
  }
  confirmDiscardThen([this, name, path, made = std::move(*found)] {
    document::DocumentImages images = keptPictures(made.graph);
    for (const QByteArray& picture : made.pictures) images.add(picture);
    context_.file.startNew(made.graph, images.usedBy(made.graph));
    context_.states.clear();
    graph_->fit();
    QString text = tr("%1 was made with %2; this is its graph.").arg(name, sourceName(made.source));
    if (!made.notUnderstood.isEmpty()) {
      text += ' ' + tr("Not understood: %1.").arg(made.notUnderstood.join(", "));
    }
    notices_->showNotice("import", text, {{tr("Use it as a picture"), [this, path] { addPictureNode(path, {}); }}});
  });
}

// With its graph and the graph's references inside, so that it can be made again from the file alone.
void MainWindow::askSavePicture(session::ResultId id) {
  auto* dialog = fileDialog(this, tr("Save the picture as"), tr("PNG pictures (*.png)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString& path) {
    const session::StoredResult* result = context_.results.find(id);
    if (result == nullptr) return;
    graph::Graph graph;
    if (result->graph) {
      graph = *result->graph;
    } else if (auto found = services::importPicture(result->path, context_.document.catalog())) {
      graph = std::move(found->graph);
    }
    std::vector<image::CarriedPicture> pictures;
    const document::DocumentImages kept = keptPictures(graph);
    for (const auto& [hash, bytes] : kept.all()) pictures.push_back({hash.toStdString(), bytes.toStdString()});
    context_.results.copyTo(id, path.toStdString(), graph::a1111_parameters(graph, context_.document.catalog()), std::move(pictures));
  });
  dialog->open();
}

// What earlier runs had as references.
document::DocumentImages MainWindow::keptPictures(const graph::Graph& graph) const {
  document::DocumentImages images;
  for (const QString& hash : document::imagesNamedBy(graph)) {
    QByteArray bytes = context_.file.images().bytes(hash);
    if (bytes.isEmpty() && context_.keptPicture) bytes = context_.keptPicture(hash);
    if (!bytes.isEmpty()) images.add(bytes);
  }
  return images;
}

// The picture's bytes go into the document, so that the project is whole wherever it is carried.
void MainWindow::addPictureNode(const QString& path, QPointF at) {
  auto bytes = document::readFile(path);
  if (!bytes) return notices_->showNotice("import", QString::fromStdString(bytes.error().message));
  const QString hash = context_.file.images().add(*bytes);
  context_.document.undoStack()->beginMacro(tr("Add a picture"));
  const graph::NodeId node = context_.document.addNode("image.load", at);
  context_.document.setParam(node, "image", graph::FilePath{document::DocumentImages::pathOf(hash).toStdString()});
  context_.document.setTitle(node, QFileInfo(path).completeBaseName());
  context_.document.undoStack()->endMacro();
  graph_->select({node});
  graph_->reveal(node);
}

void MainWindow::offerRecovery(const QString& path, const QString& message,
                               const std::vector<document::RecoveryChoice>& choices) {
  std::vector<NoticeAction> actions;
  for (const document::RecoveryChoice& choice : choices) {
    if (actions.size() >= 3) break;
    const QString when = QLocale().toString(choice.time, QLocale::ShortFormat);
    actions.push_back(
        {tr("Open the state of %1").arg(when), [this, choice, path] { context_.file.recover(choice, path); }});
  }
  notices_->showNotice("file", message, std::move(actions));
}

void MainWindow::offerLostWork() {
  const auto lost = document::Journal::lostWork(context_.journalFolders);
  if (lost.empty()) return;
  const document::LostWork& newest = lost.front();
  const QString name = newest.path.isEmpty() ? tr("an untitled graph") : QFileInfo(newest.path).fileName();
  notices_->showNotice("lost",
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) openFile(urls.front().toLocalFile());
  event->acceptProposedAction();
}

}  // namespace heddle::ui
