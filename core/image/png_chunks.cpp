#include "image/png_chunks.h"

namespace heddle::image {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
    table[i] = value;
  }
  return table;
}

constexpr auto kTable = make_table();

std::uint32_t chunk_number(const std::uint8_t* p) {
  return std::uint32_t{p[0]} << 24U | std::uint32_t{p[1]} << 16U | std::uint32_t{p[2]} << 8U | p[3];
}

void append_big_endian(std::vector<std::uint8_t>& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
}

constexpr std::size_t kFrame = 12;  // length, type and checksum around the data

}  // namespace

std::uint32_t png_checksum(std::string_view type, std::span<const std::uint8_t> data) {
  std::uint32_t value = 0xffffffffU;
  const auto add = [&value](std::uint8_t byte) { value = kTable[(value ^ byte) & 0xffU] ^ (value >> 8U); };
  for (const char c : type) add(static_cast<std::uint8_t>(c));
  for (const std::uint8_t byte : data) add(byte);
  return value ^ 0xffffffffU;
}

std::vector<std::uint8_t> png_chunk(std::string_view type, std::span<const std::uint8_t> data) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(data.size() + kFrame);
  append_big_endian(bytes, static_cast<std::uint32_t>(data.size()));
  bytes.insert(bytes.end(), type.begin(), type.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  append_big_endian(bytes, png_checksum(type, data));
  return bytes;
}

Result<PngChunk> PngChunkWalk::next(std::string_view name) {
  if (rest_.size() < kFrame)
    return fail(ErrorKind::invalid_input, "[png.read] '{}' is cut: it has no end; save or download it again", name);
  const std::size_t length = chunk_number(rest_.data());
  if (length > rest_.size() - kFrame)
    return fail(ErrorKind::invalid_input, "[png.read] '{}' is cut or damaged: a part of {} bytes has {} left", name,
                length, rest_.size() - kFrame);
  PngChunk chunk;
  chunk.type = std::string_view(reinterpret_cast<const char*>(&rest_[4]), 4);
  chunk.data = rest_.subspan(8, length);
  chunk.checksum = chunk_number(&rest_[8 + length]);
  rest_ = rest_.subspan(kFrame + length);
  return chunk;
}

}  // namespace heddle::image
