// PaintPanel: layers and brush, and what one repaint is: strength, edge and fill, words and reference. Used by the
// Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QWidget>

#include "paint/canvas.h"
#include "paint/paint_graph.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace heddle::ui {

class BrushFields;
class LayerList;
class ValueSlider;

class PaintPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit PaintPanel(paint::Canvas& canvas, QWidget* parent = nullptr);

  [[nodiscard]] BrushFields& brush() { return *brush_; }
  [[nodiscard]] LayerList& layers() { return *layers_; }
  // Whether a stroke's end starts a run.
  [[nodiscard]] bool isLive() const;
  // Without picture and mask; the reference is the value that setReference received.
  [[nodiscard]] paint::RepaintSettings settings() const;
  // An empty path: none.
  void setReference(const QString& path, const QImage& image);
  // Whether a run is on its way: the button cancels it then.
  void setRunning(bool running);
  void setRunnable(bool runnable);
  // A sentence below the button; empty: none.
  void setState(const QString& text);

 Q_SIGNALS:
  void referenceRequested();
  void runRequested();
  void cancelRequested();

 private:
  QWidget* addHeading(const QString& text);
  ValueSlider* addSlider(const QString& label, double low, double high, double value, double step);
  void addReference();
  void addButton();

  QWidget* fields_;
  QVBoxLayout* rows_;  // of fields_, which scroll; the button below them does not
  LayerList* layers_;
  BrushFields* brush_;
  ValueSlider *strength_, *feather_, *grow_, *scale_;
  QComboBox* fill_;
  QCheckBox *structure_, *grey_, *onlyMasked_, *match_, *live_;
  QPlainTextEdit* words_;
  QLabel *thumbnail_, *state_;
  QPushButton *choose_, *clear_, *run_;
  QString reference_;
  bool isRunning_ = false;
};

}  // namespace heddle::ui
