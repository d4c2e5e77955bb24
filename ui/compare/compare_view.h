// CompareView: up to 16 images under one zoom: the wheel zooms all at the cursor, a drag pans all, F fits. A click
// chooses a pane; W wipes it over the others, D shows how they differ from it, and while \ is held all show it. A drag
// of a whole image carries it. Used by the Compare workspace. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "compare/difference_maps.h"

namespace heddle::ui {

enum class CompareMode { plain, wipe, difference };

struct CompareImage {
  QImage image;
  QString label, numbers;  // at its foot, left and right
  QString shortNumbers;    // in their place where there is no room for them
  QString problem;         // in its place
  double fraction = 1;     // of its run; the line at the foot is drawn below 1
};

class CompareView final : public QWidget {
  Q_OBJECT
 public:
  explicit CompareView(QWidget* parent = nullptr);

  // `columns` 0: as many as show the images largest.
  void setImages(std::vector<CompareImage> images, int columns = 0);
  void setImage(int pane, CompareImage image);
  [[nodiscard]] int count() const { return static_cast<int>(images_.size()); }
  [[nodiscard]] int chosen() const { return chosen_; }
  void choose(int pane);
  void setMode(CompareMode mode);
  [[nodiscard]] CompareMode mode() const { return mode_; }
  // How the others differ from the chosen one, a map a pane; none: their own images are shown until it is known.
  void setDifferences(std::vector<DifferenceMap> maps);
  void setFlipped(bool flipped);
  [[nodiscard]] bool isFlipped() const { return isFlipped_; }
  void setPlaceholder(const QString& text);

  void fit();
  void zoomAt(double factor, QPointF at);
  [[nodiscard]] double zoom() const { return zoom_; }
  [[nodiscard]] QRectF paneRect(int pane) const;

  QSize sizeHint() const override;

 Q_SIGNALS:
  void chosenChanged(int pane);
  void dragRequested(int pane);
  void modeChanged(heddle::ui::CompareMode mode);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Grid {
    int columns = 1;
    QSizeF pane;
    QPointF corner;  // of the first pane
  };
  [[nodiscard]] Grid grid() const;
  [[nodiscard]] int paneAt(QPointF at) const;
  [[nodiscard]] bool showsDifference(int pane) const;
  // The place of the whole of an image in a pane, beyond its edges where it is enlarged.
  [[nodiscard]] QRectF imageRect(const QRectF& pane, const QImage& image) const;
  void paintPane(QPainter& painter, int pane);
  void paintImage(QPainter& painter, const QRectF& pane, const QImage& image) const;
  void paintFoot(QPainter& painter, const QRectF& pane, const CompareImage& shown) const;
  void keepInSight();

  std::vector<CompareImage> images_;
  std::vector<DifferenceMap> differences_;
  QString placeholder_;
  int wantedColumns_ = 0;
  int chosen_ = 0;
  CompareMode mode_ = CompareMode::plain;
  bool isFlipped_ = false, isPanning_ = false, isWiping_ = false;
  double zoom_ = 1;           // 1: fitted
  QPointF centre_{0.5, 0.5};  // of what is seen, in shares of an image
  double wipe_ = 0.5;         // of a pane's width
  QPointF last_;
  std::optional<QPointF> pressed_;  // where a drag of an image may begin
};

}  // namespace heddle::ui
