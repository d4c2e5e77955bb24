// Document: the graph that the user works on, its layout, and its undo stack. Views read it, send it intents, and
// receive its changes; every edit is a command and can be undone. It knows neither runs nor the selection. Used by
// every room of ui. Thread rule: the window's thread. Pass copies of graph() to other threads.
#pragma once

#include <QObject>
#include <QPointF>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "document/edit_step.h"
#include "document/layout.h"
#include "graph/fragment.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::document {

class Editor;

// Edits of one gesture (a drag, a wheel's turn) become one undo entry.
struct Gesture {
  quint64 id = 0;  // 0: the edit is alone
  static Gesture next();
};

enum class PreviewEnd { keep, drop };

// A parameter as it is now; the initial value where none is stored.
struct ParamChange {
  graph::NodeId node;
  QString param;
  graph::ParamValue value;
};

// A further reason why a wire is not possible, from the graph before and after; empty where there is none.
using WireRule = std::function<QString(const graph::Graph& before, const graph::Graph& after)>;

class Document final : public QObject {
  Q_OBJECT
 public:
  explicit Document(graph::NodeCatalog catalog, QObject* parent = nullptr);
  ~Document() override;

  const graph::Graph& graph() const { return graph_; }
  const graph::NodeCatalog& catalog() const { return catalog_; }
  // The engine's own description. Where it differs, emits replaced(); the undo stack stays.
  void setCatalog(graph::NodeCatalog catalog);
  QUndoStack* undoStack() { return &undoStack_; }

  // Unsaved edits, or a recovered state without a file.
  bool isModified() const { return !undoStack_.isClean() || isUnsaved_; }
  // Marks the present state as the file's, or as new.
  void setModified(bool modified);
  QString path() const { return path_; }  // empty: never saved
  void setPath(const QString& path);
  // Rises with each change of the graph, previews and layout too.
  quint64 revision() const { return revision_; }

  // Replaces the graph; clears the undo stack.
  void replaceGraph(graph::Graph graph, const QString& path = {});

  // Layout.
  QPointF position(graph::NodeId id) const;
  bool isCollapsed(graph::NodeId id) const;
  std::vector<QPointF> bends(const graph::Link& link) const;  // the reroute dots of a wire
  const std::vector<Frame>& frames() const { return frames_; }
  const std::vector<PinnedParam>& pins() const { return pins_; }

  // Reading.
  const graph::Node* node(graph::NodeId id) const { return graph_.find(id); }
  const graph::NodeSpec* spec(graph::NodeId id) const;
  const graph::ParamSpec* paramSpec(graph::NodeId id, const QString& param) const;
  // The stored value, else the description's initial one; a RawJson "null" where there is neither.
  graph::ParamValue param(graph::NodeId id, const QString& param) const;
  // The user's title, else the type's in the window's language, else the type's id.
  QString title(graph::NodeId id) const;
  // Why a wire is not possible, as a message; empty where it is.
  QString objection(const graph::Link& link) const;
  // What else may refuse a wire that the ports allow, such as files of other model families.
  void setWireRule(WireRule rule) { wireRule_ = std::move(rule); }

  // Intents: each is one entry of the undo stack, and none where nothing would change.
  graph::NodeId addNode(const QString& type, QPointF at);
  void remove(const std::vector<graph::NodeId>& ids);
  // Takes the place of the wire at an input that takes one. Fails with invalid_graph.
  Result<void> connectPorts(const graph::Link& link);
  using QObject::disconnect;
  void disconnect(const graph::Link& link);
  void disconnect(const std::vector<graph::Link>& links);
  // Leads the wire through the node's first fitting input and output. Fails where it has none.
  Result<void> insertOnLink(const graph::Link& link, graph::NodeId node);
  void setParam(graph::NodeId id, const QString& param, const graph::ParamValue& value, Gesture gesture = {});
  void moveNodes(const std::map<graph::NodeId, QPointF>& places, Gesture gesture = {});
  void setTitle(graph::NodeId id, const QString& title);
  void setMode(const std::vector<graph::NodeId>& ids, graph::NodeMode mode);
  void setCollapsed(const std::vector<graph::NodeId>& ids, bool collapsed);
  void setBends(const graph::Link& link, const std::vector<QPointF>& bends);
  quint64 addFrame(const QRectF& rect, const QString& title);
  void removeFrame(quint64 id);
  void setFrame(const Frame& frame, Gesture gesture = {});
  void pin(graph::NodeId id, const QString& param);
  void unpin(graph::NodeId id, const QString& param);
  // The part with its places, for the clipboard and for paste.
  graph::Fragment copy(const std::vector<graph::NodeId>& ids) const;
  // Copies under new ids, the topmost left node at `at`; withWires also feeds them as the originals are fed.
  std::vector<graph::NodeId> paste(const graph::Fragment& fragment, QPointF at, bool withWires);
  std::vector<graph::NodeId> duplicate(const std::vector<graph::NodeId>& ids, bool withWires);

  // A drag's values: shown and run, but on the undo stack only when the preview ends with `keep`, as one entry.
  // Any other edit drops a preview first.
  void previewParam(graph::NodeId id, const QString& param, const graph::ParamValue& value);
  void endPreview(PreviewEnd how = PreviewEnd::keep);
  bool isPreviewing() const { return !previews_.empty(); }

 Q_SIGNALS:
  void nodeAdded(heddle::graph::NodeId id);
  void nodeRemoved(heddle::graph::NodeId id);
  void nodeChanged(heddle::graph::NodeId id);  // title, mode, collapsed
  void nodeMoved(heddle::graph::NodeId id);
  void paramChanged(const heddle::document::ParamChange& change);
  void linkAdded(const heddle::graph::Link& link);
  void linkRemoved(const heddle::graph::Link& link);
  void linkRerouted(const heddle::graph::Link& link);
  void framesChanged();
  void pinsChanged();
  void replaced();
  void modifiedChanged(bool modified);
  void pathChanged(const QString& path);

 private:
  friend class Editor;
  struct Preview {
    graph::NodeId node;
    QString param;
    graph::ParamValue value;
  };

  void push(const QString& text, std::vector<EditStep> steps, Gesture gesture = {});
  graph::NodeId freshId();  // never one that the undo stack knows
  std::vector<EditStep> stepsTaking(const std::vector<graph::Link>& links) const;
  ParamStep paramStep(graph::NodeId id, const QString& param, const graph::ParamValue& value) const;
  void pushUi(const QString& text, Json ui, Gesture gesture = {});
  void readUi();
  void reportModified();

  graph::NodeCatalog catalog_;
  graph::Graph graph_;
  WireRule wireRule_;
  std::unique_ptr<Editor> editor_;
  QUndoStack undoStack_;
  QString path_;
  bool isUnsaved_ = false;
  bool wasModified_ = false;
  quint64 revision_ = 0;
  quint64 lastId_ = 0;
  std::vector<Frame> frames_;
  std::vector<PinnedParam> pins_;
  std::map<graph::NodeId, QPointF> arranged_;  // places of nodes that came without one
  std::vector<Preview> previews_;
};

}  // namespace heddle::document
