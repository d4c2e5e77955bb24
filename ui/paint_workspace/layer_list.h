// LayerList: the canvas's masks and picture layers, the highest first: which one is worked on, which are seen, their
// order, opacity, size and orientation. Used by the Paint workspace's panel. Thread rule: the window's thread.
#pragma once

#include <QWidget>
#include <functional>

#include "paint/canvas.h"

class QCheckBox;
class QListWidget;
class QListWidgetItem;
class QToolButton;
class QVBoxLayout;

namespace heddle::ui {

class ValueSlider;

class LayerList final : public QWidget {
  Q_OBJECT
 public:
  explicit LayerList(paint::Canvas& canvas, QWidget* parent = nullptr);

 Q_SIGNALS:
  void greyChanged(bool alone);  // the active mask alone, in grey

 private:
  void refresh();
  void refreshFacts();
  [[nodiscard]] QStringList rowsOf(const paint::CanvasState& state) const;
  void addMaskItem(const paint::MaskLayer& layer);
  void addImageItem(const paint::ImageLayer& layer);
  void addItem(paint::LayerId id, const QString& text, const QIcon& icon, bool isVisible);
  void onItemChanged(QListWidgetItem* item);
  void makeButtons(QVBoxLayout& rows);
  void addMask(paint::MaskPurpose purpose);
  void makeFacts(QVBoxLayout& rows);
  QToolButton* button(const QString& icon, const QString& name, std::function<void()> act);
  void onFact(const QString& text, bool isFinal, const std::function<void(paint::ImageLayer& layer)>& change);

  paint::Canvas& canvas_;
  QListWidget* list_;
  QToolButton *addPaint_, *addScale_, *addControl_, *up_, *down_, *remove_;
  QWidget* facts_;
  ValueSlider *opacity_, *scale_;
  QCheckBox *mirrored_, *flipped_, *grey_;
  bool isFilling_ = false;
  QStringList shown_;  // what the rows say
};

}  // namespace heddle::ui
