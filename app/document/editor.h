// Editor: the only class that changes a document's graph. It applies steps and reports the changes. Used by the undo
// commands through Document. Thread rule: window's thread.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "document/edit_step.h"

namespace heddle::document {

class Document;

class Editor final {
 public:
  explicit Editor(Document& document) : document_(document) {}

  // Drops a preview first: undo and redo see the graph as their steps left it.
  void apply(const EditStep& step);

  void showPreview(graph::NodeId id, const QString& param, const graph::ParamValue& value);
  void dropPreview();
  void takeBackPreview();  // the same without signals: the next call sets the values again

 private:
  void applyTo(const NodeStep& step);
  void applyTo(const WireStep& step);
  void applyTo(const ParamStep& step);
  void applyTo(const TitleStep& step);
  void applyTo(const ModeStep& step);
  void applyTo(const NodeUiStep& step);
  void applyTo(const WireUiStep& step);
  void applyTo(const GraphUiStep& step);
  void setParam(graph::NodeId id, const std::string& param, const std::optional<graph::ParamValue>& value);
  void tellParam(graph::NodeId id, const QString& param);
  // False when there is no such node.
  bool writeParam(graph::NodeId id, const std::string& param, const std::optional<graph::ParamValue>& value);

  Document& document_;
  std::vector<ParamStep> shown_;  // `before` is what the graph held before the preview
};

}  // namespace heddle::document
