// PoseView: skeletons on their canvas. Points are dragged, limbs drag their whole person; keys do the same. Used by
// PosePanel. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "pose/pose.h"

namespace heddle::ui {

class PoseView final : public QWidget {
  Q_OBJECT
 public:
  struct Selection {
    std::size_t person = 0, point = 0;
    bool operator==(const Selection&) const = default;
  };

  explicit PoseView(QWidget* parent = nullptr);

  // Signals nothing. A selection that is no longer there moves to the last person.
  void setPose(pose::Pose pose);
  [[nodiscard]] const pose::Pose& pose() const { return pose_; }
  // Drawn dimmed behind the skeletons, over the whole canvas; null for black.
  void setBackdrop(const QImage& backdrop);

  [[nodiscard]] std::optional<Selection> selection() const { return selection_; }
  void select(std::optional<Selection> selection);
  // "right wrist of person 1 of 2, hidden, at 120, 96"; empty where nothing is selected.
  [[nodiscard]] QString describeSelection() const;

  // Edits of what is selected; each is signalled as an edit, and does nothing where nothing is selected.
  void addPerson();
  void removePerson();
  void mirrorPerson();
  void toggleHidden();

  // A point of the canvas in the widget, and back.
  [[nodiscard]] QPointF toWidget(const pose::Keypoint& point) const;
  [[nodiscard]] QRectF canvasRect() const;
  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 Q_SIGNALS:
  void poseDragged();    // while the mouse is down
  void poseCommitted();  // an edit
  void dragCancelled();  // Escape while the mouse was down
  void selectionChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Drag {
    pose::Pose before;
    QPointF from;
    bool isWhole = false;  // all points, not one
  };

  [[nodiscard]] double scale() const;  // widget pixels a canvas pixel
  [[nodiscard]] std::optional<Selection> pointAt(QPointF place) const;
  [[nodiscard]] std::optional<std::size_t> personAt(QPointF place) const;  // by a limb
  [[nodiscard]] pose::PosePerson* selectedPerson();
  void moveSelected(double dx, double dy, bool isWhole);
  void stepSelection(int points, int people);
  void describe();

  pose::Pose pose_;
  QImage backdrop_;
  std::optional<Selection> selection_;
  std::optional<Drag> drag_;
};

}  // namespace heddle::ui
