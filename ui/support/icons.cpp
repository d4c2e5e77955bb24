#include "support/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace heddle::ui {
namespace {

QByteArray drawing(const QString& name, const QColor& colour) {
  QFile file(":/heddle/icons/" + name + ".svg");
  if (!file.open(QIODevice::ReadOnly)) return {};
  return file.readAll().replace("\"#000\"", "\"" + colour.name().toLatin1() + "\"");
}

class TintedIcon final : public QIconEngine {
 public:
  explicit TintedIcon(QString name) : name_(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device()->devicePixelRatioF();
    painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
    return iconPixmap(name_, std::min(size.width(), size.height()), colour(mode));
  }
  QIconEngine* clone() const override { return new TintedIcon(name_); }

 private:
  static QColor colour(QIcon::Mode mode) {
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled) return palette.color(QPalette::Disabled, QPalette::ButtonText);
    return palette.color(mode == QIcon::Normal ? QPalette::ButtonText : QPalette::BrightText);
  }

  QString name_;
};

}  // namespace

QIcon icon(const QString& name) { return QIcon(new TintedIcon(name)); }

QPixmap iconPixmap(const QString& name, int side, const QColor& colour) {
  const QString key = QString("heddle-icon:%1:%2:%3").arg(name).arg(side).arg(colour.rgba());
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(side, side);
  pixmap.fill(Qt::transparent);
  QSvgRenderer renderer(drawing(name, colour));
  QPainter painter(&pixmap);
  if (renderer.isValid()) renderer.render(&painter);
  painter.end();
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

QIcon applicationIcon() {
  QIcon mark;
  for (const int side : {16, 32, 64, 128}) mark.addPixmap(iconPixmap("heddle", side, Qt::black));
  return mark;
}

}  // namespace heddle::ui
