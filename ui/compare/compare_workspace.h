// CompareWorkspace: the panes of a comparison, and beside them what varies, the step that all show, and what is kept.
// Used by the main window. Window thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "compare/compare_plan.h"
#include "session/comparison.h"
#include "workspace/workspace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace heddle::ui {

class CompareView;
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
  // What can vary is read from the document again.
  void refreshChoices();

 private:
  struct AxisRow {
    QComboBox* what = nullptr;
    QLineEdit* values = nullptr;
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

  const WindowContext& context_;
  session::Comparison comparison_;
  std::vector<CompareChoice> choices_;
  CompareView* view_;
  std::vector<AxisRow> rows_;
  QPushButton* run_ = nullptr;
  QPushButton* keep_ = nullptr;
  QPushButton* wipe_ = nullptr;
  QPushButton* difference_ = nullptr;
  QPushButton* flip_ = nullptr;
  ValueSlider* step_ = nullptr;
  QLabel* state_ = nullptr;
  int columns_ = 0;
  int seenStep_ = -1;  // of the slider; it is set again where this changed
};

[[nodiscard]] Workspace makeCompareWorkspace(const WindowContext& context);

}  // namespace heddle::ui
