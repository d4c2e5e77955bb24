// PlotView: curves, points or bars with axes in the window's theme. The wheel zooms at the cursor, a drag pans, F or a
// double click shows all; at the cursor a card says the values, and shows the image of a point. Used by PlotsWorkspace
// and the export. Window thread only.
#pragma once

#include <QImage>
#include <QWidget>
#include <functional>

#include "sheets/curves.h"

class QCustomPlot;

namespace heddle::ui {

class PlotCard;

class PlotView final : public QWidget {
  Q_OBJECT
 public:
  explicit PlotView(QWidget* parent = nullptr);

  // What is seen stays as it is where the plot is the same one with more in it.
  void setCurves(sheets::Curves curves, bool isSamePlot = false);
  [[nodiscard]] const sheets::Curves& curves() const { return curves_; }
  void setPlaceholder(const QString& text);
  void setLogarithmic(bool logarithmic);
  [[nodiscard]] bool isLogarithmic() const { return isLogarithmic_; }
  void fit();
  // Asked when the cursor comes to a point; it may answer later.
  using ImageOf = std::function<void(const sheets::CurvePoint& point, std::function<void(const QImage&)> then)>;
  void setImageOf(ImageOf imageOf) { imageOf_ = std::move(imageOf); }

  [[nodiscard]] QCustomPlot& plot() const { return *plot_; }
  [[nodiscard]] PlotCard& card() const { return *card_; }
  // What the card says at this place of the view; empty: nothing is there.
  [[nodiscard]] QStringList readout(const QPoint& at);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void applyColours();
  void draw();
  void drawBars();
  void placeLegend();
  void fitTicks();
  void hover(const QPoint& at);
  void leave();
  [[nodiscard]] const sheets::CurvePoint* nearestPoint(const QPoint& at, int* curve) const;
  [[nodiscard]] bool isEmpty() const;

  QCustomPlot* plot_;
  PlotCard* card_;
  sheets::Curves curves_;
  QString placeholder_;
  ImageOf imageOf_;
  bool isLogarithmic_ = false;
  const sheets::CurvePoint* hovered_ = nullptr;  // whose image is asked for
  int asked_ = 0;
};

}  // namespace heddle::ui
