// The options that `heddle generate` and `heddle inpaint` share, and the run of the graph that they make. Used by those
// two subcommands. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli_context.h"
#include "generate_graph.h"

namespace heddle::cli {

struct GenerateArguments {
  GenerateOptions options;
  ComputeOptions compute;
  std::vector<std::string> adapters, images, scales, encoders;
};

// Model, words, references, controls, steps, what it computes with, and where the picture goes.
void add_generate_options(CLI::App& command, GenerateArguments& arguments);

// --strength-rule, --mask-blend and --grey-mask.
void add_strength_options(CLI::App& command, GenerateOptions& options);

// The exit code.
int run_generate(const CLI::App& command, GenerateArguments& arguments);

}  // namespace heddle::cli
