// The events that the engine sends to the window, one struct each. PROTOCOL.md says what each means; the events of the
// model library are in library.h. Used by engine_host and session. Thread rule: plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "graph/ids.h"
#include "protocol/library.h"
#include "protocol/members.h"

namespace heddle::protocol {

// A binary frame follows the event: rows of pixels, announced as its member `frame` (image_frame.h).
template <class Message>
concept HasImage = requires {
  Message::kHasImage;
};

struct RunStarted {
  static constexpr std::string_view kName = "run.started";
  RunId run;
  std::uint64_t steps_total = 0;        // of the plan
  std::vector<graph::NodeId> to_visit;  // those that run or come from the cache
  static constexpr auto members() {
    return std::tuple{member("run", &RunStarted::run), member("steps_total", &RunStarted::steps_total),
                      member("to_visit", &RunStarted::to_visit)};
  }
};

struct NodeStarted {
  static constexpr std::string_view kName = "node.started";
  RunId run;
  graph::NodeId node;
  static constexpr auto members() {
    return std::tuple{member("run", &NodeStarted::run), member("node", &NodeStarted::node)};
  }
};

struct NodeProgress {
  static constexpr std::string_view kName = "node.progress";
  RunId run;
  graph::NodeId node;
  double fraction = 0;      // of the node, in [0, 1]
  double run_fraction = 0;  // of the run
  std::string text;         // "step 7 of 20"
  static constexpr auto members() {
    return std::tuple{member("run", &NodeProgress::run), member("node", &NodeProgress::node),
                      member("fraction", &NodeProgress::fraction, kShare),
                      member("run_fraction", &NodeProgress::run_fraction, kShare), member("text", &NodeProgress::text)};
  }
};

struct Preview {
  static constexpr std::string_view kName = "preview";
  static constexpr bool kHasImage = true;
  RunId run;
  graph::NodeId node;
  static constexpr auto members() { return std::tuple{member("run", &Preview::run), member("node", &Preview::node)}; }
};

// The node works in steps, which can be looked at.
struct NodeSteps {
  static constexpr std::string_view kName = "node.steps";
  RunId run;
  graph::NodeId node;
  int total = 0;
  static constexpr auto members() {
    return std::tuple{member("run", &NodeSteps::run), member("node", &NodeSteps::node),
                      member("total", &NodeSteps::total)};
  }
};

struct RunPaused {
  static constexpr std::string_view kName = "run.paused";
  RunId run;
  graph::NodeId node;
  int step = 0;  // steps done
  static constexpr auto members() {
    return std::tuple{member("run", &RunPaused::run), member("node", &RunPaused::node),
                      member("step", &RunPaused::step)};
  }
};

struct RunContinued {
  static constexpr std::string_view kName = "run.continued";
  RunId run;
  static constexpr auto members() { return std::tuple{member("run", &RunContinued::run)}; }
};

// The estimate of the picture after a step.
struct StepImage {
  static constexpr std::string_view kName = "step.picture";
  static constexpr bool kHasImage = true;
  RunId run;
  graph::NodeId node;
  int step = 0;  // from 0
  static constexpr auto members() {
    return std::tuple{member("run", &StepImage::run), member("node", &StepImage::node),
                      member("step", &StepImage::step)};
  }
};

// A live parameter of a node before the one that finished, as it was really used.
struct UsedUpstream {
  static constexpr std::string_view kName = "a used value";
  graph::NodeId node;
  std::string param;
  Json value;
  static constexpr auto members() {
    return std::tuple{member("node", &UsedUpstream::node), member("param", &UsedUpstream::param),
                      member("value", &UsedUpstream::value)};
  }
};

struct NodeFinished {
  static constexpr std::string_view kName = "node.finished";
  RunId run;
  graph::NodeId node;
  bool cached = false;        // nothing ran: the result was there
  bool live_updated = false;  // live values changed it on the way
  double seconds = 0;
  double run_fraction = 0;
  std::map<std::string, Json> used;  // live parameters as they were really used, by name
  std::vector<UsedUpstream> used_upstream;
  static constexpr auto members() {
    return std::tuple{
        member("run", &NodeFinished::run),         member("node", &NodeFinished::node),
        member("cached", &NodeFinished::cached),   member("steered", &NodeFinished::live_updated),
        member("seconds", &NodeFinished::seconds), member("run_fraction", &NodeFinished::run_fraction, kShare),
        member("used", &NodeFinished::used),       member("used_upstream", &NodeFinished::used_upstream)};
  }
};

// A picture that a node made. Results come whole; what is only on the way comes at most 256 pixels a side.
struct RunImage {
  static constexpr std::string_view kName = "picture";
  static constexpr bool kHasImage = true;
  RunId run;
  graph::NodeId node;
  std::string port;
  bool is_result = false;  // it is what the run is for
  int index = 0;           // among the pictures of this port
  int count = 1;
  std::string hash;  // of the whole picture's pixels
  int full_width = 0;
  int full_height = 0;
  std::string parameters;  // of a result: A1111's block, the sampler and schedule as they were; empty: not known
  static constexpr auto members() {
    return std::tuple{member("run", &RunImage::run),
                      member("node", &RunImage::node),
                      member("port", &RunImage::port),
                      member("result", &RunImage::is_result),
                      member("index", &RunImage::index),
                      member("count", &RunImage::count, kFromOne),
                      member("hash", &RunImage::hash),
                      member("full_width", &RunImage::full_width),
                      member("full_height", &RunImage::full_height),
                      member("parameters", &RunImage::parameters)};
  }
};

struct FileSaved {
  static constexpr std::string_view kName = "file.saved";
  RunId run;
  std::string path;  // where the engine is, which may be another machine
  static constexpr auto members() {
    return std::tuple{member("run", &FileSaved::run), member("path", &FileSaved::path)};
  }
};

struct Notice {
  static constexpr std::string_view kName = "notice";
  RunId run;
  std::string message;                     // what was read differently than it was written: a note, not an error
  std::optional<graph::NodeId> node = {};  // none: the run as a whole
  std::string id = {};                     // of the note, in docs/notes.md
  static constexpr auto members() {
    return std::tuple{member("run", &Notice::run), member("message", &Notice::message), member("node", &Notice::node),
                      member("id", &Notice::id)};
  }
};

struct RunFinished {
  static constexpr std::string_view kName = "run.finished";
  RunId run;
  std::uint64_t nodes_run = 0;
  std::uint64_t nodes_cached = 0;
  double seconds = 0;
  static constexpr auto members() {
    return std::tuple{member("run", &RunFinished::run), member("nodes_run", &RunFinished::nodes_run),
                      member("nodes_cached", &RunFinished::nodes_cached), member("seconds", &RunFinished::seconds)};
  }
};

struct RunFailed {
  static constexpr std::string_view kName = "run.failed";
  RunId run;
  std::optional<graph::NodeId> node;
  Error error;
  static constexpr auto members() {
    return std::tuple{member("run", &RunFailed::run), member("node", &RunFailed::node),
                      member("error", &RunFailed::error)};
  }
};

struct RunCancelled {
  static constexpr std::string_view kName = "run.cancelled";
  RunId run;
  std::optional<graph::NodeId> node;  // the one that was running
  static constexpr auto members() {
    return std::tuple{member("run", &RunCancelled::run), member("node", &RunCancelled::node)};
  }
};

using Event = std::variant<RunStarted, NodeStarted, NodeProgress, Preview, NodeSteps, RunPaused, RunContinued,
                           StepImage, NodeFinished, RunImage, FileSaved, Notice, RunFinished, RunFailed, RunCancelled,
                           LibraryEntryFound, LibraryThumbnail, LibraryPlace>;

// Nothing for an event that this version does not know. Fails as from_json does.
Result<std::optional<Event>> read_event(std::string_view name, const Json& params);

}  // namespace heddle::protocol
