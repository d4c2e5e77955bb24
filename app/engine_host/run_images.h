// RunImages: which images of a run are sent to the window, and at which size. Results are sent whole; intermediate
// ones (a reference, the encoder's input) as small images. Used by the run scheduler, one for each run. Thread rule:
// one thread at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/plan.h"
#include "engine/run_event.h"
#include "engine_host/engine_context.h"
#include "engine_host/message_writer.h"
#include "protocol/members.h"

namespace heddle::engine_host {

inline constexpr int kSmallSide = 256;  // of pictures on the way
inline constexpr int kPreviewSideMax = 1024;

// The picture, or a smaller one whose longer side is `side`.
image::Image at_most(const image::Image& image, int side);

class RunImages final {
 public:
  using ParametersOf = decltype(EngineContext::parameters_of);
  // `parameters_of` may be empty; it outlives this.
  RunImages(protocol::RunId run, const engine::Plan& plan, MessageWriter& writer, const ParametersOf& parameters_of);

  void send_preview(const engine::Preview& preview);
  void send_images(const engine::NodeFinished& finished);

 private:
  using Port = std::pair<graph::NodeId, std::string>;
  void send_port(graph::NodeId node, const std::string& port, const std::vector<image::Image>& images);

  protocol::RunId run_;
  MessageWriter& writer_;
  const ParametersOf& parameters_of_;
  std::set<Port> results_;                                   // ports whose pictures the run is for
  std::map<graph::NodeId, std::vector<std::string>> ports_;  // output ports of pictures
};

}  // namespace heddle::engine_host
