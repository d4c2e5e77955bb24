// GraphWorkspace: the graph, or the welcome page in its place, and beside it the picture with its step bar. Used by the
// controllers of the shell. Window thread only.
#pragma once

#include <QSplitter>

#include "workspace/workspace.h"

class QStackedWidget;

namespace heddle::ui {

class GraphView;
class StepBar;
class Viewer;
class WelcomePage;

class GraphWorkspace final : public QSplitter {
  Q_OBJECT
 public:
  explicit GraphWorkspace(const WindowContext& context, QWidget* parent = nullptr);

  [[nodiscard]] GraphView& graph() const { return *graph_; }
  [[nodiscard]] Viewer& viewer() const { return *viewer_; }
  [[nodiscard]] StepBar& steps() const { return *steps_; }
  void setViewerVisible(bool visible);
  void resetSizes();

  // The first-run page, in the graph's place; the image beside it continues to form.
  void showWelcome();
  void hideWelcome();

 Q_SIGNALS:
  void starterRequested(const QString& id);
  void modelFoldersChanged();

 private:
  void showTokenCounts();

  const WindowContext& context_;
  QStackedWidget* pages_;
  GraphView* graph_;
  Viewer* viewer_;
  StepBar* steps_;
  WelcomePage* welcome_ = nullptr;
};

[[nodiscard]] Workspace makeGraphWorkspace(const WindowContext& context);

}  // namespace heddle::ui
