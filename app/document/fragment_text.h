// A part of a graph as text for the clipboard: a graph.json whose "incoming" lists the wires from outside. Used by the
// graph editor's copy and paste. Pure functions.
#pragma once

#include <QByteArray>

#include "graph/fragment.h"
#include "graph/node_catalog.h"

namespace heddle::document {

QByteArray textOf(const graph::Fragment& fragment);

// Reads untrusted text: any graph.json is accepted. Fails with invalid_input.
Result<graph::Fragment> fragmentFrom(const QByteArray& text, const graph::NodeCatalog& catalog);

}  // namespace heddle::document
