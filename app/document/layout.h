// What the window stores in a graph beside what runs: positions of nodes, frames, pinned parameters, bends of wires. It
// is kept under "ui" in the `extra` fields of graph, nodes and wires, which every reader of graph.json preserves. Used
// by Document. Pure functions: any thread.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "base/json.h"
#include "graph/ids.h"

namespace heddle::document {

struct Frame {
  quint64 id = 0;
  QRectF rect;
  QString title;
  bool operator==(const Frame&) const = default;
};

// A parameter that the Live panel shows.
struct PinnedParam {
  graph::NodeId node;
  QString param;
  bool operator==(const PinnedParam&) const = default;
};

inline constexpr double kPlaceMax = 1e7;  // further out, floating point and scroll bars lose precision

// A point that can be stored: finite, within kPlaceMax.
QPointF storable(QPointF point);

// `ui` is the member "ui" of an `extra` object, or nullptr.
const Json* uiOf(const Json& extra);

std::optional<QPointF> placeFrom(const Json* ui);
bool collapsedFrom(const Json* ui);
std::vector<QPointF> bendsFrom(const Json* ui);
std::vector<Frame> framesFrom(const Json* ui);
std::vector<PinnedParam> pinsFrom(const Json* ui);

// Each returns `ui` with one field set, other fields kept; null where nothing is left to store.
Json withPlace(const Json* ui, QPointF place);
Json withCollapsed(const Json* ui, bool collapsed);
Json withBends(const Json* ui, const std::vector<QPointF>& bends);
Json withFrames(const Json* ui, const std::vector<Frame>& frames);
Json withPins(const Json* ui, const std::vector<PinnedParam>& pins);

}  // namespace heddle::document
