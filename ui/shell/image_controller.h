// ImageController: opens the graph that an image carries, adds images to the document, and saves a result as a file
// that carries its graph. Used by the main window and the other controllers. Window thread only.
#pragma once

#include <QList>
#include <QObject>
#include <QPointF>
#include <QUrl>
#include <functional>

#include "document/document_images.h"
#include "graph/graph.h"
#include "session/result_store.h"

class QWidget;

namespace heddle::ui {

struct WindowContext;
class FileController;
class GraphWorkspace;
class NoticeBar;

class ImageController final : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    GraphWorkspace& workspace;
    FileController& files;
    NoticeBar& notices;
    QWidget* window;  // the parent of dialogs
  };
  ImageController(const WindowContext& context, const Parts& parts);

  // Asks for the file of a parameter. Images are put into the document; models stay where they are.
  void pickFile(const QString& kind, std::function<void(QString)> then);
  // Opens the graph that the image carries. Ends with a notice where it carries none.
  void import(const QString& path);
  void askSaveResult(session::ResultId id);

 private:
  void readImage(const QString& path, const std::function<void(QString)>& then);
  void addFiles(const QList<QUrl>& files, QPointF at);
  void addImageNode(const QString& path, QPointF at);
  void saveResult(session::ResultId id, const QString& path);
  // The references of earlier runs too.
  [[nodiscard]] document::DocumentImages imagesOf(const graph::Graph& graph) const;

  const WindowContext& context_;
  Parts parts_;
};

}  // namespace heddle::ui
