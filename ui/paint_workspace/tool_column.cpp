#include "paint_workspace/tool_column.h"

#include <QAction>
#include <QGridLayout>
#include <QToolButton>
#include <utility>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

ToolColumn::ToolColumn(QWidget* page) : QWidget(page), page_(page), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(scaled(4), scaled(8), scaled(4), scaled(8));
  grid_->setSpacing(scaled(2));
}

QAction* ToolColumn::addAction(const QString& id, const QString& text, const QString& icon, const QKeySequence& keys,
                               std::function<void()> act, bool hasButton) {
  auto* action = new QAction(ui::icon(icon), text, page_);
  action->setObjectName("paint." + id);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(action, &QAction::triggered, page_, std::move(act));
  page_->addAction(action);
  actions_.push_back(action);
  if (hasButton) addButton(action);
  return action;
}

void ToolColumn::addButton(QAction* action) {
  auto* button = new QToolButton(this);
  button->setDefaultAction(action);
  button->setProperty("kind", "quiet");
  button->setAccessibleName(action->text());
  button->setIconSize({scaled(18), scaled(18)});
  const QString keys = action->shortcut().toString(QKeySequence::NativeText);
  button->setToolTip(keys.isEmpty() ? action->text() : QStringLiteral("%1 (%2)").arg(action->text(), keys));
  grid_->addWidget(button, places_ / 2, places_ % 2);
  grid_->setRowStretch(places_ / 2, 0);
  ++places_;
  grid_->setRowStretch(places_ / 2 + 1, 1);
}

void ToolColumn::addGap() {
  places_ = (places_ + 1) / 2 * 2;
  grid_->setRowMinimumHeight(places_ / 2, scaled(8));
  grid_->setRowStretch(places_ / 2, 0);
  places_ += 2;
}

void ToolColumn::addTools(PaintTool tool) {
  struct Row {
    PaintTool tool;
    const char* id;
    QString text;
    const char* icon;
    QKeySequence keys;
  };
  const Row rows[] = {{PaintTool::brush, "brush", tr("Brush"), "brush", Qt::Key_B},
                      {PaintTool::eraser, "eraser", tr("Eraser"), "eraser", Qt::Key_E},
                      {PaintTool::fill, "fill", tr("Fill"), "fill", Qt::Key_G},
                      {PaintTool::wand, "wand", tr("Magic wand"), "wand", Qt::Key_W},
                      {PaintTool::gradient, "gradient", tr("Gradient"), "gradient", QKeySequence("Shift+G")},
                      {PaintTool::lasso, "lasso", tr("Lasso"), "lasso", Qt::Key_L},
                      {PaintTool::polygon, "polygon", tr("Polygon"), "polygon", QKeySequence("Shift+L")},
                      {PaintTool::rectangle, "rectangle", tr("Rectangle"), "rectangle", Qt::Key_M},
                      {PaintTool::ellipse, "ellipse", tr("Ellipse"), "ellipse", Qt::Key_O},
                      {PaintTool::move, "move", tr("Move layer"), "move", Qt::Key_V},
                      {PaintTool::extend, "extend", tr("Extend the canvas"), "extend", Qt::Key_C},
                      {PaintTool::picker, "picker", tr("Pick a colour"), "picker", Qt::Key_I},
                      {PaintTool::hand, "hand", tr("Hand"), "hand", Qt::Key_H},
                      {PaintTool::zoom, "zoom", tr("Zoom"), "zoom_in", Qt::Key_Z}};
  for (const Row& row : rows) {
    QAction* action = addAction(row.id, row.text, row.icon, row.keys, [this, chosen = row.tool] {
      showTool(chosen);
      Q_EMIT toolChosen(chosen);
    });
    action->setCheckable(true);
    tools_.push_back(action);
  }
  showTool(tool);
}

void ToolColumn::showTool(PaintTool tool) {
  for (std::size_t i = 0; i < tools_.size(); ++i) tools_[i]->setChecked(i == static_cast<std::size_t>(tool));
}

}  // namespace heddle::ui
