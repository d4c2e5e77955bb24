// The message for a graph that needs an annotator in a build without OpenCV.
#include "nodes/node_context.h"

namespace heddle::nodes {

void register_left_out(NodeRegistration& setup) {
  setup.registry.leave_out(
      "annotate.",
      "this build of Heddle has no annotators, because OpenCV was not there when it was built; load a finished "
      "map as a picture instead");
}

}  // namespace heddle::nodes
