// NodeContext: what nodes share besides their inputs: device and precision, paths, caches that outlive a run, and the
// provenance of saved images. Made in the composition root. Used by every register function. Thread rule: set up before
// the first run; the caches lock themselves.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/tr.h"
#include "engine/node_registry.h"
#include "graph/graph.h"
#include "pipeline/annotator_model.h"
#include "pipeline/load/bobbin.h"
#include "pipeline/reference_cache.h"
#include "pipeline/trajectory_cache.h"
#include "tensor/device.h"

namespace heddle::nodes {

// What a saved picture is of: see provenance.h.
struct Provenance {
  std::shared_ptr<const graph::Graph> graph;                 // that is run; null: nothing is said
  const graph::NodeCatalog* catalog = nullptr;               // outlives the run
  std::map<std::string, std::filesystem::path> images = {};  // that the graph names by content hash: carried along
};

struct NodeContext {
  tensor::ComputePolicy policy;
  std::filesystem::path resources;   // holds models/bobbin
  std::filesystem::path vocabulary;  // OpenAI's bpe_simple_vocab_16e6.txt, for single files
  std::vector<std::filesystem::path>
      model_folders;  // where prompts' LoRA and embeddings are looked for, beside the model, and annotators' networks
  std::filesystem::path output_folder = ".";
  std::map<graph::NodeId, std::filesystem::path> output_paths;  // of saving nodes whose file the user named
  Provenance provenance;
  pipeline::ReferenceCache references;
  pipeline::TrajectoryCache trajectories;
  pipeline::AnnotatorCache annotators;
  std::function<std::chrono::steady_clock::time_point()> clock =
      std::chrono::steady_clock::now;                       // for the cost of previews
  std::function<void(const std::filesystem::path&)> saved;  // receives each written file; may be empty

  // Where a saving node writes: the path named for it, or `name` (never a path) in the output folder.
  [[nodiscard]] std::filesystem::path output_path(graph::NodeId node, const std::string& name) const;
  // `bobbin`, with a style or without, is the model in the program's resources; relative paths are the user's.
  [[nodiscard]] std::filesystem::path model_path(const std::string& name) const {
    return pipeline::is_bobbin(name) ? resources / "models" / "bobbin" : std::filesystem::path(name);
  }
};

struct NodeRegistration {
  engine::NodeRegistry& registry;
  std::shared_ptr<NodeContext> services;
};

// Adds every node type of this program.
void register_all_nodes(NodeRegistration& setup);

}  // namespace heddle::nodes
