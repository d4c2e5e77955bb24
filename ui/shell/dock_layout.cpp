#include "shell/dock_layout.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QSplitter>
#include <utility>

#include "settings/settings.h"
#include "support/theme.h"

namespace heddle::ui {

DockLayout::DockLayout(QMainWindow& window, QSplitter& centre, settings::Settings& settings)
    : window_(window), centre_(centre), settings_(settings) {}

void DockLayout::setAside(bool aside) {
  if (QWidget::mouseGrabber() != nullptr) return;  // a panel is being dragged, as in reset
  if (aside == std::exchange(isAside_, aside)) return;
  if (!aside) {
    for (const QString& name : std::exchange(hidden_, {})) window_.findChild<QDockWidget*>(name)->show();
    for (const QString& name : std::exchange(raised_, {})) window_.findChild<QDockWidget*>(name)->raise();
    return;
  }
  for (const char* name : {"library", "outline", "live", "inspector", "help"}) {
    auto* dock = window_.findChild<QDockWidget*>(name);
    if (dock->isFloating() || !dock->toggleViewAction()->isChecked()) continue;
    hidden_ << name;
    if (!dock->visibleRegion().isEmpty()) raised_ << name;
  }
  for (const QString& name : hidden_) window_.findChild<QDockWidget*>(name)->hide();
}

void DockLayout::restoreLast() {
  const QByteArray state = settings_.layout({});
  if (state.isEmpty()) return;
  window_.restoreState(state);
  const QByteArray geometry = settings_.layout("geometry");
  if (!geometry.isEmpty()) window_.restoreGeometry(geometry);
  const QByteArray centre = settings_.layout("centre");
  if (!centre.isEmpty()) centre_.restoreState(centre);
}

void DockLayout::keepLast() {
  const bool wasAside = isAside_;
  setAside(false);
  settings_.setLayout({}, window_.saveState());
  setAside(wasAside);
  settings_.setLayout("geometry", window_.saveGeometry());
  settings_.setLayout("centre", centre_.saveState());
}

void DockLayout::keepAs(const QString& name) {
  const bool wasAside = isAside_;
  setAside(false);
  settings_.setWindowLayout(name, {window_.saveState(), centre_.saveState()});
  setAside(wasAside);
}

void DockLayout::restoreNamed(const QString& name) {
  const settings::WindowLayout layout = settings_.windowLayout(name);
  if (layout.docks.isEmpty()) return;
  const bool wasAside = isAside_;
  setAside(false);
  window_.restoreState(layout.docks);
  centre_.restoreState(layout.centre);
  setAside(wasAside);
}

void DockLayout::reset() {
  if (QWidget::mouseGrabber() != nullptr) return;  // a panel is being dragged: Qt crashes when it is moved then
  const bool wasAside = isAside_;
  setAside(false);
  const auto dock = [this](const char* name) { return window_.findChild<QDockWidget*>(name); };
  QDockWidget *library = dock("library"), *live = dock("live"), *inspector = dock("inspector");
  QDockWidget *film = dock("film"), *queue = dock("queue"), *log = dock("log");
  const bool isNarrow = window_.width() < scaled(1440), isLow = window_.height() < scaled(700);
  for (QDockWidget* each : {library, dock("outline"), live, inspector, dock("help"), film, queue, log}) {
    each->setFloating(false);
    each->setVisible(each->objectName() != "outline" && each->objectName() != "help");
  }
  window_.addDockWidget(Qt::LeftDockWidgetArea, dock("outline"));
  window_.addDockWidget(Qt::LeftDockWidgetArea, library);
  window_.addDockWidget(Qt::RightDockWidgetArea, live);
  isLow ? window_.tabifyDockWidget(live, inspector) : window_.splitDockWidget(live, inspector, Qt::Vertical);
  if (isNarrow) window_.tabifyDockWidget(inspector, library);
  window_.tabifyDockWidget(inspector, dock("help"));
  (isLow ? live : inspector)->raise();
  window_.addDockWidget(Qt::BottomDockWidgetArea, film);
  window_.splitDockWidget(film, queue, Qt::Horizontal);
  window_.tabifyDockWidget(queue, log);
  queue->raise();
  window_.resizeDocks({film, queue}, {scaled(960), scaled(isNarrow ? 240 : 320)}, Qt::Horizontal);
  if (!isLow) window_.resizeDocks({live, inspector}, {scaled(240), window_.height() - scaled(440)}, Qt::Vertical);
  window_.resizeDocks({live}, {scaled(isNarrow ? 272 : 300)}, Qt::Horizontal);
  if (!isNarrow) window_.resizeDocks({library}, {scaled(208)}, Qt::Horizontal);
  window_.resizeDocks({film}, {scaled(isLow ? 152 : 206)}, Qt::Vertical);
  centre_.setSizes({scaled(600), scaled(400)});
  setAside(wasAside);
}

}  // namespace heddle::ui
