// ImageScorer: has the engine say how like its references an image is and how true to its words. Used by Comparison and
// ResultScores. Thread rule: the window's thread; a worker packs the image.
#pragma once

#include <QtCore/QObject>
#include <QtGui/QImage>
#include <functional>
#include <memory>
#include <optional>

#include "session/engine_client.h"
#include "session/image_numbers.h"

namespace heddle::session {

class ImageScorer final : public QObject {
  Q_OBJECT
 public:
  explicit ImageScorer(EngineClient& client, QObject* parent = nullptr) : QObject(parent), client_(client) {}

  // Of the image that `node` of the graph made; `hash` names its pixels. The answer comes later; nothing where the
  // engine cannot say; without numbers where there is neither reference nor text.
  using Answer = std::function<void(std::optional<ImageNumbers>)>;
  void score(const QImage& image, const QString& hash, std::shared_ptr<const graph::Graph> graph, graph::NodeId node,
             Answer answer);

 private:
  void send(const QString& hash, const QByteArray& png, const graph::Graph& graph, graph::NodeId node, Answer answer);

  EngineClient& client_;
};

}  // namespace heddle::session
