// Error: a kind for the program, a message for the user, and the chain of places that it passed. Used by every room.
// Plain values: copy and move freely between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heddle {

// Stable: the names are printed, stored and sent over the engine protocol. Do not rename existing entries.
enum class ErrorKind { invalid_graph, invalid_input, not_found, io, unsupported, out_of_memory, cancelled, internal };

std::string_view to_string(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;             // "[safetensors] 'model.safetensors' has 1.2 of 2.0 GB; download it again"
  std::vector<std::string> trail;  // outermost last: "node 'Model'", "run 3"

  // Adds a place that the error passed through, for the log and the details view.
  Error with_context(std::string where) && {
    trail.push_back(std::move(where));
    return std::move(*this);
  }
};

}  // namespace heddle
