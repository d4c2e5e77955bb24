#include "weights/torch_table.h"

#include <optional>
#include <string>
#include <utility>

#include "base/checked_math.h"
#include "base/printable.h"
#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxVisits = 4'000'000;  // shared values are visited once for each place they occur in

class Flattener final {
 public:
  Flattener(const PickleTree& tree, const FindStorage& find_storage) : tree_(tree), find_storage_(find_storage) {}

  Result<TensorTable> flatten();

 private:
  // A collection that is being gone through; its children's names begin with the first `name_size` bytes of name_.
  struct Frame {
    const std::vector<NodeId>* items;
    bool is_dict;
    std::size_t next;
    std::size_t name_size;
  };

  const PickleNode* state_dict() const;
  Result<void> visit_all();
  Result<void> visit(const PickleNode& node);
  bool append_key(const PickleNode& key);
  void append(std::string_view part);
  void open(const PickleNode& node);
  void keep_metadata(const PickleNode& node);
  void keep_metadata_of(const PickleNode& dict);
  Result<void> add_tensor(const PickleTensor& tensor);

  const PickleTree& tree_;
  const FindStorage& find_storage_;
  TensorTable table_;
  std::string name_;
  std::vector<Frame> frames_;
  std::size_t metadata_bytes_ = 0;
};

// The dictionary under "state_dict" at the top, if there is one.
const PickleNode* Flattener::state_dict() const {
  const PickleNode& root = tree_.node(tree_.root);
  if (root.kind != NodeKind::dict) return nullptr;
  const auto& items = tree_.items_of(root);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const PickleNode& key = tree_.node(items[i]);
    const PickleNode& value = tree_.node(items[i + 1]);
    if (key.kind == NodeKind::text && tree_.text_of(key) == "state_dict" && value.kind == NodeKind::dict) return &value;
  }
  return nullptr;
}

Result<TensorTable> Flattener::flatten() {
  const PickleNode& root = tree_.node(tree_.root);
  const PickleNode* wrapped = state_dict();
  if (root.kind == NodeKind::tensor) name_ = "tensor";  // a single tensor was saved without a name
  if (wrapped != nullptr) keep_metadata_of(root);
  if (auto visited = visit(wrapped != nullptr ? *wrapped : root); !visited) return forward(visited);
  if (auto visited = visit_all(); !visited) return forward(visited);
  if (table_.entries.empty()) return fail(ErrorKind::invalid_input, "is a PyTorch file that holds no tensors");
  if (auto named = check_names(table_.entries); !named) return forward(named);
  return std::move(table_);
}

Result<void> Flattener::visit_all() {
  for (std::size_t visits = 0; !frames_.empty(); ++visits) {
    if (visits > kMaxVisits) return damaged("its contents repeat themselves without end");
    Frame& frame = frames_.back();
    name_.resize(frame.name_size);
    if (frame.next >= frame.items->size()) {
      frames_.pop_back();
      continue;
    }
    const std::size_t at = frame.next;
    frame.next += frame.is_dict ? 2 : 1;
    if (frame.is_dict) {
      if (!append_key(tree_.node((*frame.items)[at]))) continue;
      if (auto visited = visit(tree_.node((*frame.items)[at + 1])); !visited) return visited;
    } else {
      append(std::to_string(at));
      if (auto visited = visit(tree_.node((*frame.items)[at])); !visited) return visited;
    }
  }
  return {};
}

Result<void> Flattener::visit(const PickleNode& node) {
  switch (node.kind) {
    case NodeKind::dict:
    case NodeKind::list:
    case NodeKind::tuple:
    case NodeKind::parameter_dict:
      if (frames_.size() >= kMaxDepth) return damaged("its contents are nested more than {} deep", kMaxDepth);
      open(node);
      return {};
    case NodeKind::tensor:
      if (table_.entries.size() >= kMaxTensors) return damaged("it lists more than {} tensors", kMaxTensors);
      return add_tensor(tree_.tensors[node.index]);
    default:
      if (!frames_.empty() && frames_.back().is_dict) keep_metadata(node);
      return {};
  }
}

