// CropView: a reference image with the frame of what an image encoder receives. The frame is dragged along the long
// side, or moved by the arrow keys; Escape reverts a drag. Used by CropPanel. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>
#include <vector>

#include "image/fit.h"

namespace heddle::ui {

class CropView final : public QWidget {
  Q_OBJECT
 public:
  explicit CropView(QWidget* parent = nullptr);

  void setImage(const QImage& image);
  void setFit(image::Fit fit);
  // The place of a crop along the long side, in [0, 1]; signals nothing.
  void setCentre(double centre);
  [[nodiscard]] double centre() const { return centre_; }
  // Only a crop of an image that is not square can move.
  [[nodiscard]] bool canMove() const;
  // Brought into [0, 1] and signalled, as if the user had moved the frame there.
  void choose(double centre);
  // What the frame holds, as an image of the reference's own pixels; null without a reference.
  [[nodiscard]] QImage framed() const;
  // "left", "middle", "42 %" …
  [[nodiscard]] QString describePlace() const;

  [[nodiscard]] QRectF imageRect() const;
  [[nodiscard]] std::vector<QRectF> frames() const;  // in the widget; several for tiles
  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 Q_SIGNALS:
  void valueDragged(double centre);    // while the mouse is down
  void valueCommitted(double centre);  // released, or a key
  void dragCancelled();                // Escape while the mouse was down

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Drag {
    double before = 0;
    QPointF from;
  };

  [[nodiscard]] bool isWide() const { return image_.width() > image_.height(); }
  [[nodiscard]] QRectF frameAt(double place) const;
  void describe();

  QImage image_;
  image::Fit fit_ = image::Fit::crop;
  double centre_ = 0.5;
  std::optional<Drag> drag_;
};

}  // namespace heddle::ui
