#include "base/error.h"

namespace heddle {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_graph: return "invalid_graph";
    case ErrorKind::invalid_input: return "invalid_input";
    case ErrorKind::not_found: return "not_found";
    case ErrorKind::io: return "io";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::out_of_memory: return "out_of_memory";
    case ErrorKind::cancelled: return "cancelled";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

}  // namespace heddle
