#include "weights/zip_directory.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/checked_math.h"
#include "base/printable.h"
#include "weights/little_endian.h"
#include "weights/table_limits.h"
#include "weights/zip_second_reading.h"

namespace heddle::weights {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint32_t kEnd64Locator = 0x07064b50;
constexpr std::uint32_t kDescriptor = 0x08074b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocatorBytes = 20;
constexpr std::uint64_t kMaxEntries = 2 * kMaxTensors;
constexpr std::uint16_t kEncrypted = 0x2041;      // bit 0, strong encryption, masked headers
constexpr std::uint16_t kHasDescriptor = 0x0008;  // sizes follow the data
constexpr std::uint16_t kKnownFlags = 0x0808 | 0x0006;
constexpr std::uint16_t kZip64Extra = 0x0001;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;  // the value is in the zip64 extra field

// Fixed-size fields at offsets that were checked to be inside.
class Record final {
 public:
  explicit Record(std::span<const std::byte> bytes) : bytes_(bytes) {}
  template <class T>
  [[nodiscard]] T at(std::size_t offset) const {
    return read_le<T>(bytes_.subspan(offset));
  }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

std::optional<Record> record_at(std::span<const std::byte> file, std::uint64_t offset, std::size_t size,
                                std::uint32_t signature) {
  if (offset > file.size() || size > file.size() - offset) return std::nullopt;
  const Record record(file.subspan(offset, size));
  if (record.at<std::uint32_t>(0) != signature) return std::nullopt;
  return record;
}

std::string_view text_at(std::span<const std::byte> file, std::uint64_t offset, std::size_t size) {
  return {reinterpret_cast<const char*>(file.data()) + offset, size};
}

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
};

// The zip64 records are between the directory and the end record.
Result<Directory> find_directory64(std::span<const std::byte> file, const Record& locator,
                                   std::uint64_t locator_offset) {
  const std::uint64_t offset = locator.at<std::uint64_t>(8);
  const auto end64 = record_at(file, offset, kEnd64Bytes, kEnd64);
  if (!end64 || offset + kEnd64Bytes != locator_offset || end64->at<std::uint64_t>(4) != kEnd64Bytes - 12) {
    return damaged("its zip64 end record is not where it should be");
  }
  const Directory found{end64->at<std::uint64_t>(48), end64->at<std::uint64_t>(40), end64->at<std::uint64_t>(32)};
  if (end64->at<std::uint32_t>(16) != 0 || end64->at<std::uint32_t>(20) != 0 || locator.at<std::uint32_t>(4) != 0 ||
      end64->at<std::uint64_t>(24) != found.entries) {
    return damaged("it is a part of a zip file on several disks");
  }
  if (checked_add(found.offset, found.size) != offset) return damaged("its zip directory is not where it should be");
  return found;
}

Result<Directory> find_directory(std::span<const std::byte> file) {
  if (file.size() < kEndBytes) return fail(ErrorKind::invalid_input, "is cut off: download it again");
  const std::uint64_t end_offset = file.size() - kEndBytes;
  const auto end = record_at(file, end_offset, kEndBytes, kEnd);
  // Without the end record at the very end the download stopped early, or something was added behind.
  if (!end || end->at<std::uint16_t>(20) != 0) {
    return fail(ErrorKind::invalid_input, "is cut off, or has something added at its end: download it again");
  }
  const Directory small{end->at<std::uint32_t>(16), end->at<std::uint32_t>(12), end->at<std::uint16_t>(10)};
  if (end->at<std::uint16_t>(4) != 0 || end->at<std::uint16_t>(6) != 0 || end->at<std::uint16_t>(8) != small.entries) {
    return damaged("it is a part of a zip file on several disks");
  }
  const std::uint64_t locator_offset = end_offset < kLocatorBytes ? file.size() : end_offset - kLocatorBytes;
  const auto locator = record_at(file, locator_offset, kLocatorBytes, kEnd64Locator);
  if (!locator) {
    if (small.offset + small.size != end_offset) return damaged("its zip directory is not where it should be");
    return small;
  }
  auto large = find_directory64(file, *locator, locator_offset);
  if (!large) return large;
  const bool agrees = (small.offset == kIn64 || small.offset == large->offset) &&
                      (small.size == kIn64 || small.size == large->size) &&
                      (small.entries == 0xFFFF || small.entries == large->entries);
  if (!agrees) return damaged("its two zip end records contradict each other");
  return large;
}

// Replaces the values that are marked as stored in the zip64 extra field, in the field's order.
bool fill_from_zip64(std::span<const std::byte> extra, std::span<std::uint64_t* const> values) {
  const bool needed = std::any_of(values.begin(), values.end(), [](const std::uint64_t* v) { return *v == kIn64; });
  if (!needed) return true;
  while (extra.size() >= 4) {
    const std::size_t size = read_le<std::uint16_t>(extra.subspan(2));
    if (size > extra.size() - 4) return false;
    std::span<const std::byte> field = extra.subspan(4, size);
    if (read_le<std::uint16_t>(extra) != kZip64Extra) {
      extra = extra.subspan(4 + size);
      continue;
    }
    for (std::uint64_t* value : values) {
      if (*value != kIn64) continue;
      if (field.size() < 8) return false;
      *value = read_le<std::uint64_t>(field);
      field = field.subspan(8);
    }
    return true;
  }
  return false;
}

struct CentralEntry {
  ZipEntry entry;
  std::uint32_t crc = 0;
  std::uint16_t flags = 0;
};

Result<CentralEntry> read_central(std::span<const std::byte> directory, std::uint64_t& at) {
  const auto header = record_at(directory, at, kCentralBytes, kCentralHeader);
  if (!header) return damaged("its zip directory is broken");
  const std::size_t name_size = header->at<std::uint16_t>(28);
  const std::size_t extra_size = header->at<std::uint16_t>(30);
  const std::size_t rest = name_size + extra_size + header->at<std::uint16_t>(32);
  if (rest > directory.size() - at - kCentralBytes) return damaged("its zip directory is broken");

  CentralEntry read;
  read.entry.name = text_at(directory, at + kCentralBytes, name_size);
  read.flags = header->at<std::uint16_t>(8);
  read.crc = header->at<std::uint32_t>(16);
  read.entry.size = header->at<std::uint32_t>(24);
  read.entry.header = header->at<std::uint32_t>(42);
  std::uint64_t packed = header->at<std::uint32_t>(20);
  const std::string name = printable(read.entry.name);
  std::uint64_t* const wide[] = {&read.entry.size, &packed, &read.entry.header};
  if (!fill_from_zip64(directory.subspan(at + kCentralBytes + name_size, extra_size), wide)) {
    return damaged("'{}' in it lacks its zip64 sizes", name);
  }
  if ((read.flags & kEncrypted) != 0) return fail(ErrorKind::unsupported, "is encrypted: save it without a password");
  if (header->at<std::uint16_t>(10) != 0) {
    return fail(ErrorKind::unsupported, "is a compressed zip; PyTorch stores its data plain: unpack it first");
  }
  if (packed != read.entry.size || (read.flags & ~kKnownFlags) != 0 || header->at<std::uint16_t>(34) != 0) {
    return damaged("'{}' in it contradicts itself", name);
  }
  at += kCentralBytes + rest;
  return read;
}

// Behind the data, where flag bit 3 says so: signature, CRC, both sizes, in 32 or 64 bits.
std::optional<std::size_t> descriptor_size(std::span<const std::byte> file, const CentralEntry& central,
                                           std::uint64_t offset) {
  const std::uint64_t size = central.entry.size;
  if (const auto wide = record_at(file, offset, 24, kDescriptor)) {
    if (wide->at<std::uint32_t>(4) == central.crc && wide->at<std::uint64_t>(8) == size &&
        wide->at<std::uint64_t>(16) == size) {
      return 24;
    }
  }
  if (const auto narrow = record_at(file, offset, 16, kDescriptor)) {
    if (narrow->at<std::uint32_t>(4) == central.crc && narrow->at<std::uint32_t>(8) == size &&
        narrow->at<std::uint32_t>(12) == size) {
      return 16;
    }
  }
  return std::nullopt;
}

// Finds the entry's bytes by its local header, which must agree with the directory.
Result<void> locate(std::span<const std::byte> file, CentralEntry& central) {
  ZipEntry& entry = central.entry;
  const std::string name = printable(entry.name);
  const auto header = record_at(file, entry.header, kLocalBytes, kLocalHeader);
  if (!header) return damaged("'{}' in it has no header of its own", name);
  const std::size_t name_size = header->at<std::uint16_t>(26);
  const std::size_t extra_size = header->at<std::uint16_t>(28);
  const std::uint64_t behind_header = entry.header + kLocalBytes;
  if (name_size + extra_size > file.size() - behind_header) return damaged("'{}' in it is cut off", name);

  std::uint64_t size = header->at<std::uint32_t>(22);
  std::uint64_t packed = header->at<std::uint32_t>(18);
  std::uint64_t* const wide[] = {&size, &packed};
  const bool filled = fill_from_zip64(file.subspan(behind_header + name_size, extra_size), wide);
  const bool deferred = (central.flags & kHasDescriptor) != 0 && size == 0 && packed == 0;
  const bool same_size = deferred || (filled && size == entry.size && packed == entry.size);
  if (text_at(file, behind_header, name_size) != entry.name || header->at<std::uint16_t>(6) != central.flags ||
      header->at<std::uint16_t>(8) != 0 || !same_size) {
    return damaged("the two descriptions of '{}' in it contradict each other", name);
  }
  entry.offset = behind_header + name_size + extra_size;
  if (entry.size > file.size() - entry.offset) return damaged("'{}' in it is cut off", name);
  entry.end = entry.offset + entry.size;
  if ((central.flags & kHasDescriptor) != 0) {
    const auto descriptor = descriptor_size(file, central, entry.end);
    if (!descriptor) return damaged("the two descriptions of '{}' in it contradict each other", name);
    entry.end += *descriptor;
  }
  return {};
}

// In the order of the file, the entries must fill it from its first byte to the directory.
Result<void> check_entries_tile(std::vector<ZipEntry> entries, std::uint64_t directory_offset) {
  std::sort(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.header < b.header; });
  std::uint64_t expected = 0;
  for (const ZipEntry& entry : entries) {
    if (entry.header != expected) {
      return damaged("'{}' in it {}", printable(entry.name),
                     entry.header < expected ? "overlaps another entry" : "has something hidden before it");
    }
    expected = entry.end;
  }
  if (expected != directory_offset) return damaged("it has something hidden before its zip directory");

  std::sort(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(entries.begin(), entries.end(),
                                        [](const ZipEntry& a, const ZipEntry& b) { return a.name == b.name; });
  if (twice != entries.end()) return damaged("it has two entries named '{}'", printable(twice->name));
  return {};
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip_directory(std::span<const std::byte> file) {
  const auto found = find_directory(file);
  if (!found) return Failure(found.error());
  if (found->entries > kMaxEntries || found->entries > found->size / kCentralBytes) {
    return damaged("its zip directory claims {} entries", found->entries);
  }
  const auto directory = file.subspan(found->offset, found->size);
  std::vector<ZipEntry> entries;
  entries.reserve(found->entries);
  std::uint64_t at = 0;
  for (std::uint64_t i = 0; i < found->entries; ++i) {
    auto central = read_central(directory, at);
    if (!central) return forward(central);
    if (auto located = locate(file, *central); !located) return forward(located);
    entries.push_back(central->entry);
  }
  if (at != directory.size()) return damaged("its zip directory holds more than its entries");
  if (auto tiled = check_entries_tile(entries, found->offset); !tiled) return forward(tiled);
  if (auto agreed = check_second_reading(file, entries); !agreed) return forward(agreed);
  return entries;
}

}  // namespace heddle::weights
