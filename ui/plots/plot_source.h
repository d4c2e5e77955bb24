// PlotSource: one kind of plot: where its curves come from, and the controls that choose among them. Used by
// PlotsWorkspace. Window thread only; files are read by workers.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <functional>

#include "sheets/curves.h"

class QComboBox;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace heddle::ui {

class ValueSlider;

class PlotSource : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  [[nodiscard]] virtual QString title() const = 0;        // in the list of plots
  [[nodiscard]] virtual QString placeholder() const = 0;  // what goes there and the first step, while there is nothing
  // Adds its controls. Called once.
  virtual void addControls(QVBoxLayout& rows) = 0;
  // Its plot is shown from now on, or no longer.
  virtual void setShown(bool /*shown*/) {}
  // A file or folder that was dropped. False: it is none of its kind.
  virtual bool open(const QString& /*path*/) { return false; }
  // The image of a point, small; `then` may be called later, or never.
  virtual void askImage(const sheets::CurvePoint& /*point*/, std::function<void(const QImage&)> /*then*/) {}

  [[nodiscard]] const sheets::Curves& curves() const { return curves_; }
  [[nodiscard]] const QString& text() const { return text_; }
  [[nodiscard]] bool isError() const { return isError_; }

 Q_SIGNALS:
  void changed();  // curves or text

 protected:
  void show(sheets::Curves curves, const QString& text = {});
  void say(const QString& text, bool isError = false);

 private:
  sheets::Curves curves_;
  QString text_;  // a sentence under the controls
  bool isError_ = false;
};

// The controls of this room, in one manner.
[[nodiscard]] QComboBox* newPlotList(const QString& name, QVBoxLayout& rows);
[[nodiscard]] QPushButton* newPlotButton(const QString& text, const QString& tip, QVBoxLayout& rows);
[[nodiscard]] ValueSlider* newPlotSlider(const QString& label, int low, int high, int initial, QVBoxLayout& rows);

// A column's name as an axis says it: "clip_i" is "Likeness (CLIP-I)".
[[nodiscard]] QString plotAxisTitle(const QString& column);

}  // namespace heddle::ui
