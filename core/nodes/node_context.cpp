#include "nodes/node_context.h"

namespace heddle::nodes {

std::filesystem::path NodeContext::output_path(graph::NodeId node, const std::string& name) const {
  std::error_code ignored;
  if (const auto named = output_paths.find(node); named != output_paths.end()) {
    if (named->second.has_parent_path()) std::filesystem::create_directories(named->second.parent_path(), ignored);
    return named->second;
  }
  std::filesystem::create_directories(output_folder, ignored);
  const std::string plain = std::filesystem::path(name).filename().string();  // a shared graph stays in the folder
  return output_folder / (plain.empty() || plain == "." || plain == ".." ? "heddle" : plain);
}

}  // namespace heddle::nodes
