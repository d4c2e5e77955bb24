// Builds model files byte by byte, right ones and wrong ones. Used by the bad files and by tests of the readers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::testing {

// The `count` lowest bytes of a number, little-endian.
std::string le(std::uint64_t value, int count);

inline std::span<const std::byte> as_bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

// Length, header, then `data_bytes` bytes of data.
std::string safetensors_file(std::string_view header, std::size_t data_bytes);

// A zip entry, with every field that can be false.
struct ZipItem {
  std::string name;
  std::string data;
  std::uint16_t method = 0;
  std::uint16_t flags = 0;
  bool with_descriptor = false;                  // sizes behind the data, as PyTorch writes
  std::optional<std::string> local_name;         // another name in the local header
  std::optional<std::uint32_t> local_size;       // another size there
  std::optional<std::uint32_t> central_size;     // another size in the directory
  std::optional<std::uint32_t> descriptor_size;  // another size in the descriptor
  std::optional<std::uint32_t> header_offset;    // another place in the directory
  std::string gap;                               // bytes put before the entry
  bool zip64 = false;                            // sizes and place in the zip64 extra field
};

struct ZipOptions {
  std::string prefix, suffix, comment;
  int entries_lie = 0;  // added to the number of entries
  int offset_lie = 0;   // added to the directory's offset
  int size_lie = 0;     // added to the directory's size
  int disk = 0;
  bool zip64 = false;  // with the zip64 end records, as PyTorch writes
  int zip64_lie = 0;   // added to the offset in them
};

std::string zip_file(const std::vector<ZipItem>& items, const ZipOptions& options = {});

// Pickle opcodes.
namespace pickle {
std::string text(std::string_view value);  // BINUNICODE
std::string integer(std::int64_t value);   // LONG1, eight bytes
std::string global(std::string_view module, std::string_view name);
std::string tuple(std::initializer_list<std::string> items);
std::string storage(std::string_view type, std::string_view key, std::int64_t elements);  // BINPERSID
std::string counts(const std::vector<std::int64_t>& values);                              // a tuple of integers

struct Tensor {
  std::string_view type = "FloatStorage";
  std::string key = "0";
  std::int64_t elements = 6;  // of the storage
  std::int64_t first = 0;
  std::vector<std::int64_t> shape = {2, 3};
  std::vector<std::int64_t> strides = {3, 1};
};
std::string tensor(const Tensor& what = {});

// PROTO 2, a dict of one entry, STOP.
std::string dict(std::string_view name, const std::string& value);
std::string whole(const std::string& value);  // PROTO 2, value, STOP
}  // namespace pickle

// The entries that torch.save writes: the pickle, the byte order, data 0 of 24 bytes.
std::vector<ZipItem> torch_items(const std::string& pickle);
std::string torch_zip(const std::string& pickle);

struct LegacyParts {
  std::string protocol, system, object, keys, data;
};
LegacyParts legacy_parts();  // one tensor "x" of 2x3 floats
std::string legacy_file(const LegacyParts& parts);

}  // namespace heddle::testing
