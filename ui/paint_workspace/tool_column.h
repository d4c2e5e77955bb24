// ToolColumn: the tools and what is often done with the view, as actions with keys and as two columns of buttons. Used
// by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "paint_workspace/paint_tool.h"

class QAction;
class QGridLayout;
class QKeySequence;

namespace heddle::ui {

class ToolColumn final : public QWidget {
  Q_OBJECT
 public:
  // The actions belong to `page` and act while it has the focus.
  explicit ToolColumn(QWidget* page);

  // All tools, of which `tool` is chosen.
  void addTools(PaintTool tool);
  void showTool(PaintTool tool);
  // "paint.<id>"; with a button where `hasButton`.
  QAction* addAction(const QString& id, const QString& text, const QString& icon, const QKeySequence& keys,
                     std::function<void()> act, bool hasButton = true);
  void addButton(QAction* action);
  // What follows begins below a gap.
  void addGap();
  [[nodiscard]] const std::vector<QAction*>& actions() const { return actions_; }

 Q_SIGNALS:
  void toolChosen(heddle::ui::PaintTool tool);

 private:
  QWidget* page_;
  QGridLayout* grid_;
  std::vector<QAction*> actions_, tools_;  // tools_: in the order of PaintTool
  int places_ = 0;                         // taken in the grid
};

}  // namespace heddle::ui
