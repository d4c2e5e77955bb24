#include "paint_workspace/image_opener.h"

#include <QFileInfo>
#include <utility>

#include "document/project_file.h"
#include "image/read_image.h"
#include "paint/extend_canvas.h"

namespace heddle::ui {

namespace {

QString sideProblem(QSize size, const QString& name) {
  if (size.width() <= paint::kCanvasSideMost && size.height() <= paint::kCanvasSideMost) return {};
  return ImageOpener::tr("%1 has %2 × %3 pixels; a canvas takes at most %4 a side. Make it smaller first.")
      .arg(name)
      .arg(size.width())
      .arg(size.height())
      .arg(paint::kCanvasSideMost);
}

}  // namespace

ImageOpener::ImageOpener(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

ImageOpener::~ImageOpener() { pool_.waitForDone(); }

void ImageOpener::start(const QString& name, std::function<Made()> make) {
  const quint64 number = ++newest_;
  isOpening_ = true;
  Q_EMIT started(name);
  pool_.start([this, name, number, make = std::move(make), asLayer = std::exchange(asLayer_, false)] {
    const Made made = make();
    QMetaObject::invokeMethod(
        this,
        [this, name, number, made, asLayer] {
          if (number != newest_) return;
          isOpening_ = false;
          if (!made.problem.isEmpty()) return Q_EMIT failed(made.problem);
          asLayer ? Q_EMIT layerOpened(made.state.images.front()) : Q_EMIT opened(made.state, name);
          if (!made.note.isEmpty()) Q_EMIT noted(made.note);
        },
        Qt::QueuedConnection);
  });
}

ImageOpener::Made ImageOpener::decoded(const QByteArray& bytes, const QString& name) {
  std::vector<Note> notes;
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.constData());
  const auto read =
      image::decode_image({first, static_cast<std::size_t>(bytes.size())}, name.toStdString(), {}, &notes);
  Made made;
  if (!read) {
    made.problem = QString::fromStdString(read.error().message);
    return made;
  }
  made.problem = sideProblem({read->width(), read->height()}, name);
  if (!made.problem.isEmpty()) return made;
  made.state = paint::stateFor(paint::canvasImage(*read), name);
  if (made.state.isEmpty()) made.problem = tr("There is not enough memory for %1.").arg(name);
  if (!notes.empty()) made.note = QString::fromStdString(notes.front().message);
  return made;
}

void ImageOpener::openFile(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  start(name, [path, name] {
    const auto bytes = document::readFile(path);
    return bytes ? decoded(*bytes, name) : Made{{}, tr("%1 cannot be read.").arg(name), {}};
  });
}

void ImageOpener::openBytes(const QByteArray& bytes, const QString& name) {
  start(name, [bytes, name] { return decoded(bytes, name); });
}

void ImageOpener::openImage(const QImage& image, const QString& name) {
  start(name, [image, name] { return Made{paint::stateFor(image, name), sideProblem(image.size(), name), {}}; });
}

}  // namespace heddle::ui
