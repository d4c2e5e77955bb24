// The subcommands of `heddle` and what its help says of each, so that the help needs no LibTorch. Used by each
// subcommand's file and by light.cpp. One thread.
#pragma once

#include <CLI/CLI.hpp>

#include <array>
#include <string_view>

namespace heddle::cli {

struct Subcommand {
  std::string_view name, description;
};

inline constexpr std::array kSubcommands = {
    Subcommand{"generate", "Make a picture from words and pictures"},
    Subcommand{"inpaint", "Make a part of a picture new; outside the mask every pixel keeps its bits"},
    Subcommand{"render", "Run a graph: a .json file, or a PNG that carries one"},
    Subcommand{"compare",
               "Models, or values of a parameter, side by side in lock step: a labelled sheet, its pictures, a table"},
    Subcommand{"sheet",
               "A picture for each value of one to three parameters, with a page and a table; stopped, it goes on"},
    Subcommand{"find-scale", "The λ at which a picture is as like its reference as wanted, in at most eight runs"},
    Subcommand{"plot", "What the Plots page of the window draws, as CSV"},
    Subcommand{"annotate", "Make the map of a picture that a ControlNet or T2I-Adapter takes"},
    Subcommand{"inspect", "Say what a model file or folder, or a picture, is and what is amiss"},
    Subcommand{"nodes", "List every node type with its ports and parameters"},
    Subcommand{"scenes", "Draw scenes with captions, attributes and exact maps"},
    Subcommand{"train", "Train a network from a recipe; resumes a stopped run"},
    Subcommand{"evaluate", "Measure a model: a table with intervals, CSV, JSON and a page with the pictures"},
    Subcommand{"bench", "Time each stage on this machine"},
    Subcommand{"selftest", "Compare this build on this device with recorded values"},
    Subcommand{"engine", "Serve the window over stdin and stdout"},
};

// Requires: kSubcommands has `name`.
CLI::App* add_subcommand(CLI::App& app, std::string_view name);

// The program's own name, line and version.
void describe_program(CLI::App& app);

}  // namespace heddle::cli
