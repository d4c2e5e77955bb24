// NodeHelp: a node's purpose, inputs, outputs and parameters, as a page. Used by the shell (F1). Thread rule: the
// window's thread.
#pragma once

#include <QTextBrowser>

#include "graph/node_spec.h"

namespace heddle::ui {

class NodeHelp final : public QTextBrowser {
  Q_OBJECT
 public:
  explicit NodeHelp(QWidget* parent = nullptr);

  void showNode(const graph::NodeSpec* spec);  // null: a page for beginners
};

// The page as HTML, in the user's language.
[[nodiscard]] QString nodeHelpPage(const graph::NodeSpec& spec);

}  // namespace heddle::ui
