#include "weights/torch_zip.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/printable.h"
#include "weights/pickle_walker.h"
#include "weights/table_limits.h"
#include "weights/torch_table.h"
#include "weights/zip_directory.h"

namespace heddle::weights {
namespace {

// The files that torch.save writes, below one folder.
bool is_expected(std::string_view name) {
  for (const std::string_view known :
       {"data.pkl", "version", "byteorder", ".format_version", ".storage_alignment", ".data/serialization_id"}) {
    if (name == known) return true;
  }
  if (!name.starts_with("data/") || name.size() == 5 || name.size() > 25) return false;
  name.remove_prefix(5);
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The entries of the file, their names without the root folder, sorted by name.
class Archive final {
 public:
  static Result<Archive> open(std::span<const std::byte> file);

  [[nodiscard]] const ZipEntry* find(std::string_view name) const {
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), name,
                                        [](const ZipEntry& entry, std::string_view n) { return entry.name < n; });
    return found == entries_.end() || found->name != name ? nullptr : &*found;
  }
  [[nodiscard]] std::span<const std::byte> bytes(const ZipEntry& entry) const {
    return file_.subspan(entry.offset, entry.size);
  }

 private:
  std::span<const std::byte> file_;
  std::vector<ZipEntry> entries_;
};

Result<Archive> Archive::open(std::span<const std::byte> file) {
  auto entries = read_zip_directory(file);
  if (!entries) return forward(entries);
  const bool is_torch = std::any_of(entries->begin(), entries->end(),
                                    [](const ZipEntry& entry) { return entry.name.ends_with("/data.pkl"); });
  if (!is_torch) return fail(ErrorKind::invalid_input, "is a zip archive, not a model: unpack it first");
  const std::string_view root = entries->front().name.substr(0, entries->front().name.find('/') + 1);
  for (ZipEntry& entry : *entries) {
    const bool below = !root.empty() && entry.name.starts_with(root);
    const std::string_view name = below ? entry.name.substr(root.size()) : entry.name;
    if (name == "constants.pkl" || name.starts_with("code/")) {
      return fail(ErrorKind::unsupported, "is a TorchScript program, not only weights: get the safetensors version");
    }
    if (!below || !is_expected(name)) {
      return damaged("it holds '{}', which no PyTorch model does", printable(entry.name));
    }
    entry.name = name;
  }
  std::sort(entries->begin(), entries->end(), [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  Archive archive;
  archive.file_ = file;
  archive.entries_ = std::move(*entries);
  return archive;
}

Result<void> check_byte_order(const Archive& archive) {
  const ZipEntry* entry = archive.find("byteorder");
  if (entry == nullptr) return {};  // before PyTorch 2.1: always little
  const auto bytes = archive.bytes(*entry);
  const std::string_view order(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (order == "little") return {};
  return fail(ErrorKind::unsupported, "has the byte order '{}', which is not read", printable(order, 20));
}

}  // namespace

Result<TensorTable> parse_torch_zip(std::span<const std::byte> file) {
  const auto archive = Archive::open(file);
  if (!archive) return Failure(archive.error());
  if (auto checked = check_byte_order(*archive); !checked) return forward(checked);
  const ZipEntry* pickle = archive->find("data.pkl");
  if (pickle == nullptr) return damaged("it lacks its data.pkl");
  const auto tree = walk_pickle(archive->bytes(*pickle));
  if (!tree) return Failure(tree.error());
  if (tree->end != pickle->size) return damaged("its pickle has something behind its end");
  return make_torch_table(*tree, [&](const PickleStorage& storage) -> Result<StorageBytes> {
    const ZipEntry* data = archive->find("data/" + std::string(storage.key.substr(0, 32)));
    if (data == nullptr) return damaged("it lacks the data '{}'", printable(storage.key, 40));
    return StorageBytes{data->offset, data->size};
  });
}

}  // namespace heddle::weights
