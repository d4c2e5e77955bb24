#include "weights/pickle_rebuild.h"

#include <optional>
#include <string_view>
#include <utility>

#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

// A tuple's items as nodes, whose kinds are checked one by one.
class Arguments final {
 public:
  Arguments(const PickleTree& tree, const PickleNode& tuple) : tree_(tree), items_(tree.items_of(tuple)) {}

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] const PickleNode* get(std::size_t i, NodeKind kind) const {
    if (i >= items_.size() || tree_.node(items_[i]).kind != kind) return nullptr;
    return &tree_.node(items_[i]);
  }
  [[nodiscard]] std::optional<std::int64_t> count(std::size_t i) const {
    const PickleNode* node = get(i, NodeKind::integer);
    if (node == nullptr || node->integer < 0) return std::nullopt;
    return node->integer;
  }
  [[nodiscard]] std::optional<std::vector<std::int64_t>> counts(std::size_t i) const {
    const PickleNode* tuple = get(i, NodeKind::tuple);
    if (tuple == nullptr || tree_.items_of(*tuple).size() > kMaxDimensions) return std::nullopt;
    std::vector<std::int64_t> values;
    for (const NodeId id : tree_.items_of(*tuple)) {
      const PickleNode& node = tree_.node(id);
      if (node.kind != NodeKind::integer || node.integer < 0) return std::nullopt;
      values.push_back(node.integer);
    }
    return values;
  }

 private:
  const PickleTree& tree_;
  const std::vector<NodeId>& items_;
};

PickleNode node_with_items(PickleTree& tree, NodeKind kind, std::vector<NodeId> items) {
  PickleNode node;
  node.kind = kind;
  node.index = static_cast<std::uint32_t>(tree.items.size());
  tree.items.push_back(std::move(items));
  return node;
}

// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata])
Result<PickleNode> rebuild_tensor(PickleTree& tree, const Arguments& arguments) {
  const PickleNode* storage = arguments.get(0, NodeKind::storage);
  const auto first = arguments.count(1);
  auto shape = arguments.counts(2);
  auto strides = arguments.counts(3);
  if (storage == nullptr || !first || !shape || !strides || shape->size() != strides->size() || arguments.size() < 4 ||
      arguments.size() > 7) {
    return damaged("a tensor is described in a way that PyTorch does not write");
  }
  PickleNode node;
  node.kind = NodeKind::tensor;
  node.index = static_cast<std::uint32_t>(tree.tensors.size());
  tree.tensors.push_back({storage->index, *first, std::move(*shape), std::move(*strides)});
  return node;
}

// OrderedDict() or, as Python 2 wrote it, OrderedDict([[key, value], ...]).
Result<PickleNode> ordered_dict(PickleTree& tree, const Arguments& arguments) {
  if (arguments.size() == 0) return node_with_items(tree, NodeKind::dict, {});
  const PickleNode* pairs = arguments.get(0, NodeKind::list);
  if (pairs == nullptr || arguments.size() != 1) return damaged("an OrderedDict is made of something odd");
  std::vector<NodeId> items;
  for (const NodeId id : tree.items_of(*pairs)) {
    const PickleNode& pair = tree.node(id);
    const bool is_pair = pair.kind == NodeKind::list || pair.kind == NodeKind::tuple;
    if (!is_pair || tree.items_of(pair).size() != 2) return damaged("an OrderedDict is made of something odd");
    items.push_back(tree.items_of(pair)[0]);
    items.push_back(tree.items_of(pair)[1]);
  }
  return node_with_items(tree, NodeKind::dict, std::move(items));
}

// torch.Size((...)) is its tuple, Parameter(tensor, ...) its tensor.
Result<PickleNode> first_of(const Arguments& arguments, NodeKind kind, std::string_view what) {
  const PickleNode* first = arguments.get(0, kind);
  if (first == nullptr) return damaged("a {} is made of something odd", what);
  return *first;
}

}  // namespace

