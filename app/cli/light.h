// What `heddle` does without LibTorch, whose loading takes longer than these: its help and version, `inspect` and
// `scenes`. Used by start.cpp. One thread.
#pragma once

#include <optional>

namespace heddle::cli {

// The exit code, or nothing where the rest of the program is needed.
std::optional<int> run_light(int argc, char** argv);

}  // namespace heddle::cli
