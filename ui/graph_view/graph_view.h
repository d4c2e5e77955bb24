// GraphView: the node editor. It shows a document's graph, turns mouse, keys and drops into intents, and receives each
// node's run state from the shell; it knows nothing else of runs. Its actions (mute, copy, fit, …) are QAction children
// named "graph.<what>", so the shell can list and rebind them. Used by GraphWorkspace. Thread rule: window's thread.
#pragma once

#include <QGraphicsView>
#include <QUrl>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "document/document.h"
#include "graph_view/add_menu.h"
#include "graph_view/node_status.h"
#include "support/theme.h"

namespace heddle::ui {

class GraphScene;
class Minimap;
class NodeItem;
class WireDrag;
class Wire;

// What a dragged card carries: {"type": "model.load", "params": {"model": "bobbin"}}.
inline constexpr const char* kNodeMime = "application/x-heddle-node";
inline constexpr const char* kFragmentMime = "application/x-heddle-fragment";

class GraphView final : public QGraphicsView {
  Q_OBJECT
 public:
  GraphView(document::Document& document, const Theme& theme, QWidget* parent = nullptr);
  ~GraphView() override;

  void setTheme(const Theme& theme);
  void setTextNotes(std::function<QString(const QString&)> notes);
  void setNodeStatus(graph::NodeId id, const NodeStatus& status);

  std::vector<graph::NodeId> selectedNodes() const;  // by number
  void select(const std::vector<graph::NodeId>& ids);
  // Brings a node into view without a change of zoom.
  void reveal(graph::NodeId id);
  // 1: a unit of the scene is a pixel. The scale of the theme is the usual zoom.
  double zoom() const { return transform().m11(); }
  void zoomAt(QPoint point, double factor);
  // The selection, or everything.
  void fit();
  // Scrolls by the given number of pixels.
  void pan(QPoint by);
  // Opens the add menu at a place of the viewport; the new node is placed there.
  void openAddMenu(QPoint place);
  const GraphScene& graphScene() const { return *scene_; }

 Q_SIGNALS:
  void selectionChanged();
  void editRequested(heddle::graph::NodeId id);   // Enter: the inspector should take the keyboard
  void imageActivated(heddle::graph::NodeId id);  // double-click on a node's picture
  void fixRequested(heddle::graph::NodeId id);    // the button of a failed node
  void refused(const QString& text);              // why something could not be done, for the status line
  void filesDropped(const QList<QUrl>& files, QPointF at);

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void drawBackground(QPainter* painter, const QRectF& rect) override;
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Slider {
    graph::NodeId node;
    QString param;
    QRectF rect;  // in the scene
  };
  struct BendDrag {
    graph::Link link;
    std::vector<QPointF> bends;
    int index = 0;
  };

  // graph_view.cpp
  void placeMinimap();
  // graph_view_mouse.cpp
  NodeItem* nodeAt(QPoint place) const;
  bool pressOnNode(NodeItem& node, QPointF at);
  bool pressOnWire(QPointF at, Qt::KeyboardModifiers modifiers);
  void slideTo(QPointF at);
  void showInsertion();
  void finishNodeDrag();
  void finishCut();
  void renameAt(QPointF at);
  void editText(const QRectF& place, const QString& text, std::function<void(const QString&)> done);
  double reach(double pixels) const { return pixels / zoom(); }
  // graph_view_actions.cpp
  void makeActions();
  QAction* addAction(const QString& name, const QString& text, const QKeySequence& keys, void (GraphView::*work)());
  void muteSelection();
  void bypassSelection();
  void toggleMode(graph::NodeMode mode);
  void foldSelection();
  void frameSelection();
  void deleteSelection();
  void copySelection();
  void cutSelection();
  void pasteApart();
  void pasteWired();
  void paste(bool withWires);
  void duplicateApart();
  void duplicateWired();
  void alignLeft();
  void alignTop();
  void distribute();
  void selectEverything();
  void connectSelection();
  void unwireSelection();
  void renameSelection();
  void openAddMenuAtPointer();
  void zoomToActual();
  void walk(Qt::Key key);
  void nudge(QPoint by);
  void addNodeAt(const QString& type, QPointF at, const std::optional<graph::Endpoint>& wire, bool fromOutput);
  void openFilteredMenu(QPoint place, const std::optional<graph::Endpoint>& wire, bool fromOutput);

  document::Document& document_;
  Theme theme_;  // at the window's scale; the scene's is at 100 %
  GraphScene* scene_;
  Minimap* minimap_;
  std::optional<QPoint> panned_;  // gathered while pan() moves both bars
  std::unique_ptr<WireDrag> wireDrag_;
  std::optional<Slider> slider_;
  std::optional<BendDrag> bendDrag_;
  std::optional<QLineF> cut_;  // in the scene
  Wire* insertion_ = nullptr;
  QPoint lastPan_;
  bool isPanning_ = false;
  bool isSpaceDown_ = false;
  document::Gesture nudge_;
  QStringList recent_;
  friend class WireDrag;
};

}  // namespace heddle::ui