Result<PickleNode> match_call(PickleTree& tree, const PickleNode& callable, const PickleNode& arguments) {
  if (callable.kind != NodeKind::global || arguments.kind != NodeKind::tuple) {
    return damaged("it asks to call something that is not a name");
  }
  const Arguments list(tree, arguments);
  switch (callable.global) {
    case GlobalKind::ordered_dict: return ordered_dict(tree, list);
    case GlobalKind::rebuild_tensor: return rebuild_tensor(tree, list);
    case GlobalKind::rebuild_parameter: return first_of(list, NodeKind::tensor, "parameter");
    case GlobalKind::size: return first_of(list, NodeKind::tuple, "size");
    case GlobalKind::parameter_dict: return node_with_items(tree, NodeKind::parameter_dict, {});
    case GlobalKind::storage_type: return damaged("it asks to make a storage of its own");
    case GlobalKind::inert: break;
  }
  PickleNode inert;
  inert.kind = NodeKind::inert;
  return inert;
}

Result<void> match_build(PickleTree& tree, NodeId object, const PickleNode& state) {
  const PickleNode target = tree.node(object);
  if (target.kind == NodeKind::dict || target.kind == NodeKind::inert) return {};
  if (target.kind != NodeKind::parameter_dict) return damaged("it gives state to a value that has none");
  if (state.kind != NodeKind::dict) return damaged("a ParameterDict has odd state");
  const std::vector<NodeId>& items = tree.items_of(state);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const PickleNode& key = tree.node(items[i]);
    if (key.kind != NodeKind::text || tree.text_of(key) != "_parameters") continue;
    if (tree.node(items[i + 1]).kind != NodeKind::dict) return damaged("a ParameterDict has odd state");
    const NodeId parameters = items[i + 1];
    tree.items[target.index] = {parameters};
    return {};
  }
  return {};
}

Result<PickleNode> match_persistent_id(PickleTree& tree, const PickleNode& id) {
  if (id.kind != NodeKind::tuple) return damaged("a storage is named in a way that PyTorch does not write");
  const Arguments list(tree, id);
  const PickleNode* kind = list.get(0, NodeKind::text);
  if (kind != nullptr && tree.text_of(*kind) == "module") {
    return fail(
        ErrorKind::unsupported,
        "holds a whole Python program object, not only weights: save its state_dict, or get the safetensors version");
  }
  const PickleNode* type = list.get(1, NodeKind::global);
  const PickleNode* key = list.get(2, NodeKind::text);
  const PickleNode* location = list.get(3, NodeKind::text);
  const auto elements = list.count(4);
  if (kind == nullptr || tree.text_of(*kind) != "storage" || type == nullptr || key == nullptr || location == nullptr ||
      !elements || type->global != GlobalKind::storage_type || list.size() > 6) {
    return damaged("a storage is named in a way that PyTorch does not write");
  }
  PickleStorage storage{type->dtype, tree.text_of(*key), static_cast<std::uint64_t>(*elements), 0,
                        static_cast<std::uint64_t>(*elements)};
  if (list.size() == 6 && list.get(5, NodeKind::none) == nullptr) {
    const PickleNode* view = list.get(5, NodeKind::tuple);  // (key of the view, first element, elements)
    if (view == nullptr) return damaged("a storage has an odd view");
    const Arguments parts(tree, *view);
    const auto first = parts.count(1);
    const auto visible = parts.count(2);
    if (!first || !visible || *first > *elements || *visible > *elements - *first) {
      return damaged("a view is larger than its storage");
    }
    storage.first = static_cast<std::uint64_t>(*first);
    storage.visible = static_cast<std::uint64_t>(*visible);
  }
  PickleNode node;
  node.kind = NodeKind::storage;
  node.index = static_cast<std::uint32_t>(tree.storages.size());
  tree.storages.push_back(storage);
  return node;
}

}  // namespace heddle::weights
