// GraphBuilder and small readers of option texts, as `heddle generate` builds its graph. Used by generate_graph and
// structure_graph. One thread; the functions are pure.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "generate_graph.h"

namespace heddle::cli {

// Adds nodes and wires; an impossible wire is a programming error.
class GraphBuilder final {
 public:
  graph::NodeId add(std::string type, graph::ParamMap params = {}) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return graph_.graph.add(std::move(node));
  }
  void wire(graph::NodeId from, std::string output, graph::NodeId to, std::string input) {
    (void)graph_.graph.connect({{from, std::move(output)}, {to, std::move(input)}});
  }
  void set(graph::NodeId node, const std::string& param, graph::ParamValue value) {
    graph_.graph.set_param(node, param, std::move(value));
  }
  void saves_to(graph::NodeId node, const std::filesystem::path& path) { graph_.output_paths.emplace(node, path); }
  // The path, with a number behind its stem where a node already saves to it.
  [[nodiscard]] std::filesystem::path free_path(const std::filesystem::path& path) const {
    const auto is_taken = [this](const std::filesystem::path& one) {
      return std::ranges::any_of(graph_.output_paths, [&](const auto& entry) { return entry.second == one; });
    };
    std::filesystem::path free = path;
    for (int n = 2; is_taken(free); ++n) {
      free.replace_filename(path.stem().string() + "_" + std::to_string(n) + path.extension().string());
    }
    return free;
  }
  GenerateGraph take() { return std::move(graph_); }

 private:
  GenerateGraph graph_;
};

struct WeightedFile {
  std::string path;
  double weight = 1;
};

// The whole text as a number.
[[nodiscard]] std::optional<double> number_in(std::string_view text);
// "ref.png:0.5"; a colon without a number after it belongs to the name.
[[nodiscard]] WeightedFile weighted_file(const std::string& text);

graph::NodeId add_image(GraphBuilder& builder, const std::string& path);

// The folder `image_encoder` beside the adapter or in the model's folder. Failure: none, and how `option` names one.
[[nodiscard]] Result<std::string> find_image_encoder(const GenerateOptions& options, const AdapterUse& use,
                                                     std::string_view option = "--image-encoder");

}  // namespace heddle::cli
