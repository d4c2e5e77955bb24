// NodeController: shows the selected node in the inspector and the help page, and the states of a run on the nodes.
// Used by the main window. Window thread only.
#pragma once

#include <QObject>

#include "graph/ids.h"

namespace heddle::ui {

struct WindowContext;
class GraphWorkspace;
class InspectorPanel;
class NodeHelp;
class RecoveryController;
class ReferenceSource;

class NodeController final : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    GraphWorkspace& workspace;
    InspectorPanel& inspector;
    NodeHelp& help;
    ReferenceSource& references;
    const RecoveryController& recovery;
  };
  NodeController(const WindowContext& context, const Parts& parts);

  void showHelp();

 private:
  void onSelectionChanged();
  void showState(graph::NodeId node);
  void clearStates();
  void editNode();
  void openImage(graph::NodeId node);

  const WindowContext& context_;
  Parts parts_;
};

}  // namespace heddle::ui
