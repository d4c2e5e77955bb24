// EngineContext: what a program supplies to make an engine: node types, caches, and its own services. The host knows
// nodes by their registered functions only, so tests can supply toy nodes. Everything outlives the host. Used by the
// engine server, `heddle engine` and the fake engine. A plain value; set up before the server starts its threads.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/node_registry.h"
#include "engine/output_cache.h"
#include "engine/plan.h"
#include "engine/translate.h"
#include "engine_host/uploaded_images.h"
#include "graph/graph.h"
#include "image/image.h"
#include "protocol/calls.h"

namespace heddle::engine_host {

struct EngineContext {
  const engine::NodeRegistry& registry;
  engine::OutputCache& cache;
  engine::ErrorTranslator translator = {};
  std::string version = {};
  std::string build = {};
  std::string device = {};
  std::string precision = {};
  std::vector<std::filesystem::path> model_folders = {};  // the program's own, listed with the user's
  // What a node's file parameter says for a model in the program's own folders ("bobbin"); empty for its path.
  std::function<std::string(const std::filesystem::path&)> name_of = {};
  std::filesystem::path temporary_folder = {};  // empty: the system's
  // Called once in the thread that will run all graphs, before the first: for settings that belong to a thread.
  std::function<void()> on_run_thread = {};
  // The graph that is really run: with nodes for what prompts ask for by name. Called in the run's thread.
  std::function<Result<engine::ExpandedGraph>(const graph::Graph&)> expand = {};
  // Called in the run's thread before a run, and again when a node was steered: with the values that it really used.
  // Beside it the files of the pictures that it names by their content.
  std::function<void(const graph::Graph&, const NamedImages&)> on_graph = {};
  // A1111's block for image `index` of the `count` that a node made at once; called in the run's thread after on_graph.
  std::function<std::string(graph::NodeId node, const image::Image&, std::size_t index, std::size_t count)>
      parameters_of = {};
  std::function<void(const protocol::SettingsSet&)> on_settings = {};  // never while a graph runs
  // picture.score with files in place of hashes; never while a graph runs. Empty: there is no judge.
  std::function<Result<protocol::ImageScores>(const protocol::ImageScore&)> score = {};
  // schedule.levels; called in any thread. Empty: this engine has no samplers.
  std::function<Result<protocol::NoiseLevels>(const protocol::ScheduleLevels&)> levels = {};
  // A node does not stop although everything else has: the process must end all the same.
  std::function<void()> on_stuck = [] { std::_Exit(0); };
};

}  // namespace heddle::engine_host
