// TrainingSource: the curves of a run folder of `heddle train`, read again as its log grows. Used by PlotsWorkspace.
// Window thread only; the log is read by a worker.
#pragma once

#include <QDateTime>
#include <QTimer>

#include "plots/plot_source.h"
#include "sheets/table.h"

class QComboBox;
class QPushButton;

namespace heddle::ui {

class TrainingSource final : public PlotSource {
  Q_OBJECT
 public:
  explicit TrainingSource(QObject* parent = nullptr);

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;
  void setShown(bool shown) override;
  bool open(const QString& path) override;

 private:
  void ask();
  void read();
  void take(sheets::Table table);
  void plot();

  QString log_;
  QDateTime written_;  // the log that was read last
  qint64 bytes_ = -1;
  bool isReading_ = false;
  sheets::Table table_;
  QTimer again_;
  QPushButton* open_ = nullptr;
  QComboBox* column_ = nullptr;
  ValueSlider* smooth_ = nullptr;
};

}  // namespace heddle::ui
