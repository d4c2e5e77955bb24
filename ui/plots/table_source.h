// TableSource: the numbers of a sheet or a comparison, from its CSV file: means and spreads of a score over a
// parameter, or picture by picture. Used by PlotsWorkspace. Window thread only; the file is read by a worker.
#pragma once

#include "plots/plot_source.h"
#include "sheets/table.h"

class QCheckBox;
class QComboBox;
class QPushButton;

namespace heddle::ui {

class TableSource final : public PlotSource {
  Q_OBJECT
 public:
  using PlotSource::PlotSource;

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;
  bool open(const QString& path) override;
  void askImage(const sheets::CurvePoint& point, std::function<void(const QImage&)> then) override;
  // As if they had been chosen; `by` may be empty.
  void choose(const QString& x, const QString& y, const QString& by, bool isPoints);

 private:
  void ask();
  void take(sheets::Table table);
  void plot();

  QString path_;
  sheets::Table table_;
  QPushButton* open_ = nullptr;
  QComboBox *x_ = nullptr, *y_ = nullptr, *by_ = nullptr;
  QCheckBox* points_ = nullptr;
};

}  // namespace heddle::ui
