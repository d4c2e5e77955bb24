// CLIP-I and CLIP-T of results on the command line: the options, the judge, the numbers by name. Used by sheet, compare
// and find-scale. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "command.h"
#include "engine_host/uploaded_images.h"
#include "evaluation/judges/result_judge.h"
#include "graph/graph.h"
#include "nodes/node_context.h"

namespace heddle::cli {

struct ScoreOptions {
  bool scores = false;
  std::string judge;  // a folder with a whole CLIP; empty: Bobbin's

  void add_to(CLI::App& command);
  [[nodiscard]] bool wanted() const { return scores || !judge.empty(); }
};

Result<evaluation::ResultJudge> open_judge(const ScoreOptions& options, const nodes::NodeContext& services);

// "clip_i" to the first reference, "clip_i_2" to the second, "clip_t" to the words that lead to the node `result`.
// `images`: files of what the graph names by content hash.
Result<std::map<std::string, double>> scores_of(evaluation::ResultJudge& judge, const image::Image& image,
                                                const graph::Graph& graph, graph::NodeId result,
                                                const engine_host::NamedImages& images = {});

}  // namespace heddle::cli
