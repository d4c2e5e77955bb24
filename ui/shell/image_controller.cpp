#include "shell/image_controller.h"

#include <QCoreApplication>
#include <QCursor>
#include <QFileInfo>
#include <QMenu>
#include <QPointer>
#include <QThreadPool>
#include <QUndoStack>
#include <utility>

#include "graph/a1111_parameters.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "import/image_import.h"
#include "shell/file_controller.h"
#include "shell/file_dialog.h"
#include "support/notice_bar.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

QString sourceName(import::ImageSource source) {
  switch (source) {
    case import::ImageSource::heddle: return QStringLiteral("Heddle");
    case import::ImageSource::a1111: return QStringLiteral("AUTOMATIC1111");
    case import::ImageSource::comfy: return QStringLiteral("ComfyUI");
    case import::ImageSource::invoke: return QStringLiteral("InvokeAI");
    case import::ImageSource::swarm: return QStringLiteral("SwarmUI");
    case import::ImageSource::fooocus: return QStringLiteral("Fooocus");
    case import::ImageSource::none: break;
  }
  return {};
}

}  // namespace

ImageController::ImageController(const WindowContext& context, const Parts& parts) : context_(context), parts_(parts) {
  connect(&parts.files, &FileController::imageOpened, this, &ImageController::import);
  connect(&parts.workspace.graph(), &GraphView::filesDropped, this, &ImageController::addFiles);
}

void ImageController::addFiles(const QList<QUrl>& files, QPointF at) {
  for (const QUrl& url : files) {
    const QString path = url.toLocalFile();
    if (isImageFile(path)) {
      addImageNode(path, at);
      at += QPointF(32, 32);
    } else {
      parts_.files.openFile(path);
    }
  }
}

void ImageController::pickFile(const QString& kind, std::function<void(QString)> then) {
  const auto ask = [this, kind, then](QFileDialog::FileMode mode) {
    auto* dialog =
        newFileDialog(parts_.window, tr("Choose a file"),
                      kind == "image" ? tr("Pictures (*.png *.jpg *.jpeg *.webp *.avif *.ppm *.pgm)") : QString());
    dialog->setFileMode(mode);
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind, then](const QString& path) {
      if (kind != "image") return then(path);
      readImage(path, then);
    });
    dialog->open();
  };
  if (kind == "image" || kind == "latents") return ask(QFileDialog::ExistingFile);
  auto* menu = new QMenu(parts_.window);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Bobbin, the model inside Heddle"), this, [then] { then("bobbin"); });
  menu->addAction(tr("A file…"), this, [ask] { ask(QFileDialog::ExistingFile); });
  menu->addAction(tr("A folder…"), this, [ask] { ask(QFileDialog::Directory); });
  menu->popup(QCursor::pos());
}

// Read and hashed in another thread: pictures may be large.
void ImageController::readImage(const QString& path, const std::function<void(QString)>& then) {
  QThreadPool::globalInstance()->start([self = QPointer(this), path, then] {
    const auto bytes = document::readFile(path);
    const QString problem = bytes ? QString() : QString::fromStdString(bytes.error().message);
    const QByteArray content = bytes ? *bytes : QByteArray();
    const QString hash = document::DocumentImages::hashOf(content);
    QMetaObject::invokeMethod(
        qApp,
        [self, then, problem, content, hash] {
          if (self == nullptr) return;
          if (!problem.isEmpty()) return self->parts_.notices.showNotice("import", problem);
          self->context_.file.images().put(hash, content);
          then(document::DocumentImages::pathOf(hash));
        },
        Qt::QueuedConnection);
  });
}

void ImageController::import(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  const NoticeAction addAsNode{tr("Use it as a picture"), [this, path] { addImageNode(path, {}); }};
  auto found = import::importImage(path.toStdString(), context_.document.catalog());
  if (!found) {
    return parts_.notices.showNotice("import", QString::fromStdString(found.error().message), {addAsNode});
  }
  if (found->source == import::ImageSource::none) {
    return parts_.notices.showNotice("import", tr("%1 does not say how it was made.").arg(name), {addAsNode});
  }
  parts_.files.confirmDiscardThen([this, name, addAsNode, made = std::move(*found)] {
    document::DocumentImages images = imagesOf(made.graph);
    for (const QByteArray& image : made.images) images.add(image);
    parts_.files.startNew(made.graph, images.usedBy(made.graph));
    QString text = tr("%1 was made with %2; this is its graph.").arg(name, sourceName(made.source));
    if (!made.notUnderstood.isEmpty()) {
      text += ' ' + tr("Not understood: %1.").arg(made.notUnderstood.join(", "));
    }
    parts_.notices.showNotice("import", text, {addAsNode});
  });
}

void ImageController::askSaveResult(session::ResultId id) {
  auto* dialog = newFileDialog(parts_.window, tr("Save the picture as"), tr("Pictures (*.png *.webp *.jpg)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString& path) { saveResult(id, path); });
  dialog->open();
}

// With its graph and the graph's references inside, so that the file alone reproduces it.
void ImageController::saveResult(session::ResultId id, const QString& path) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  graph::Graph graph;
  if (result->graph) {
    graph = *result->graph;
  } else if (auto found = import::importImage(result->path, context_.document.catalog())) {
    graph = std::move(found->graph);
  }
  std::vector<image::CarriedImage> carried;
  const document::DocumentImages images = imagesOf(graph);
  for (const auto& [hash, bytes] : images.all()) carried.push_back({hash.toStdString(), bytes.toStdString()});
  const graph::RunFacts facts{{}, {}, result->size.width(), result->size.height()};
  context_.results.copyTo(id, path.toStdString(), graph::a1111_parameters(graph, context_.document.catalog(), facts),
                          std::move(carried));
}

document::DocumentImages ImageController::imagesOf(const graph::Graph& graph) const {
  document::DocumentImages images;
  for (const QString& hash : document::imagesNamedBy(graph)) {
    QByteArray bytes = context_.file.images().bytes(hash);
    if (bytes.isEmpty() && context_.keptImage) bytes = context_.keptImage(hash);
    if (!bytes.isEmpty()) images.add(bytes);
  }
  return images;
}

// The image's bytes go into the document, so that the project is whole wherever it is carried.
void ImageController::addImageNode(const QString& path, QPointF at) {
  auto bytes = document::readFile(path);
  if (!bytes) return parts_.notices.showNotice("import", QString::fromStdString(bytes.error().message));
  document::Document& document = context_.document;
  const QString hash = context_.file.images().add(*bytes);
  document.undoStack()->beginMacro(tr("Add a picture"));
  const graph::NodeId node = document.addNode("image.load", at);
  document.setParam(node, "image", graph::FilePath{document::DocumentImages::pathOf(hash).toStdString()});
  document.setTitle(node, QFileInfo(path).completeBaseName());
  document.undoStack()->endMacro();
  parts_.workspace.graph().select({node});
  parts_.workspace.graph().reveal(node);
}

}  // namespace heddle::ui
