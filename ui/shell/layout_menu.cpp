#include "shell/layout_menu.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QWidgetAction>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

LayoutMenu::LayoutMenu(settings::Settings& settings, QWidget* parent)
    : QMenu(tr("Layouts"), parent), settings_(settings) {
  setObjectName("layouts");
  connect(this, &QMenu::aboutToShow, this, &LayoutMenu::fill);
  fill();
}

void LayoutMenu::addNameLine() {
  auto* holder = new QWidget;
  auto* row = new QHBoxLayout(holder);
  row->setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(4));
  auto* line = new QLineEdit;
  line->setPlaceholderText(tr("Name for this layout"));
  line->setAccessibleName(tr("Name for this layout"));
  line->setMinimumWidth(scaled(180));
  row->addWidget(line);
  auto* action = new QWidgetAction(this);
  action->setText(tr("Keep this layout as…"));
  action->setDefaultWidget(holder);
  addAction(action);
  connect(line, &QLineEdit::returnPressed, this, [this, line] {
    const QString name = line->text().trimmed();
    if (name.isEmpty()) return;
    hide();
    Q_EMIT keepRequested(name);
  });
}

void LayoutMenu::fill() {
  clear();
  addNameLine();
  const QStringList names = settings_.windowLayoutNames();
  if (names.isEmpty()) return;
  addSeparator();
  for (const QString& name : names) {
    QAction* restore = addAction(name, this, [this, name] { Q_EMIT restoreRequested(name); });
    restore->setObjectName("layout." + name);
  }
  addSeparator();
  QMenu* forget = addMenu(tr("Delete"));
  for (const QString& name : names) {
    forget->addAction(ui::icon("trash"), name, this, [this, name] { settings_.removeWindowLayout(name); });
  }
}

}  // namespace heddle::ui
