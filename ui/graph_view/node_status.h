// NodeStatus: what a node shows of its run. Set by the shell. Used by the graph view. A plain value.
#pragma once

#include <QImage>
#include <QString>

namespace heddle::ui {

// How much of a node is painted. full: everything. plain: title and picture. block: a coloured block.
enum class NodeDetail { full, plain, block };

struct NodeStatus {
  QString state = {};    // "cached", "1.1 s", "step 13": small and faint at the title's right
  double fraction = -1;  // of its work, in [0, 1]; negative: no progress line
  QImage image = {};     // its image; empty: none
  QString error = {};    // one short sentence
  QString fix = {};      // the label of the button that fixes it; empty: there is no fix
  QString notes = {};    // sentences, one a line: what it read otherwise than it was written
};

}  // namespace heddle::ui
