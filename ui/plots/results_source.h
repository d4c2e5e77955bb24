// ResultsSource: how like their references the results of the film strip are, against how true to the words. Used by
// PlotsWorkspace. Window thread only.
#pragma once

#include <QTimer>

#include "plots/plot_source.h"
#include "session/result_store.h"

namespace heddle::ui {

class ResultsSource final : public PlotSource {
  Q_OBJECT
 public:
  explicit ResultsSource(session::ResultStore& results, QObject* parent = nullptr);

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;
  void setShown(bool shown) override;
  void askImage(const sheets::CurvePoint& point, std::function<void(const QImage&)> then) override;

 private:
  void read();

  session::ResultStore& results_;
  QTimer again_;  // many numbers in a row are one new plot
  bool isShown_ = false;
};

}  // namespace heddle::ui
