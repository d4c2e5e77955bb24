// CliContext: node types, caches and services of one process of the command line, and the way a graph is run in it.
// Used by generate, render, nodes and bench. One thread; cancelling comes from signals.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "command.h"
#include "engine/executor.h"
#include "engine/lock_step.h"
#include "engine/output_cache.h"
#include "engine_host/uploaded_images.h"
#include "graph/graph.h"
#include "graph/node_note.h"
#include "nodes/node_context.h"

namespace heddle::cli {

// Options that all computing commands share.
struct ComputeOptions {
  std::string device = "auto";
  std::string dtype = "auto";
  int threads = 0;
  bool json = false;
  std::vector<std::filesystem::path> models;  // folders

  void add_to(CLI::App& command);
};

class CliContext final {
 public:
  // Failure: a device that is not there.
  static Result<std::unique_ptr<CliContext>> open(const ComputeOptions& options);

  // Runs the graph's results, telling progress on stderr (or as JSON lines on stdout) and each written file.
  // `pictures`: what the graph names by content hash; they are used, and carried by what is saved.
  // `notes`: what the caller saw before the run, such as options without effect; told with the run's own.
  // Returns the process's exit code.
  int run(const graph::Graph& graph, std::vector<graph::NodeNote> notes = {},
          const engine_host::UploadedImages* images = nullptr);
  // A graph reported to `control` alone, for commands that run many; `images`: files of what it names by content hash.
  // `saved` receives each written file. A node's note is shown once. Failure: as the graph's, or cancelled.
  Result<void> execute(const graph::Graph& graph, const RunControl& control,
                       const engine_host::NamedImages& images = {},
                       std::function<void(const std::filesystem::path&)> saved = {});
  // The same for a plan: what its targets gave.
  Result<engine::RunResult> run_plan(const engine::Plan& plan, const RunControl& control);
  // The plan of such a graph, to the targets or, without them, its results.
  Result<engine::Plan> plan(const graph::Graph& graph, const engine_host::NamedImages& images = {},
                            const std::vector<graph::NodeId>& targets = {});

  // Several plans side by side, each reported to the control of its place. `on_event` may be empty. A pane that fails
  // leaves the others running. Notes are shown once.
  std::vector<engine::RunResult> run_side_by_side(
      std::span<const engine::Plan> plans, std::span<const RunControl> controls, const engine::LockStepOptions& options,
      const std::function<void(std::size_t pane, const engine::RunEvent& event)>& on_event = {});

  [[nodiscard]] const engine::NodeRegistry& registry() const { return registry_; }
  [[nodiscard]] nodes::NodeContext& services() { return *services_; }
  [[nodiscard]] engine::OutputCache& cache() { return cache_; }

 private:
  explicit CliContext(bool json);
  void follow(const engine::RunEvent& event, const RunControl& control);

  engine::NodeRegistry registry_;
  std::shared_ptr<nodes::NodeContext> services_;
  engine::OutputCache cache_;
  bool json_ = false;
  std::vector<graph::NodeNote> notes_;  // about the options
  std::set<std::string> told_;          // notes that execute() has shown
};

// Where the program's resources are: HEDDLE_RESOURCES, beside the program (../share/heddle), or the source folder.
std::filesystem::path resources_folder();
// CLIP's vocabulary, from the resources or from set-up's folder; empty where it is in neither.
std::filesystem::path vocabulary_file();

}  // namespace heddle::cli
