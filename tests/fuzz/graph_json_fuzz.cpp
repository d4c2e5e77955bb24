// Graph files: an accepted file must survive validation, and what is written must read back to the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/graph/sample_catalog.h"
#include "graph/graph_io.h"
#include "graph/validate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace heddle::graph;
  static const NodeCatalog kCatalog = sample_catalog();
  const auto file = read_graph({reinterpret_cast<const char*>(bytes), size}, kCatalog, "a fuzzed graph");
  if (!file) return 0;
  (void)validate(file->graph, kCatalog);
  const std::string written = write_graph(file->graph);
  const auto again = read_graph(written, kCatalog, "the written graph");
  if (!again || write_graph(again->graph) != written) std::abort();
  return 0;
}