void Flattener::open(const PickleNode& node) {
  const std::vector<NodeId>* items = &tree_.items_of(node);
  bool is_dict = node.kind == NodeKind::dict;
  if (node.kind == NodeKind::parameter_dict) {
    if (items->empty()) return;
    items = &tree_.items_of(tree_.node(items->front()));
    is_dict = true;
  }
  frames_.push_back({items, is_dict, 0, name_.size()});
}

void Flattener::append(std::string_view part) {
  if (!frames_.empty() && frames_.back().name_size > 0) name_ += '.';
  name_ += part;
}

// False for a key that names nothing: neither text nor number, or so long that the name would be refused.
bool Flattener::append_key(const PickleNode& key) {
  if (key.kind == NodeKind::integer) {
    append(std::to_string(key.integer));
    return true;
  }
  if (key.kind != NodeKind::text) return false;
  // Longer names than allowed are cut only so far that check_names still refuses them.
  append(tree_.text_of(key).substr(0, kMaxNameBytes + 1));
  return true;
}

void Flattener::keep_metadata(const PickleNode& node) {
  // Only for display: invalid or excessive entries are left out, not refused. The size is counted before the
  // text is looked at, because one text may occur in a million places.
  const std::size_t size = name_.size() + (node.kind == NodeKind::text ? node.text.size : 32);
  if (name_.size() > kMaxNameBytes || size > kMaxMetadataBytes - metadata_bytes_) return;
  std::string value;
  switch (node.kind) {
    case NodeKind::text: value = tree_.text_of(node); break;
    case NodeKind::integer: value = std::to_string(node.integer); break;
    case NodeKind::boolean: value = node.integer != 0 ? "true" : "false"; break;
    case NodeKind::real: value = fmt::format("{}", node.real); break;
    default: return;
  }
  metadata_bytes_ += size;
  if (is_valid_utf8(name_) && is_valid_utf8(value)) table_.metadata[name_] = std::move(value);
}

void Flattener::keep_metadata_of(const PickleNode& dict) {
  const auto& items = tree_.items_of(dict);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    name_.clear();
    if (append_key(tree_.node(items[i]))) keep_metadata(tree_.node(items[i + 1]));
  }
  name_.clear();
}

// The view must stay inside its storage. One that is larger than its storage (a stride of zero repeats elements) is
// refused too: making it contiguous would allocate the size that the file claims.
Result<void> Flattener::add_tensor(const PickleTensor& tensor) {
  const PickleStorage& storage = tree_.storages[tensor.storage];
  const std::string name = printable(name_);
  const auto place = find_storage_(storage);
  if (!place) return Failure(place.error());
  const std::uint64_t item = itemsize(storage.dtype);
  if (checked_mul(storage.elements, item) != place->size) {
    return damaged("'{}' has {} of data, but says otherwise", name, readable_size(place->size));
  }
  const auto first = static_cast<std::uint64_t>(tensor.first);
  const auto count = checked_product(tensor.shape);
  if (!count || first > storage.visible || *count > storage.visible)
    return damaged("'{}' is larger than its data", name);
  std::uint64_t last = first;
  for (std::size_t i = 0; i < tensor.shape.size() && *count > 0; ++i) {
    const auto reach =
        checked_mul(static_cast<std::uint64_t>(tensor.shape[i] - 1), static_cast<std::uint64_t>(tensor.strides[i]));
    const auto sum = reach ? checked_add(last, *reach) : std::nullopt;
    if (!sum) return damaged("'{}' reaches behind its data", name);
    last = *sum;
  }
  if (*count > 0 && last >= storage.visible) return damaged("'{}' reaches behind its data", name);
  TensorEntry& entry = table_.entries.emplace_back();
  entry.name = name_;
  entry.dtype = storage.dtype;
  entry.dtype_name = to_string(storage.dtype);
  entry.shape = tensor.shape;
  entry.strides = tensor.strides;
  entry.offset = place->offset + (storage.first + first) * item;
  entry.bytes = *count == 0 ? 0 : (last - first + 1) * item;
  return {};
}

}  // namespace

Result<TensorTable> make_torch_table(const PickleTree& tree, const FindStorage& find_storage) {
  return Flattener(tree, find_storage).flatten();
}

}  // namespace heddle::weights
