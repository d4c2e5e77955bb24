// ImageOpener: reads the pictures that are painted on, from a file, from bytes or from an image in memory, and makes
// canvases or layers of them. Used by the Paint workspace. Thread rule: the window's thread; reading, decoding and
// converting happen in a thread of its own, and the newest request wins.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <functional>

#include "paint/canvas_state.h"

namespace heddle::ui {

class ImageOpener final : public QObject {
  Q_OBJECT
 public:
  explicit ImageOpener(QObject* parent = nullptr);
  ~ImageOpener() override;

  void openFile(const QString& path);
  void openBytes(const QByteArray& bytes, const QString& name);
  void openImage(const QImage& image, const QString& name);
  // The next one that is opened is to be a layer of the canvas that is there.
  void setAsLayer(bool asLayer) { asLayer_ = asLayer; }
  [[nodiscard]] bool isOpening() const { return isOpening_; }

 Q_SIGNALS:
  void started(const QString& name);
  void opened(const heddle::paint::CanvasState& state, const QString& name);
  void layerOpened(const heddle::paint::ImageLayer& layer);
  void failed(const QString& message);
  void noted(const QString& message);  // what is odd about a picture that was opened

 private:
  struct Made {
    paint::CanvasState state;
    QString problem, note;
  };
  void start(const QString& name, std::function<Made()> make);
  [[nodiscard]] static Made decoded(const QByteArray& bytes, const QString& name);

  QThreadPool pool_;
  quint64 newest_ = 0;
  bool isOpening_ = false, asLayer_ = false;
};

}  // namespace heddle::ui
