// The options that say what a picture is made from. Used by generate, compare and find-scale. One thread.
#pragma once

#include <string>
#include <vector>

#include "cli_context.h"
#include "generate_graph.h"

namespace heddle::cli {

struct GenerateArguments {
  GenerateOptions options;
  ComputeOptions compute;
  std::vector<std::string> adapters, images, scales, encoders, annotators;

  // All but --model and the files that are written.
  void add_to(CLI::App& command);
  // After parsing: --adapter, --image and --scale belong together in the order in which they were written, and so do
  // --control, --t2i and --annotate.
  Result<void> gather(const CLI::App& command);
};

void add_model_option(CLI::App& command, GenerateOptions& options);
// What generate writes beside its picture.
void add_file_options(CLI::App& command, GenerateOptions& options);

// Failure: an annotator that is not there, or one that makes no map of a picture.
Result<void> check_annotators(const graph::NodeCatalog& catalog, const std::vector<std::string>& names);

}  // namespace heddle::cli
