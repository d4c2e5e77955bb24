#include "shell/reference_source.h"

#include "document/document_images.h"
#include "graph/traverse.h"
#include "image/read_image.h"
#include "session/engine_event.h"

namespace heddle::ui {
namespace {

constexpr int kSideMost = 512;  // large enough for the panel

QImage decoded(const QByteArray& bytes, const QString& path) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
  const std::string name = path.toStdString();
  const auto read = bytes.isEmpty() ? image::read_image(name)
                                    : image::decode_image({data, static_cast<std::size_t>(bytes.size())}, name);
  if (!read) return {};
  const QImage image = session::toQImage(*read);
  const bool isLarge = std::max(image.width(), image.height()) > kSideMost;
  return isLarge ? image.scaled(kSideMost, kSideMost, Qt::KeepAspectRatio, Qt::SmoothTransformation) : image;
}

}  // namespace

ReferenceSource::ReferenceSource(document::Document& document, document::DocumentFile& file,
                                 const session::RunStates& states, QObject* parent)
    : QObject(parent), document_(document), file_(file), states_(states) {
  files_.setMaxThreadCount(1);
}

ReferenceSource::~ReferenceSource() {
  files_.clear();
  files_.waitForDone();
}

std::optional<graph::NodeId> ReferenceSource::sourceOf(graph::NodeId node) const {
  const auto source = graph::source_of(document_.graph(), node, "image");
  return source ? std::optional(source->node) : std::nullopt;
}

void ReferenceSource::ask(graph::NodeId node, Then then) {
  const auto source = sourceOf(node);
  if (!source) return then({});
  const graph::ParamValue value = document_.param(*source, "image");
  const auto* file = std::get_if<graph::FilePath>(&value);
  if (file == nullptr || file->path.empty()) return then(states_.of(*source).image);
  const QString path = QString::fromStdString(file->path);
  if (path == lastPath_) return then(last_);
  decode(path, std::move(then));
}

void ReferenceSource::decode(const QString& path, Then then) {
  const auto hash = document::DocumentImages::hashIn(path);
  const QByteArray bytes = hash ? file_.images().bytes(*hash) : QByteArray();
  if (hash && bytes.isEmpty()) return then({});
  files_.start([this, bytes, path, then = std::move(then)] {
    const QImage image = decoded(bytes, path);
    QMetaObject::invokeMethod(this, [this, path, image, isSteady = !bytes.isEmpty(), then] {
      lastPath_ = isSteady ? path : QString();  // a file outside may change
      last_ = image;
      then(image);
    });
  });
}

}  // namespace heddle::ui
