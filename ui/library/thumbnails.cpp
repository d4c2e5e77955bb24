#include "library/thumbnails.h"

namespace heddle::ui {
namespace {

constexpr int kKept = 600;    // pictures
constexpr int kUnderWay = 4;  // asked for at a time
constexpr int kWaiting = 64;  // older ones have long been scrolled away

}  // namespace

Thumbnails::Thumbnails(QObject* parent) : QObject(parent), images_(kKept) {}

QPixmap Thumbnails::of(const Card& card, int side) {
  if (side != side_) {  // another scale
    side_ = side;
    forget();
  }
  if (const QPixmap* held = images_.object(card.key)) return *held;
  if (!card.hasImage || asked_.contains(card.key)) return {};
  asked_.insert(card.key);
  if (!card.starter.isEmpty()) {
    auto* made = new QPixmap(squareOf(QImage(document::starterThumbnail(card.starter)), side));
    const QPixmap shown = *made;
    images_.insert(card.key, made);
    return shown;
  }
  waiting_.prepend(card.path);
  while (waiting_.size() > kWaiting) asked_.remove(waiting_.takeLast());
  askNext();
  return {};
}

void Thumbnails::askNext() {
  while (underWay_.size() < kUnderWay && !waiting_.isEmpty()) {
    const QString path = waiting_.takeFirst();
    underWay_.insert(path);
    Q_EMIT requested(path, side_);
  }
}

void Thumbnails::take(const QString& path, const QImage& image) {
  underWay_.remove(path);
  if (!image.isNull()) {
    images_.insert(path, new QPixmap(squareOf(image, side_)));
    Q_EMIT arrived();
  }
  askNext();
}

void Thumbnails::forget() {
  images_.clear();
  asked_.clear();
  waiting_.clear();
  underWay_.clear();
}

QPixmap squareOf(const QImage& image, int side) {
  if (image.isNull() || side <= 0) return {};
  const QImage filled = image.scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
  return QPixmap::fromImage(filled.copy((filled.width() - side) / 2, (filled.height() - side) / 2, side, side));
}

}  // namespace heddle::ui
