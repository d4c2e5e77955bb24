// PlotsWorkspace: a plot, and beside it the list of plots, the controls of the one that is shown, and what saves it.
// Used by the main window. Window thread only; files are written by a worker.
#pragma once

#include <QWidget>
#include <vector>

#include "plots/plot_source.h"
#include "session/run_costs.h"
#include "workspace/workspace.h"

class QCheckBox;
class QLabel;
class QScrollArea;
class QStackedWidget;

namespace heddle::ui {

class PlotView;

class PlotsWorkspace final : public QWidget {
  Q_OBJECT
 public:
  explicit PlotsWorkspace(const WindowContext& context, QWidget* parent = nullptr);

  [[nodiscard]] PlotView& view() const { return *view_; }
  [[nodiscard]] const std::vector<PlotSource*>& sources() const { return sources_; }
  void showSource(int place);
  // A table or a run folder, shown by the source that knows it. False: none does.
  bool open(const QString& path);
  // As the ending of its name says; the end is said in the panel.
  void save(const QString& path);
  void setPageShown(bool shown);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void addSource(PlotSource* source);
  QWidget* makePanel();
  void addSaving(QVBoxLayout& rows);
  void showShown(bool isSamePlot);
  void say(const QString& text, bool isError);
  void askFile(const QString& ending);
  [[nodiscard]] PlotSource& shown() const { return *sources_[static_cast<std::size_t>(shown_)]; }

  session::RunCosts costs_;
  PlotView* view_;
  QScrollArea* panel_;
  QComboBox* list_ = nullptr;
  QStackedWidget* controls_ = nullptr;
  QCheckBox* logarithmic_ = nullptr;
  QLabel* state_ = nullptr;
  std::vector<PlotSource*> sources_;
  std::vector<QPushButton*> savers_;
  int shown_ = 0;
};

[[nodiscard]] Workspace makePlotsWorkspace(const WindowContext& context);

}  // namespace heddle::ui
