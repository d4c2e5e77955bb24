#include "graph/port_type.h"

#include <algorithm>

namespace heddle::graph {

bool accepts(const PortType& input, const PortType& output) {
  if (input.id == port::any.id || output.id == port::any.id) return true;
  if (input.id == output.id) return input.family.empty() || output.family.empty() || input.family == output.family;
  const bool integer = output.id == port::integer.id;
  if (input.id == port::number.id) return integer;
  if (input.id == port::lane.id) return integer || output.id == port::number.id;
  return false;
}

std::string describe(const PortType& type) {
  std::string words = type.id;
  std::replace(words.begin(), words.end(), '_', ' ');
  return type.family.empty() ? words : words + " (" + type.family + ")";
}

}  // namespace heddle::graph
