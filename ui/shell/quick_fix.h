// QuickFix: the repair of a failed node as one button, chosen by the error's kind and by the node's inputs. Used by the
// shell for the failed node and for the notice. Pure functions.
#pragma once

#include <QString>
#include <vector>

#include "base/error.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::ui {

struct QuickFix {
  enum class Action { none, chooseFile, useBobbin, runOnCpu, openSettings, showLog };
  struct Place {
    graph::NodeId node;
    QString param;
    QString fileKind;  // what the file dialog offers
  };
  Action action = Action::none;
  QString text;               // of the button
  std::vector<Place> places;  // the parameters that change
};

// `kind` is the error's. `isOnCpu`: the engine computes on the processor already.
[[nodiscard]] QuickFix quickFixFor(ErrorKind kind, const graph::Graph& graph, graph::NodeId node,
                                   const graph::NodeCatalog& catalog, bool isOnCpu);

}  // namespace heddle::ui
