// An annotator that needs no network, in place of one whose network is missing. Used by the recovery of failed runs.
// Window thread only.
#pragma once

#include <QString>

#include "document/document.h"

namespace heddle::ui {

// The type of the node that does the same without a network: "annotate.soft_edges"; empty where there is none.
[[nodiscard]] QString classicalAnnotator(const document::Document& document, graph::NodeId node);

// Puts it in the node's place, with its wires and what both call the same; one entry of the undo stack. The new node.
graph::NodeId useClassicalAnnotator(document::Document& document, graph::NodeId node);

}  // namespace heddle::ui
