// CompareWorkspace: the panes of a comparison, or results of the film strip, and beside them what varies, the step that
// all show, and what is kept. While it is shown, a moved slider makes the comparison again. Used by the main window.
// Window thread only.
#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "compare/compare_plan.h"
#include "compare/difference_maps.h"
#include "session/branch.h"
#include "session/comparison.h"
#include "session/result_store.h"
#include "workspace/workspace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace heddle::ui {

class CompareView;
class DifferenceScale;
class ValueSlider;

class CompareWorkspace final : public QWidget {
  Q_OBJECT
 public:
  explicit CompareWorkspace(const WindowContext& context, QWidget* parent = nullptr);

  [[nodiscard]] CompareView& view() const { return *view_; }
  [[nodiscard]] session::Comparison& comparison() { return comparison_; }
  // What varies, as if it had been typed; `axis` 0 or 1. For tests and screenshots.
  void setAxis(int axis, const QString& name, const QString& values);
  void run();
  void keepChosen();
  // Results of the film strip, side by side: 2 to 16.
  void showResults(const std::vector<session::ResultId>& ids);
  // What can vary is read from the document again.
  void refreshChoices();

 Q_SIGNALS:
  void kept(heddle::session::ResultId id);                    // its values are the graph's now
  void branchRequested(const heddle::session::Branch& from);  // follows kept where a step of it is shown
  void restoreRequested(heddle::session::ResultId id);        // a result of the film strip with its graph

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct AxisRow {
    QComboBox* what = nullptr;
    QLineEdit* values = nullptr;
    bool isUsers = false;  // chosen by the user, and kept where the document still has it
  };
  QWidget* makePanel();
  void addAxisRow(QVBoxLayout& rows);
  void addView(QVBoxLayout& rows);
  void fillRow(std::size_t row);
  void takeExample(std::size_t row);
  [[nodiscard]] std::vector<CompareAxisText> axes() const;
  void showPane(int pane);
  void showAll();
  void refreshState();
  void say(const QString& text, bool isError = false);
  void wantDifferences();
  void showDifferences(const std::vector<DifferenceMap>& maps, int chosen, double end);
  void connectResults();
  void onParamChanged(const document::ParamChange& change);
  void runAgain();
  session::ResultId keepResult(const session::ComparisonPane& pane);
  void drag(int pane);

  const WindowContext& context_;
  session::Comparison comparison_;
  std::vector<CompareChoice> choices_;
  CompareView* view_;
  QScrollArea* panel_;
  std::vector<AxisRow> rows_;
  QPushButton* run_ = nullptr;
  QPushButton* keep_ = nullptr;
  QPushButton* wipe_ = nullptr;
  QPushButton* difference_ = nullptr;
  QPushButton* flip_ = nullptr;
  ValueSlider* step_ = nullptr;
  QLabel* state_ = nullptr;
  DifferenceMaps maps_;
  DifferenceScale* scale_ = nullptr;
  std::vector<session::ResultId> shownResults_;  // a pane each; empty: the panes are runs
  QTimer again_;
  int columns_ = 0;
  int seenStep_ = -1;  // of the slider; it is set again where this changed
};

[[nodiscard]] Workspace makeCompareWorkspace(const WindowContext& context);

}  // namespace heddle::ui
