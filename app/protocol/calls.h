// What the window asks of the engine: one struct a call, with its answer. PROTOCOL.md says what each means; the calls
// of the model library are in library.h. Used by engine_host/rpc_handlers and session. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "graph/ids.h"
#include "graph/node_catalog.h"
#include "protocol/library.h"
#include "protocol/members.h"

namespace heddle::protocol {

struct EngineInfo {
  static constexpr std::string_view kName = "the answer to initialize";
  int protocol = kVersion;
  std::string version;
  std::string build;
  std::string device;     // "cpu", "cuda:0"
  std::string precision;  // "bf16"
  std::shared_ptr<const graph::NodeCatalog> catalog;
  static constexpr auto members() {
    return std::tuple{member("protocol", &EngineInfo::protocol),   member("version", &EngineInfo::version),
                      member("build", &EngineInfo::build),         member("device", &EngineInfo::device),
                      member("precision", &EngineInfo::precision), member("nodes", &EngineInfo::catalog)};
  }
};

// The part of the answer to initialize that never changes, also found in the data of its refusal: an engine of any
// version says which one it is.
struct EngineVersion {
  static constexpr std::string_view kName = "the engine's version";
  int protocol = kVersion;
  std::string version;
  static constexpr auto members() {
    return std::tuple{member("protocol", &EngineVersion::protocol), member("version", &EngineVersion::version)};
  }
};

// Comes first. It never changes either, but for optional members.
struct Initialize {
  static constexpr std::string_view kName = "initialize";
  using Answer = EngineInfo;
  int protocol = kVersion;
  std::string client;
  static constexpr auto members() {
    return std::tuple{member("protocol", &Initialize::protocol), optional_member("client", &Initialize::client)};
  }
};

// In bytes; 0 where the system does not say.
struct MemoryUse {
  static constexpr std::string_view kName = "the answer to ping";
  std::uint64_t resident = 0;  // of the engine's process
  std::uint64_t kept = 0;      // results that it keeps
  std::uint64_t budget = 0;    // the most that it may keep
  static constexpr auto members() {
    return std::tuple{member("rss", &MemoryUse::resident), member("kept", &MemoryUse::kept),
                      member("budget", &MemoryUse::budget)};
  }
};

struct Ping {
  static constexpr std::string_view kName = "ping";
  using Answer = MemoryUse;
  static constexpr auto members() { return std::tuple{}; }
};

struct Shutdown {
  static constexpr std::string_view kName = "shutdown";
  using Answer = Done;
  static constexpr auto members() { return std::tuple{}; }
};

struct RunAccepted {
  static constexpr std::string_view kName = "the answer to graph.run";
  bool accepted = true;
  RunId run;
  static constexpr auto members() {
    return std::tuple{member("accepted", &RunAccepted::accepted), member("run", &RunAccepted::run)};
  }
};

struct GraphRun {
  static constexpr std::string_view kName = "graph.run";
  using Answer = RunAccepted;
  RunId run;                           // never used twice
  Json graph;                          // the document, as object or text
  std::vector<graph::NodeId> targets;  // empty: the graph's results
  std::string slot = "main";
  bool replace = false;  // what runs in the slot is cancelled
  bool previews = true;
  static constexpr auto members() {
    return std::tuple{member("run", &GraphRun::run, kFromOne),        member("graph", &GraphRun::graph),
                      optional_member("targets", &GraphRun::targets), optional_member("slot", &GraphRun::slot),
                      optional_member("replace", &GraphRun::replace), optional_member("previews", &GraphRun::previews)};
  }
};

// One of the runs side by side.
struct ComparePane {
  static constexpr std::string_view kName = "a pane";
  RunId run;                           // never used twice
  Json graph;                          // as object or text
  std::vector<graph::NodeId> targets;  // empty: the graph's results
  static constexpr auto members() {
    return std::tuple{member("run", &ComparePane::run, kFromOne), member("graph", &ComparePane::graph),
                      optional_member("targets", &ComparePane::targets)};
  }
};

struct CompareAccepted {
  static constexpr std::string_view kName = "the answer to compare.run";
  bool accepted = true;
  static constexpr auto members() { return std::tuple{member("accepted", &CompareAccepted::accepted)}; }
};

// Runs in lock step: each takes its step k before any takes step k + 1. Each sends the events of a run.
struct CompareRun {
  static constexpr std::string_view kName = "compare.run";
  using Answer = CompareAccepted;
  std::vector<ComparePane> panes;  // 1 to 16
  std::string slot = "compare";
  bool replace = false;
  bool previews = true;
  static constexpr auto members() {
    return std::tuple{member("panes", &CompareRun::panes), optional_member("slot", &CompareRun::slot),
                      optional_member("replace", &CompareRun::replace),
                      optional_member("previews", &CompareRun::previews)};
  }
};

// Cosines of CLIP; none where there is nothing to compare with.
struct ImageScores {
  static constexpr std::string_view kName = "the answer to picture.score";
  std::vector<double> clip_i;         // to each reference
  std::optional<double> clip_t = {};  // to the words
  static constexpr auto members() {
    return std::tuple{member("clip_i", &ImageScores::clip_i), member("clip_t", &ImageScores::clip_t)};
  }
};

// How like its references an image is, and how true to its words. Answered when no graph runs.
struct ImageScore {
  static constexpr std::string_view kName = "picture.score";
  using Answer = ImageScores;
  std::string image;                    // "hash:HEX" of what input.put brought, or a file where the engine is
  std::vector<std::string> references;  // likewise
  std::string words;                    // a prompt as written; empty: none
  std::string judge;                    // the folder of a CLIP where the engine is; empty: the engine's own
  static constexpr auto members() {
    return std::tuple{member("picture", &ImageScore::image), optional_member("references", &ImageScore::references),
                      optional_member("words", &ImageScore::words), optional_member("judge", &ImageScore::judge)};
  }
};

// The noise levels at which a run's steps begin, and last the one where it ends.
struct NoiseLevels {
  static constexpr std::string_view kName = "the answer to schedule.levels";
  std::string schedule;           // as it is where the call left it to the sampler
  std::vector<double> timesteps;  // of the trained ones, fractional between two
  std::vector<double> sigmas;     // noise over picture, as Karras counts it
  std::vector<double> noise;      // the share of noise: the picture's and its squares sum to 1
  static constexpr auto members() {
    return std::tuple{member("schedule", &NoiseLevels::schedule), member("timesteps", &NoiseLevels::timesteps),
                      member("sigmas", &NoiseLevels::sigmas), member("noise", &NoiseLevels::noise)};
  }
};

// What a sampler's steps are on a schedule, for Stable Diffusion 1.5's trained noise.
struct ScheduleLevels {
  static constexpr std::string_view kName = "schedule.levels";
  using Answer = NoiseLevels;
  std::string sampler;
  std::string schedule;  // empty: the sampler's own
  int steps = 20;
  static constexpr auto members() {
    return std::tuple{member("sampler", &ScheduleLevels::sampler),
                      optional_member("schedule", &ScheduleLevels::schedule),
                      optional_member("steps", &ScheduleLevels::steps, Range{1, 1000})};
  }
};

// A live parameter's new value, in the kind of the node's parameter.
struct RunUpdate {
  static constexpr std::string_view kName = "run.update";
  using Answer = Done;
  RunId run;
  graph::NodeId node;
  std::string param;
  Json value;
  static constexpr auto members() {
    return std::tuple{member("run", &RunUpdate::run), member("node", &RunUpdate::node),
                      member("param", &RunUpdate::param), member("value", &RunUpdate::value)};
  }
};

struct CancelAnswer {
  static constexpr std::string_view kName = "the answer to run.cancel";
  bool cancelled = false;  // false: it neither ran nor waited
  static constexpr auto members() { return std::tuple{member("cancelled", &CancelAnswer::cancelled)}; }
};

struct RunCancel {
  static constexpr std::string_view kName = "run.cancel";
  using Answer = CancelAnswer;
  RunId run;
  static constexpr auto members() { return std::tuple{member("run", &RunCancel::run)}; }
};

// RunPaused follows before the node's next step, unless no step is left.
struct RunPause {
  static constexpr std::string_view kName = "run.pause";
  using Answer = Done;
  RunId run;
  static constexpr auto members() { return std::tuple{member("run", &RunPause::run)}; }
};

struct RunContinue {
  static constexpr std::string_view kName = "run.continue";
  using Answer = Done;
  RunId run;
  static constexpr auto members() { return std::tuple{member("run", &RunContinue::run)}; }
};

// StepImage follows. An error: the step is not kept.
struct RunLook {
  static constexpr std::string_view kName = "run.look";
  using Answer = Done;
  RunId run;
  graph::NodeId node;
  int step = 0;  // from 0
  static constexpr auto members() {
    return std::tuple{member("run", &RunLook::run), member("node", &RunLook::node), member("step", &RunLook::step)};
  }
};

struct InputHasAnswer {
  static constexpr std::string_view kName = "the answer to input.has";
  bool has = false;
  static constexpr auto members() { return std::tuple{member("has", &InputHasAnswer::has)}; }
};

struct InputHas {
  static constexpr std::string_view kName = "input.has";
  using Answer = InputHasAnswer;
  std::string hash;
  static constexpr auto members() { return std::tuple{member("hash", &InputHas::hash)}; }
};

// Announces a binary frame that is no picture of rows, but a file.
struct FileFrame {
  static constexpr std::string_view kName = "a frame";
  std::uint64_t bytes = 0;
  static constexpr auto members() { return std::tuple{member("bytes", &FileFrame::bytes)}; }
};

// The file's bytes follow as a binary frame.
struct InputPut {
  static constexpr std::string_view kName = "input.put";
  using Answer = Done;
  std::string hash;
  FileFrame frame;
  static constexpr auto members() {
    return std::tuple{member("hash", &InputPut::hash), member("frame", &InputPut::frame)};
  }
};

struct SettingsSet {
  static constexpr std::string_view kName = "settings.set";
  using Answer = Done;
  std::uint64_t memory_budget = 0;         // bytes of results kept; 0: as it is
  int threads = 0;                         // 0: as it is
  std::string output_folder;               // where saving nodes write; empty: as it is
  std::vector<std::string> model_folders;  // where prompts' <lora:name> and embeddings are looked for, beside the model
  static constexpr auto members() {
    return std::tuple{optional_member("memory_budget", &SettingsSet::memory_budget),
                      optional_member("threads", &SettingsSet::threads, Range{0, 1024}),
                      optional_member("output_folder", &SettingsSet::output_folder),
                      optional_member("model_folders", &SettingsSet::model_folders)};
  }
};

// All calls.
using Calls = std::tuple<Initialize, Ping, Shutdown, GraphRun, CompareRun, ImageScore, ScheduleLevels, RunUpdate,
                         RunCancel, RunPause, RunContinue, RunLook, InputHas, InputPut, SettingsSet, LibraryList,
                         LibraryCancel, LibraryInspect, ThumbnailRequest, PlacesSearch>;

// Refuses an initialize of another protocol: a sentence that names both, and EngineVersion in the error's data.
Json version_refusal(const Json& id, const Initialize& call, const EngineVersion& engine);
// What the answer to initialize, or its refusal, says of the engine; nothing where it says nothing.
std::optional<EngineVersion> engine_version(const Envelope& answer);

}  // namespace heddle::protocol
