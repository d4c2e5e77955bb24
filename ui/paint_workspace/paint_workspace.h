// PaintWorkspace: the canvas with its tools, what this change is, and the variants that came back. A run is a job of
// the queue. Used by the main window. Window thread only; pictures are read and written in a thread of its own.
#pragma once

#include <QThreadPool>
#include <QWidget>
#include <optional>
#include <vector>

#include "paint/canvas.h"
#include "paint/paint_graph.h"
#include "paint_workspace/canvas_view.h"
#include "session/job.h"
#include "session/result_store.h"
#include "workspace/workspace.h"

class QBoxLayout;
class QButtonGroup;
class QLabel;
class QVBoxLayout;
class QPushButton;
class QToolButton;

namespace heddle::ui {

class PaintPanel;
struct WindowContext;

class PaintWorkspace final : public QWidget {
  Q_OBJECT
 public:
  explicit PaintWorkspace(const WindowContext& context, QWidget* parent = nullptr);
  ~PaintWorkspace() override;

  [[nodiscard]] paint::Canvas& canvas() { return canvas_; }
  [[nodiscard]] CanvasView& view() { return *view_; }
  [[nodiscard]] const std::vector<QAction*>& actions() const { return actions_; }
  void openImage(const QImage& image, const QString& name);
  void openResult(session::ResultId id);
  // Small, so that a window with another page in front is not held wide open by this one.
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void shown();  // a picture was opened from elsewhere: the page is to be shown

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QAction* addAction(const QString& id, const QString& text, const QString& icon, const QKeySequence& keys,
                     std::function<void()> act);
  void addTool(PaintTool tool, const QString& id, const QString& text, const QString& icon, const QKeySequence& keys);
  void makeTools(QVBoxLayout& column);
  QWidget* makeVariantBar();
  void connectPanel();
  void pickImage();
  void pickReference();
  void paintOnResult();
  void openBytes(const QByteArray& bytes, const QString& name);
  void run();
  void start(const QByteArray& image, const QByteArray& mask);
  void onResult(const session::JobResult& result);
  void onJobChanged(session::JobId id);
  void refresh();

  const WindowContext& context_;
  paint::Canvas canvas_;
  CanvasView* view_;
  PaintPanel* panel_;
  QButtonGroup* tools_;
  QWidget* variantBar_;
  QBoxLayout* variantRows_;
  QLabel *place_, *badge_;
  QToolButton *back_, *next_;
  QPushButton *keep_, *discard_;
  std::vector<QAction*> actions_;
  std::optional<session::JobId> job_;
  paint::RepaintSettings running_;  // of the newest job
  paint::TiledMask runningMask_;
  std::optional<session::ResultId> wanted_;  // a result that is loaded to be painted on
  std::uint64_t seed_ = 0;
  QThreadPool files_;
};

[[nodiscard]] Workspace makePaintWorkspace(const WindowContext& context);

}  // namespace heddle::ui
