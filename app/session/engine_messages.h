// What the engine tells the window, as plain values. Used by EngineClient, JobQueue and what shows a run.
// Thread rule: plain values; pictures share their pixels.
#pragma once

#include <QtGui/QImage>

#include <QtCore/QMetaType>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/strong_id.h"
#include "graph/ids.h"
#include "graph/node_catalog.h"

namespace heddle::session {

struct RunTag;
using RunId = StrongId<RunTag>;  // one run of one engine process; 0 is no run

struct EngineSettings {
  std::uint64_t memoryBudget = 0;  // bytes of results kept; 0: as it is
  int threads = 0;                 // 0: as it is
  QString outputFolder;            // where saving nodes write; empty: as it is
  QStringList modelFolders;        // where prompts' <lora:name> and embeddings are looked for, beside the model
};

// How the engine is started: a program and its arguments, so that `ssh host heddle engine --stdio` is as good as any.
struct EngineCommand {
  QString program;
  QStringList arguments;
  bool operator==(const EngineCommand&) const = default;
};
// "ssh host heddle engine --stdio", quotes as in a shell.
EngineCommand engineCommandFrom(const QString& commandLine);

struct EngineInfo {
  int protocol = 0;
  QString version;
  QString build;
  QString device;     // "cpu", "cuda:0"
  QString precision;  // "bf16"
  std::shared_ptr<const graph::NodeCatalog> catalog;
};

struct EngineError {
  QString kind;     // "out_of_memory"; the names of core/base/error.h
  QString message;  // in the user's words
  QStringList history;
};

struct RunStarted {
  RunId run;
  int stepsTotal = 0;
  std::vector<graph::NodeId> toVisit;
};
struct NodeStarted {
  RunId run;
  graph::NodeId node;
};
struct NodeProgress {
  RunId run;
  graph::NodeId node;
  double fraction = 0;     // of the node, in [0, 1]
  double runFraction = 0;  // of the run
  QString text;            // "step 7 of 20"
};
struct NodePreview {
  RunId run;
  graph::NodeId node;
  QImage image;
};
struct NodeFinished {
  RunId run;
  graph::NodeId node;
  bool cached = false;   // nothing ran: the result was there
  bool liveUpdated = false;  // live values changed it on the way
  double seconds = 0;
  double runFraction = 0;
  Json used = Json::object();         // live parameters as they were really used, by name
  Json usedUpstream = Json::array();  // those of nodes before it: {node, param, value}
};
// The node works in steps, which can be looked at.
struct NodeSteps {
  RunId run;
  graph::NodeId node;
  int total = 0;
};
struct RunPaused {
  RunId run;
  graph::NodeId node;
  int step = 0;  // steps done
};
struct RunResumed {
  RunId run;
};
// What the picture was after a step.
struct StepPicture {
  RunId run;
  graph::NodeId node;
  int step = 0;  // from 0
  QImage image;
};
// A picture that a node made. Results come whole; what is only on the way comes at most 512 pixels a side.
struct NodePicture {
  RunId run;
  graph::NodeId node;
  QString port;
  bool isResult = false;  // it is what the run was for
  int index = 0;          // among the pictures of this node
  int count = 1;
  QString hash;  // of the whole picture's pixels
  QSize fullSize;
  QImage image;
};
struct FileSaved {
  RunId run;
  QString path;  // where the engine is, which may be another machine
};
// What was read otherwise than it was written; not an error.
struct Notice {
  RunId run;
  QString message;
  std::optional<graph::NodeId> node = {};  // none: the run as a whole
};
struct RunFinished {
  RunId run;
  int nodesRun = 0;
  int nodesCached = 0;
  double seconds = 0;
};
struct RunFailed {
  RunId run;
  std::optional<graph::NodeId> node;
  EngineError error;
};
struct RunCancelled {
  RunId run;
};

// One card of the library. Empty kind: it could not be read, and `problem` says why.
struct LibraryEntry {
  QString path;
  QString name;
  QString kind;     // "checkpoint", "vae", "ip_adapter", …: PROTOCOL.md lists them
  QString family;   // "sd1", "sd2", "sdxl", "bobbin", "unknown"; empty for what has none
  QString variant;  // "plus"
  QString what;     // one line for the user
  QString problem;
  std::uint64_t bytes = 0;
  std::uint64_t parameters = 0;
  QString use = {};         // what a node's parameter says for it; empty: the path
  QString note = {};        // it can be used, but
  bool hasPreview = false;  // a picture lies beside it
};
struct LibraryThumbnail {
  QString path;  // of the model
  QImage image;
};
// A folder where another tool keeps models.
struct LibraryPlace {
  QString path;
  QString layout;  // "ComfyUI"
};
// In bytes; 0 where the system does not say.
struct MemoryUse {
  std::uint64_t resident = 0;  // of the engine's process
  std::uint64_t kept = 0;      // results that it keeps
  std::uint64_t budget = 0;    // the most that it may keep
};
struct LibraryListed {
  bool complete = false;  // false: cancelled, or out of time
  QStringList problems;   // folders that could not be read
};

}  // namespace heddle::session

Q_DECLARE_METATYPE(heddle::session::EngineInfo)
