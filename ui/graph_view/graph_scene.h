// GraphScene: the items of a document's graph, synchronised with it. It never edits the document: the view does. Used
// by GraphView and its items. Thread rule: window's thread.
#pragma once

#include <QFont>
#include <QGraphicsScene>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "document/document.h"
#include "graph_view/node_card.h"
#include "graph_view/node_status.h"
#include "support/theme.h"

namespace heddle::ui {

class FrameItem;
class NodeItem;
class Wire;
class WireLayer;

// While a wire is dragged: the end that it hangs on, and which nodes would make a cycle.
struct OpenWire {
  graph::Endpoint end;
  bool isFromOutput = true;
  graph::PortType type;
  std::unordered_set<graph::NodeId> blocked;
};

class GraphScene final : public QGraphicsScene {
  Q_OBJECT
 public:
  GraphScene(document::Document& document, const Theme& theme, QObject* parent = nullptr);
  ~GraphScene() override;

  const document::Document& document() const { return document_; }
  const Theme& theme() const { return theme_; }  // at 100 %: places must not depend on the scale, so the view scales
  const QFont& font() const { return font_; }
  const QFont& titleFont() const { return titleFont_; }
  const QFont& secondaryFont() const { return secondaryFont_; }
  void setTheme(const Theme& theme);
  void setNodeStatus(graph::NodeId id, const NodeStatus& status);

  NodeItem* node(graph::NodeId id) const;
  Wire* wire(const graph::Link& link) const;
  const std::vector<Wire*>& wiresAt(graph::NodeId id) const;
  const std::unordered_map<graph::NodeId, NodeItem*>& nodes() const { return nodes_; }
  std::vector<NodeItem*> selectedNodes() const;  // by number
  std::vector<NodeItem*> nodesIn(const QRectF& rect) const;
  Wire* wireNear(QPointF point, double reach) const;
  std::vector<Wire*> wiresCut(const QLineF& line) const;
  FrameItem* frameAt(QPointF point) const;
  QRectF contentRect() const;
  QPointF snapped(QPointF point) const;

  // How much the view shows of each node; nodes in full are kept as pictures, so that panning only moves them.
  void setDetail(NodeDetail detail);

  // The wire that is being dragged; nothing when it is released.
  void setOpenWire(std::optional<OpenWire> wire);
  const std::optional<OpenWire>& openWire() const { return openWire_; }
  bool fits(const NodeItem& node, const CardPort& port) const;
  bool highlights(const NodeItem& node, const CardPort& port) const { return openWire_ && fits(node, port); }
  bool dims(const NodeItem& node, const CardPort& port) const;
  bool showsDot(const NodeItem& node, const CardPort& port) const;

  void nodeItemMoved(NodeItem& item);
  // The nodes that the mouse has moved since the last call.
  std::set<graph::NodeId> takeMoved() { return std::exchange(moved_, {}); }

  // The label in the corner of a text ("11 / 75"), from the text.
  void setTextNotes(std::function<QString(const QString&)> notes);

 Q_SIGNALS:
  void contentChanged();  // for the minimap

 private:
  void rebuild();
  void addNodeItem(graph::NodeId id);
  void removeNodeItem(graph::NodeId id);
  void addWire(const graph::Link& link);
  void removeWire(const graph::Link& link);
  void refreshNode(graph::NodeId id);
  void refreshWire(Wire& wire);
  void rebuildFrames();
  void makeFonts();
  void growSceneRect(const QRectF& rect);

  document::Document& document_;
  Theme theme_;
  QFont font_;
  QFont titleFont_;
  QFont secondaryFont_;
  std::unordered_map<graph::NodeId, NodeItem*> nodes_;
  WireLayer* wires_ = nullptr;  // an item of the scene
  std::unordered_map<graph::NodeId, std::vector<Wire*>> wiresAt_;
  std::vector<FrameItem*> frames_;
  NodeDetail detail_ = NodeDetail::full;
  std::optional<OpenWire> openWire_;
  std::set<graph::NodeId> moved_;
  std::function<QString(const QString&)> textNotes_;
  bool isRebuilding_ = false;
};

}  // namespace heddle::ui
