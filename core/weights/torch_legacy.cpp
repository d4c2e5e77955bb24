#include "weights/torch_legacy.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checked_math.h"
#include "base/printable.h"
#include "weights/little_endian.h"
#include "weights/pickle_walker.h"
#include "weights/table_limits.h"
#include "weights/torch_table.h"

namespace heddle::weights {
namespace {

constexpr std::int64_t kProtocol = 1001;
constexpr std::size_t kMagicBytes = 15;  // the pickled magic number, which sniff() has compared

Failure cut_short() { return fail(ErrorKind::invalid_input, "is cut off: download it again"); }

// The pickles one after another at the front of the file.
class PickleSequence final {
 public:
  explicit PickleSequence(std::span<const std::byte> file) : rest_(file) {}

  Result<PickleTree> next() {
    auto tree = walk_pickle(rest_);
    if (tree) rest_ = rest_.subspan(tree->end);
    return tree;
  }
  [[nodiscard]] std::span<const std::byte> rest() const { return rest_; }

 private:
  std::span<const std::byte> rest_;
};

Result<void> check_protocol(const PickleTree& tree) {
  const PickleNode& root = tree.node(tree.root);
  if (root.kind == NodeKind::integer && root.integer == kProtocol) return {};
  return fail(ErrorKind::unsupported, "is a PyTorch file of an unknown protocol: get the safetensors version");
}

Result<void> check_system(const PickleTree& tree) {
  const PickleNode& root = tree.node(tree.root);
  if (root.kind != NodeKind::dict) return damaged("it does not say which system wrote it");
  const auto& items = tree.items_of(root);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const PickleNode& key = tree.node(items[i]);
    const PickleNode& value = tree.node(items[i + 1]);
    if (key.kind != NodeKind::text || tree.text_of(key) != "little_endian") continue;
    if (value.kind == NodeKind::boolean && value.integer != 0) return {};
    return fail(ErrorKind::unsupported, "was written on a big-endian machine, which is not read");
  }
  return damaged("it does not say which system wrote it");
}

struct KeyedStorage {
  std::string_view key;
  std::uint64_t elements = 0;
  std::uint64_t item = 0;  // bytes
  StorageBytes place;
  bool found = false;
};

// Each storage that the object refers to, once, sorted by key.
std::vector<KeyedStorage> storages_of(const PickleTree& tree) {
  std::vector<KeyedStorage> storages;
  for (const PickleStorage& storage : tree.storages) {
    storages.push_back({storage.key, storage.elements, itemsize(storage.dtype), {}, false});
  }
  std::stable_sort(storages.begin(), storages.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  const auto end =
      std::unique(storages.begin(), storages.end(), [](const auto& a, const auto& b) { return a.key == b.key; });
  storages.erase(end, storages.end());
  return storages;
}

KeyedStorage* find(std::vector<KeyedStorage>& storages, std::string_view key) {
  const auto found = std::lower_bound(storages.begin(), storages.end(), key,
                                      [](const KeyedStorage& storage, std::string_view k) { return storage.key < k; });
  return found == storages.end() || found->key != key ? nullptr : &*found;
}

// Behind the pickles, for each key in the list's order: the number of elements (64 bits), then their bytes.
Result<void> place_storages(std::span<const std::byte> file, std::uint64_t at, const PickleTree& keys,
                            std::vector<KeyedStorage>& storages) {
  const PickleNode& root = keys.node(keys.root);
  if (root.kind != NodeKind::list) return damaged("its list of data is missing");
  for (const NodeId id : keys.items_of(root)) {
    const PickleNode& key = keys.node(id);
    KeyedStorage* storage = key.kind == NodeKind::text ? find(storages, keys.text_of(key)) : nullptr;
    if (storage == nullptr || storage->found) return damaged("its list of data does not fit its tensors");
    if (file.size() - at < 8) return cut_short();
    if (read_le<std::uint64_t>(file.subspan(at)) != storage->elements) {
      return damaged("the data '{}' has another size than its tensors say", printable(storage->key, 40));
    }
    at += 8;
    const auto size = checked_mul(storage->elements, storage->item);
    if (!size || *size > file.size() - at) return cut_short();
    storage->place = {at, *size};
    storage->found = true;
    at += *size;
  }
  if (at != file.size()) return damaged("it has {} behind its end", readable_size(file.size() - at));
  return {};
}

}  // namespace

Result<TensorTable> parse_torch_legacy(std::span<const std::byte> file) {
  if (file.size() < kMagicBytes) return cut_short();
  PickleSequence pickles(file.subspan(kMagicBytes));
  const auto protocol = pickles.next();
  if (!protocol) return Failure(protocol.error());
  if (auto checked = check_protocol(*protocol); !checked) return forward(checked);
  const auto system = pickles.next();
  if (!system) return Failure(system.error());
  if (auto checked = check_system(*system); !checked) return forward(checked);
  const auto object = pickles.next();
  if (!object) return Failure(object.error());
  const auto keys = pickles.next();
  if (!keys) return Failure(keys.error());

  auto storages = storages_of(*object);
  const std::uint64_t data_start = file.size() - pickles.rest().size();
  if (auto placed = place_storages(file, data_start, *keys, storages); !placed) return forward(placed);
  return make_torch_table(*object, [&](const PickleStorage& storage) -> Result<StorageBytes> {
    const KeyedStorage* found = find(storages, storage.key);
    if (found == nullptr || !found->found) return damaged("it lacks the data '{}'", printable(storage.key, 40));
    return found->place;
  });
}

}  // namespace heddle::weights
