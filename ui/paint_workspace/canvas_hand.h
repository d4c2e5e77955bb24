// CanvasHand: what the tools do with the canvas, in the canvas's own pixels: strokes, shapes, fills, moved layers. The
// view gives it the pen's places. Used by the canvas's view. Thread rule: the window's thread; what takes long is made
// by CanvasWork.
#pragma once

#include <QMargins>
#include <QObject>
#include <QPainterPath>
#include <QPolygonF>

#include "paint/brush.h"
#include "paint/canvas.h"
#include "paint_workspace/paint_tool.h"

namespace heddle::ui {

class CanvasWork;

class CanvasHand final : public QObject {
  Q_OBJECT
 public:
  struct Pen {
    QPointF at;
    Qt::KeyboardModifiers keys = {};
    double pressure = -1;  // 0 to 1; below 0: a mouse
    QPointF tilt = {};     // degrees
  };
  struct Settings {
    paint::Brush brush;  // with the value and the colour that are painted
    paint::Pressure pressure;
    int tolerance = 24;
  };

  CanvasHand(paint::Canvas& canvas, CanvasWork& work, QObject* parent = nullptr);

  void setTool(PaintTool tool);
  [[nodiscard]] PaintTool tool() const { return tool_; }
  void setSettings(const Settings& settings) { settings_ = settings; }
  [[nodiscard]] const Settings& settings() const { return settings_; }

  void press(const Pen& pen);
  void move(const Pen& pen);
  void release(const Pen& pen);
  void hover(QPointF at);  // the pen is up; a polygon follows it
  // Takes back what is under way; false: nothing is.
  bool cancel();
  // Closes the polygon; false: there is none.
  bool finish();
  [[nodiscard]] bool isBusy() const { return deed_ != Deed::none; }
  // Adds to the canvas at the sides of `margins`, as the tool that extends it does.
  void extend(const QMargins& margins);
  // The shape under way; empty where there is none.
  [[nodiscard]] QPainterPath outline() const;

 Q_SIGNALS:
  void outlineChanged();
  void worked();  // a stroke or a shape has changed the canvas
  void colourPicked(const QColor& colour);
  void said(const QString& text);  // why a tool does nothing here

 private:
  enum class Deed { none, stroke, shape, polygon, move, extend };

  [[nodiscard]] bool canWork();
  [[nodiscard]] QTransform toLayer() const;
  [[nodiscard]] paint::Brush brushFor(const Pen& pen) const;
  void startStroke(const Pen& pen);
  void strokeTo(const Pen& pen);
  void finishShape();
  void takePlaces(const Pen& pen);
  void dragLayer(QPointF at);
  void pick(QPointF at);
  [[nodiscard]] QMargins draggedMargins() const;

  paint::Canvas& canvas_;
  CanvasWork& work_;
  Settings settings_;
  PaintTool tool_ = PaintTool::brush;
  Deed deed_ = Deed::none;
  bool isErasing_ = false;
  double rest_ = 0;            // of the stroke's way since its last dab
  QPolygonF points_;           // of the shape under way
  paint::Brush last_;          // at the stroke's newest place
  QPointF lastPlace_;          // of the newest stroke, in the canvas's pixels: where a straight line begins
  bool hasLast_ = false;       // on this picture
  paint::CanvasState before_;  // of a layer that is dragged
};

}  // namespace heddle::ui
