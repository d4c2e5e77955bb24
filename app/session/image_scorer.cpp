#include "session/image_scorer.h"

#include <QtCore/QBuffer>
#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>

#include "graph/result_subjects.h"

namespace heddle::session {

namespace {

QByteArray pngOf(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

// Packing takes some milliseconds: a worker does it.
void ImageScorer::score(const QImage& image, const QString& hash, std::shared_ptr<const graph::Graph> graph,
                        graph::NodeId node, Answer answer) {
  QThreadPool::globalInstance()->start(
      [self = QPointer(this), image, hash, graph = std::move(graph), node, answer = std::move(answer)] {
        const QByteArray png = pngOf(image);
        QMetaObject::invokeMethod(qApp, [self, hash, png, graph, node, answer] {
          if (self) self->send(hash, png, *graph, node, answer);
        });
      });
}

void ImageScorer::send(const QString& hash, const QByteArray& png, const graph::Graph& graph, graph::NodeId node,
                       Answer answer) {
  graph::ResultSubjects subjects = graph::subjects_of(graph, node);
  if (subjects.references.empty() && subjects.words.empty()) return answer(ImageNumbers{});
  client_.putImage(hash, png);
  protocol::ImageScore call{
      "hash:" + hash.toStdString(), std::move(subjects.references), std::move(subjects.words), {}};
  client_.call(std::move(call), [answer = std::move(answer)](const Result<protocol::ImageScores>& scores) {
    if (!scores) return answer(std::nullopt);
    ImageNumbers numbers;
    if (!scores->clip_i.empty()) numbers.likeness = scores->clip_i.front();
    numbers.words = scores->clip_t;
    answer(numbers);
  });
}

}  // namespace heddle::session
