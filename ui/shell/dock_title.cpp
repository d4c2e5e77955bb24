#include "shell/dock_title.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock), dock_(dock), text_(new QLabel(dock->windowTitle(), this)), close_(new QToolButton(this)) {
  setAttribute(Qt::WA_StyledBackground);
  setProperty("surface", "panel");
  text_->setProperty("tone", "heading");
  close_->setProperty("kind", "quiet");
  close_->setIcon(icon("close"));
  close_->setToolTip(tr("Put this panel away; the View menu brings it back"));
  close_->setAccessibleName(tr("Close %1").arg(dock->windowTitle()));
  close_->setFocusPolicy(Qt::NoFocus);  // the View menu does it from the keyboard
  auto* row = new QHBoxLayout(this);
  row->addWidget(text_, 1);
  row->addWidget(close_);
  connect(close_, &QToolButton::clicked, dock_, &QDockWidget::close);
  // Shared tabs are known only after the window's layout.
  const auto later = [this] { QTimer::singleShot(0, this, &DockTitle::refresh); };
  connect(dock_, &QDockWidget::dockLocationChanged, this, later);
  connect(dock_, &QDockWidget::visibilityChanged, this, later);
  connect(dock_, &QDockWidget::topLevelChanged, this, later);
  refresh();
}

bool DockTitle::isOnATab() const {
  const auto* window = qobject_cast<const QMainWindow*>(dock_->parentWidget());
  return window != nullptr && !dock_->isFloating() && !window->tabifiedDockWidgets(dock_).isEmpty();
}

void DockTitle::refresh() {
  layout()->setContentsMargins(scaled(12), scaled(4), scaled(4), 0);
  QFont heading = capitals(font());
  heading.setPixelSize(scaled(11));
  heading.setWeight(QFont::DemiBold);
  text_->setFont(heading);
  close_->setIconSize({scaled(12), scaled(12)});
  close_->setMaximumHeight(scaled(20));
  for (auto* bar : dock_->window()->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
    bar->setDrawBase(false);
    bar->setAccessibleName(tr("Panels"));
  }
  text_->setVisible(!isOnATab());
  close_->setVisible(!isOnATab() && underMouse());
  updateGeometry();
}

QSize DockTitle::sizeHint() const { return {scaled(60), isOnATab() ? scaled(4) : scaled(28)}; }

void DockTitle::enterEvent(QEnterEvent*) { close_->setVisible(!isOnATab()); }
void DockTitle::leaveEvent(QEvent*) { close_->hide(); }

void DockTitle::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) QTimer::singleShot(0, this, &DockTitle::refresh);
  QWidget::changeEvent(event);
}

}  // namespace heddle::ui
