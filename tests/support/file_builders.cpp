#include "support/file_builders.h"

namespace heddle::testing {

std::string le(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
  return bytes;
}

std::string safetensors_file(std::string_view header, std::size_t data_bytes) {
  std::string file = le(header.size(), 8);
  file += header;
  for (std::size_t i = 0; i < data_bytes; ++i) file += static_cast<char>(i);
  return file;
}

namespace {

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

std::string local_entry(const ZipItem& item) {
  const std::string name = item.local_name.value_or(item.name);
  const auto size = static_cast<std::uint32_t>(item.data.size());
  const std::uint32_t stated = item.local_size.value_or(item.with_descriptor ? 0 : size);
  const std::string extra = item.zip64 ? le(1, 2) + le(16, 2) + le(size, 8) + le(size, 8) : "";
  const std::uint16_t flags = item.flags | (item.with_descriptor ? 0x0008 : 0);
  const std::uint32_t shown = item.zip64 ? kAbsent : stated;
  std::string bytes = "PK\x03\x04" + le(20, 2) + le(flags, 2) + le(item.method, 2) + le(0, 8) + le(shown, 4) +
                      le(shown, 4) + le(name.size(), 2) + le(extra.size(), 2) + name + extra + item.data;
  if (item.with_descriptor) {
    const std::uint32_t described = item.descriptor_size.value_or(size);
    bytes += "PK\x07\x08" + le(0, 4) + le(described, 4) + le(described, 4);
  }
  return bytes;
}

std::string central_entry(const ZipItem& item, std::uint32_t offset) {
  const std::uint32_t size = item.central_size.value_or(static_cast<std::uint32_t>(item.data.size()));
  const std::uint32_t place = item.header_offset.value_or(offset);
  const std::string extra = item.zip64 ? le(1, 2) + le(24, 2) + le(size, 8) + le(size, 8) + le(place, 8) : "";
  const std::uint16_t flags = item.flags | (item.with_descriptor ? 0x0008 : 0);
  const std::uint32_t shown = item.zip64 ? kAbsent : size;
  return "PK\x01\x02" + le(20, 2) + le(20, 2) + le(flags, 2) + le(item.method, 2) + le(0, 8) + le(shown, 4) +
         le(shown, 4) + le(item.name.size(), 2) + le(extra.size(), 2) + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) +
         le(item.zip64 ? kAbsent : place, 4) + item.name + extra;
}

}  // namespace

std::string zip_file(const std::vector<ZipItem>& items, const ZipOptions& options) {
  std::string file = options.prefix;
  std::string directory;
  for (const ZipItem& item : items) {
    file += item.gap;
    directory += central_entry(item, static_cast<std::uint32_t>(file.size()));
    file += local_entry(item);
  }
  const std::uint64_t entries = items.size() + options.entries_lie;
  const std::uint64_t offset = file.size() + options.offset_lie;
  const std::uint64_t size = directory.size() + options.size_lie;
  file += directory;
  if (options.zip64) {
    const std::uint64_t end64 = file.size();
    file += "PK\x06\x06" + le(44, 8) + le(45, 2) + le(45, 2) + le(0, 4) + le(0, 4) + le(entries, 8) + le(entries, 8) +
            le(size, 8) + le(offset + options.zip64_lie, 8);
    file += "PK\x06\x07" + le(0, 4) + le(end64, 8) + le(1, 4);
  }
  file += "PK\x05\x06" + le(options.disk, 2) + le(options.disk, 2) + le(entries, 2) + le(entries, 2) + le(size, 4) +
          le(offset, 4) + le(options.comment.size(), 2) + options.comment + options.suffix;
  return file;
}

namespace pickle {

std::string text(std::string_view value) { return "X" + le(value.size(), 4) + std::string(value); }

std::string integer(std::int64_t value) { return "\x8a\x08" + le(static_cast<std::uint64_t>(value), 8); }

std::string global(std::string_view module, std::string_view name) {
  return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

std::string tuple(std::initializer_list<std::string> items) {
  std::string bytes = "(";
  for (const std::string& item : items) bytes += item;
  return bytes + "t";
}

std::string counts(const std::vector<std::int64_t>& values) {
  std::string bytes = "(";
  for (const std::int64_t value : values) bytes += integer(value);
  return bytes + "t";
}

std::string storage(std::string_view type, std::string_view key, std::int64_t elements) {
  return tuple({text("storage"), global("torch", type), text(key), text("cpu"), integer(elements)}) + "Q";
}

std::string tensor(const Tensor& what) {
  const std::string hooks = global("collections", "OrderedDict") + ")R";
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple({storage(what.type, what.key, what.elements), integer(what.first), counts(what.shape),
                counts(what.strides), "\x89", hooks}) +
         "R";
}

std::string whole(const std::string& value) { return "\x80\x02" + value + "."; }

std::string dict(std::string_view name, const std::string& value) { return whole("}" + text(name) + value + "s"); }

}  // namespace pickle

std::vector<ZipItem> torch_items(const std::string& pickle) {
  std::vector<ZipItem> items(4);
  items[0].name = "archive/data.pkl";
  items[0].data = pickle;
  items[1].name = "archive/byteorder";
  items[1].data = "little";
  items[2].name = "archive/data/0";
  items[2].data = std::string(24, '\x3f');
  items[3].name = "archive/version";
  items[3].data = "3\n";
  return items;
}

std::string torch_zip(const std::string& pickle) { return zip_file(torch_items(pickle)); }

LegacyParts legacy_parts() {
  LegacyParts parts;
  parts.protocol = pickle::whole("M" + le(1001, 2));
  parts.system = pickle::whole("}(" + pickle::text("protocol_version") + "M" + le(1001, 2) +
                               pickle::text("little_endian") + "\x88" + "u");
  parts.object = pickle::dict("x", pickle::tensor());
  parts.keys = pickle::whole("](" + pickle::text("0") + "e");
  parts.data = le(6, 8) + std::string(24, '\x3f');
  return parts;
}

std::string legacy_file(const LegacyParts& parts) {
  const std::string magic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
  return magic + parts.protocol + parts.system + parts.object + parts.keys + parts.data;
}

}  // namespace heddle::testing
