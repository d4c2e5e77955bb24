// The options that say what a picture is made from, and the run of the graph that they make. Used by generate, inpaint,
// compare and find-scale. One thread.
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

  // All but --model, what the run starts from, and the files that are written.
  void add_to(CLI::App& command);
  // After parsing: --adapter, --image and --scale belong together in the order in which they were written, and so do
  // --control, --t2i and --annotate.
  Result<void> gather(const CLI::App& command);
};

void add_model_option(CLI::App& command, GenerateOptions& options);
// --init-image, --strength, --mask, how they are taken, --width and --height.
void add_start_options(CLI::App& command, GenerateOptions& options);
// --strength-rule, --mask-blend and --grey-mask.
void add_strength_options(CLI::App& command, GenerateOptions& options);
// What generate writes beside its picture.
void add_file_options(CLI::App& command, GenerateOptions& options);

// Gathers, checks and runs; the exit code.
int run_generate(const CLI::App& command, GenerateArguments& arguments);

// Failure: an annotator that is not there, or one that makes no map of a picture.
Result<void> check_annotators(const graph::NodeCatalog& catalog, const std::vector<std::string>& names);

}  // namespace heddle::cli
