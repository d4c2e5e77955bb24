// NodeCard: a node's layout without its painting: title, ports, the parameters shown, image, error. Used by NodeItem to
// paint and by the view for hit tests. Plain values in the node's coordinates.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "document/document.h"
#include "graph_view/node_status.h"
#include "support/prompt_marks.h"
#include "support/theme.h"

namespace heddle::ui {

struct CardPort {
  std::string name;
  graph::PortType type;
  QString label;
  QPointF at;  // the dot's centre
  bool isOutput = false;
  bool isParam = false;  // a parameter that takes a wire; its dot shows when it is wired or could be
  PortShape shape = PortShape::round;
};

struct CardParam {
  std::string name;
  QString label;
  QString value;
  QRectF rect;
  std::optional<double> share;         // filled to here: a slider
  bool isText = false;                 // several lines in a box
  std::vector<PromptMark> marks = {};  // of a text
  QString note = {};                   // small, in a text's corner: its tokens
};

struct NodeCard {
  QString title;
  QColor mark;
  QSizeF size;
  std::vector<CardPort> ports;
  std::vector<CardParam> params;
  QRectF image;  // empty: the node holds none
  QRectF notes;  // empty: none
  QRectF error;  // empty: no error
  QRectF fix;    // the button below it; empty: none
  graph::NodeMode mode = graph::NodeMode::on;
  bool isCollapsed = false;
  bool isKnown = true;

  const CardPort* findPort(std::string_view name, bool isOutput) const;
};

// `wired`: the node's inputs and parameters that have a wire.
NodeCard makeCard(const document::Document& document, graph::NodeId id, const std::set<std::string>& wired,
                  const NodeStatus& status, const Theme& theme);

}  // namespace heddle::ui
