#include "shell/workspace_pages.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <utility>

#include "support/icons.h"

namespace heddle::ui {

WorkspacePages::WorkspacePages(std::vector<Workspace> workspaces, QWidget* parent)
    : QWidget(parent), workspaces_(std::move(workspaces)), tabs_(new QTabBar(this)), pages_(new QStackedWidget(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addWidget(tabs_);
  rows->addWidget(pages_, 1);
  tabs_->setExpanding(false);
  tabs_->setObjectName("workspaces");
  tabs_->setAccessibleName(tr("Workspaces"));
  for (const Workspace& workspace : workspaces_) {
    tabs_->addTab(icon(workspace.icon), workspace.title);
    pages_->addWidget(workspace.widget);
  }
  tabs_->setVisible(workspaces_.size() > 1);
  connect(tabs_, &QTabBar::currentChanged, this, &WorkspacePages::showPageAt);
}

void WorkspacePages::showPageAt(int index) {
  if (index < 0) return;
  pages_->setCurrentIndex(index);
  const Workspace& shown = workspaces_[static_cast<std::size_t>(index)];
  if (shown.activate) shown.activate();
}

void WorkspacePages::showPage(const QString& id) {
  for (std::size_t i = 0; i < workspaces_.size(); ++i) {
    if (workspaces_[i].id == id) tabs_->setCurrentIndex(static_cast<int>(i));
  }
}

}  // namespace heddle::ui
