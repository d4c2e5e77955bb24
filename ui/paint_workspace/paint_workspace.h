// PaintWorkspace: the canvas with its tools, its layers, what this change is, and the variants that came back. Used by
// the main window. Window thread only; pictures are read, packed and compared in threads of their own.
#pragma once

#include <QThreadPool>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "paint/canvas.h"
#include "paint/canvas_journal.h"
#include "paint_workspace/canvas_hand.h"
#include "paint_workspace/canvas_view.h"
#include "paint_workspace/canvas_work.h"
#include "paint_workspace/image_opener.h"
#include "paint_workspace/paint_runner.h"
#include "session/result_store.h"
#include "workspace/workspace.h"

namespace heddle::ui {

class NoticeBar;
class PaintPanel;
class ToolColumn;
class VariantBar;
struct WindowContext;

class PaintWorkspace final : public QWidget {
  Q_OBJECT
 public:
  explicit PaintWorkspace(const WindowContext& context, QWidget* parent = nullptr);
  ~PaintWorkspace() override;

  [[nodiscard]] paint::Canvas& canvas() { return canvas_; }
  [[nodiscard]] paint::CanvasJournal& journal() { return journal_; }
  [[nodiscard]] CanvasView& view() { return *view_; }
  [[nodiscard]] const std::vector<QAction*>& actions() const;
  // The picture is there when canvas().opened has come.
  void openImage(const QImage& image, const QString& name) { opener_.openImage(image, name); }
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
  void makeTools();
  void layOut();
  void connectParts();
  void connectRunner();
  void pickImage(bool asLayer);
  void paste();
  void askSave();
  void pickReference();
  // Reads the picture in the other thread.
  void takeReference(std::function<QByteArray()> read);
  void paintOnResult();
  void lookForLost();
  void offer(const paint::LostCanvas& lost);
  void bringBack(const paint::LostCanvas& lost);

  const WindowContext& context_;
  paint::Canvas canvas_;
  paint::CanvasJournal journal_;
  CanvasWork work_;
  CanvasHand hand_;
  ImageOpener opener_;
  PaintRunner runner_;
  ToolColumn* tools_;
  CanvasView* view_;
  VariantBar* variants_;
  PaintPanel* panel_;
  NoticeBar* notices_;
  std::optional<session::ResultId> wanted_;  // a result that is loaded to be painted on
  QThreadPool files_;
};

[[nodiscard]] Workspace makePaintWorkspace(const WindowContext& context);

}  // namespace heddle::ui
