// Thumbnails: the small images of cards, loaded when a card is first painted, a few at a time; hidden cards load none.
// Used by the library's panel and delegate. Thread rule: the window's thread.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QStringList>

#include "library/card.h"

namespace heddle::ui {

class Thumbnails final : public QObject {
  Q_OBJECT
 public:
  explicit Thumbnails(QObject* parent = nullptr);

  // A square of `side` device pixels; null where there is none, or none yet.
  [[nodiscard]] QPixmap of(const Card& card, int side);
  // The engine's answer; an empty picture where it has none.
  void take(const QString& path, const QImage& image);
  void forget();  // a new listing: earlier requests may be repeated

 Q_SIGNALS:
  void requested(const QString& path, int side);
  void arrived();

 private:
  void askNext();

  QCache<QString, QPixmap> images_;
  QSet<QString> asked_;
  QStringList waiting_;  // the last one seen is requested first
  QSet<QString> underWay_;
  int side_ = 0;
};

// The middle square of a picture, `side` pixels wide.
[[nodiscard]] QPixmap squareOf(const QImage& image, int side);

}  // namespace heddle::ui
