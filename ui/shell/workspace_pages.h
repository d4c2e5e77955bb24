// WorkspacePages: the workspaces as pages of the window's centre, with tabs above them where there is more than one.
// Used by the main window. Window thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "workspace/workspace.h"

class QStackedWidget;
class QTabBar;

namespace heddle::ui {

class WorkspacePages final : public QWidget {
  Q_OBJECT
 public:
  explicit WorkspacePages(std::vector<Workspace> workspaces, QWidget* parent = nullptr);

  [[nodiscard]] const std::vector<Workspace>& all() const { return workspaces_; }
  void showPage(const QString& id);
  [[nodiscard]] QString shownPage() const;

 Q_SIGNALS:
  void pageShown(const QString& id);

 private:
  void showPageAt(int index);

  std::vector<Workspace> workspaces_;
  QTabBar* tabs_;
  QStackedWidget* pages_;
};

}  // namespace heddle::ui
