// The contents of a pickle as a tree of plain values. Nothing in it was ever called or built. Made by walk_pickle. Used
// by the torch readers. Plain values; strings point into the pickle's bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "weights/dtype.h"

namespace heddle::weights {

using NodeId = std::uint32_t;

enum class NodeKind : std::uint8_t {
  none,
  boolean,
  integer,
  real,
  text,
  tuple,
  list,
  dict,            // a dict's items are key, value, key, value
  parameter_dict,  // torch.nn.ParameterDict: item 0, when there, is the dict of its parameters
  global,          // a name of the allow list, not called
  storage,
  tensor,
  inert  // something honest checkpoints carry that is not needed: bytes, numpy scalars, callbacks
};

// The names that a pickle may mention (see pickle_globals).
enum class GlobalKind : std::uint8_t {
  ordered_dict,
  rebuild_tensor,
  rebuild_parameter,
  size,
  parameter_dict,
  storage_type,
  inert
};

struct PickleNode {
  NodeKind kind = NodeKind::none;
  GlobalKind global = GlobalKind::inert;  // of a global
  Dtype dtype = Dtype::unknown;           // of a storage type
  std::uint32_t index = 0;                // into items, storages or tensors
  union {
    std::int64_t integer = 0;  // also boolean
    double real;
    struct {
      std::uint32_t begin, size;  // into the pickle
    } text;
  };
};

struct PickleStorage {
  Dtype dtype = Dtype::unknown;
  std::string_view key;        // which data of the file
  std::uint64_t elements = 0;  // of the whole data that the key names
  std::uint64_t first = 0;     // elements of that data before this storage begins (legacy files only)
  std::uint64_t visible = 0;   // elements of this storage
};

struct PickleTensor {
  std::uint32_t storage = 0;  // into storages
  std::int64_t first = 0;     // elements before it in the storage
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  // in elements
};

struct PickleTree {
  std::string_view bytes;
  std::vector<PickleNode> nodes;
  std::vector<std::vector<NodeId>> items;
  std::vector<PickleStorage> storages;
  std::vector<PickleTensor> tensors;
  NodeId root = 0;
  std::size_t end = 0;  // bytes of the pickle, its STOP included

  [[nodiscard]] const PickleNode& node(NodeId id) const { return nodes[id]; }
  [[nodiscard]] const std::vector<NodeId>& items_of(const PickleNode& node) const { return items[node.index]; }
  [[nodiscard]] std::string_view text_of(const PickleNode& node) const {
    return bytes.substr(node.text.begin, node.text.size);
  }
};

}  // namespace heddle::weights
