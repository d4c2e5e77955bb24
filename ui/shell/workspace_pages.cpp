#include "shell/workspace_pages.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <utility>

namespace heddle::ui {

WorkspacePages::WorkspacePages(std::vector<Workspace> workspaces, QWidget* parent)
    : QWidget(parent), workspaces_(std::move(workspaces)), tabs_(new QTabBar(this)), pages_(new QStackedWidget(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  auto* bar = new QWidget(this);
  bar->setProperty("surface", "panel");
  bar->setAttribute(Qt::WA_StyledBackground);
  auto* middle = new QHBoxLayout(bar);
  middle->setContentsMargins(0, 0, 0, 0);
  middle->addWidget(tabs_, 0, Qt::AlignHCenter);
  tabs_->setExpanding(false);
  tabs_->setDrawBase(false);
  rows->addWidget(bar);
  rows->addWidget(pages_, 1);
  tabs_->setObjectName("workspaces");
  tabs_->setAccessibleName(tr("Workspaces"));
  for (const Workspace& workspace : workspaces_) {
    tabs_->addTab(workspace.title);
    pages_->addWidget(workspace.widget);
  }
  bar->setVisible(workspaces_.size() > 1);
  connect(tabs_, &QTabBar::currentChanged, this, &WorkspacePages::showPageAt);
}

void WorkspacePages::showPageAt(int index) {
  if (index < 0) return;
  pages_->setCurrentIndex(index);
  const Workspace& shown = workspaces_[static_cast<std::size_t>(index)];
  if (shown.activate) shown.activate();
  Q_EMIT pageShown(shown.id);
}

QString WorkspacePages::shownPage() const {
  return workspaces_.empty() ? QString() : workspaces_[static_cast<std::size_t>(pages_->currentIndex())].id;
}

void WorkspacePages::showPage(const QString& id) {
  for (std::size_t i = 0; i < workspaces_.size(); ++i) {
    if (workspaces_[i].id == id) tabs_->setCurrentIndex(static_cast<int>(i));
  }
}

}  // namespace heddle::ui
