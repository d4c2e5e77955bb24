// Ids that cannot be mistaken for one another: struct NodeTag; using NodeId = StrongId<NodeTag>; Used by graph, engine
// and session. A plain value.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace heddle {

template <class Tag>
struct StrongId {
  std::uint64_t value = 0;
  auto operator<=>(const StrongId&) const = default;
};

}  // namespace heddle

template <class Tag>
struct std::hash<heddle::StrongId<Tag>> {
  std::size_t operator()(heddle::StrongId<Tag> id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
