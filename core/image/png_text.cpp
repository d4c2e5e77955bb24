#include "image/png_text.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "base/printable.h"
#include "base/utf8.h"
#include "image/codecs.h"
#include "image/file_bytes.h"
#include "image/png_chunks.h"

namespace heddle::image {
namespace {

constexpr std::size_t kKeyMost = 79;  // the specification's own limit

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The specification's Latin-1; but many programs write UTF-8 there, and what is valid UTF-8 beyond ASCII is that.
std::string latin1_to_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return clean_utf8(text);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

// The bytes before the next zero, which is stepped over; nothing when there is none.
std::optional<std::span<const std::uint8_t>> take_string(std::span<const std::uint8_t>& rest) {
  const auto end = std::ranges::find(rest, std::uint8_t{0});
  if (end == rest.end()) return std::nullopt;
  const auto length = static_cast<std::size_t>(end - rest.begin());
  const auto head = rest.first(length);
  rest = rest.subspan(length + 1);
  return head;
}

Failure damaged_text(std::string_view name, std::string_view what) {
  return fail(ErrorKind::invalid_input, "[png.read] '{}': {} in its notes; save or download it again", name, what);
}

class TextReader final {
 public:
  explicit TextReader(std::string_view name) : name_(name) {}

  Result<void> add(const PngChunk& chunk) {
    if (png_checksum(chunk.type, chunk.data) != chunk.checksum) return damaged_text(name_, "wrong checksum");
    auto rest = chunk.data;
    const auto key = take_string(rest);
    if (!key || key->empty() || key->size() > kKeyMost) return damaged_text(name_, "a missing or endless name");
    auto text = chunk.type == "tEXt" ? latin1(rest) : (chunk.type == "zTXt" ? packed(rest) : international(rest));
    if (!text) return forward(text);
    left_ -= std::min(left_, text->size());
    if (left_ == 0) return damaged_text(name_, fmt::format("more than {}", readable_size(kTextBytesMost)));
    texts_.push_back({latin1_to_utf8(as_text(*key)), std::move(*text)});
    return {};
  }

  std::vector<PngText> take() { return std::move(texts_); }

 private:
  static Result<std::string> latin1(std::span<const std::uint8_t> bytes) { return latin1_to_utf8(as_text(bytes)); }

  Result<std::string> packed(std::span<const std::uint8_t> rest) {
    if (rest.empty() || rest[0] != 0) return damaged_text(name_, "unknown packing");
    auto text = inflate(rest.subspan(1));
    return text ? Result<std::string>(latin1_to_utf8(*text)) : text;
  }

  Result<std::string> international(std::span<const std::uint8_t> rest) {
    if (rest.size() < 2 || rest[0] > 1 || rest[1] != 0) return damaged_text(name_, "unknown packing");
    const bool is_packed = rest[0] == 1;
    rest = rest.subspan(2);
    if (!take_string(rest) || !take_string(rest)) return damaged_text(name_, "a missing language");
    if (!is_packed) return clean_utf8(as_text(rest));
    auto text = inflate(rest);
    return text ? Result<std::string>(clean_utf8(*text)) : text;
  }

  Result<std::string> inflate(std::span<const std::uint8_t> bytes) {
    if (!has_codecs())
      return fail(ErrorKind::unsupported, "[png.read] '{}' has packed notes; reading them is not in this build", name_);
    auto text = inflate_text(bytes, left_);
    if (!text) return damaged_text(name_, "a damaged or too long packed text");
    return std::move(*text);
  }

  std::string_view name_;
  std::size_t left_ = kTextBytesMost;
  std::vector<PngText> texts_;
};

bool is_text(std::string_view type) { return type == "tEXt" || type == "zTXt" || type == "iTXt"; }

}  // namespace

Result<std::vector<PngText>> read_png_texts(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string shown = printable(name);
  if (bytes.size() < kPngSignature.size() || !std::ranges::equal(bytes.first(kPngSignature.size()), kPngSignature))
    return fail(ErrorKind::invalid_input, "[png.read] '{}' is not a PNG picture", shown);
  PngChunkWalk walk(bytes);
  TextReader reader(shown);
  for (std::size_t i = 0; i < kChunksMost; ++i) {
    const auto chunk = walk.next(shown);
    if (!chunk) return Failure(chunk.error());
    if (chunk->type == "IEND") return reader.take();
    if (!is_text(chunk->type)) continue;
    if (auto added = reader.add(*chunk); !added) return forward(added);
  }
  return fail(ErrorKind::invalid_input, "[png.read] '{}' has more than {} parts; no honest picture does", shown,
              kChunksMost);
}

Result<std::vector<PngText>> read_png_texts(const std::filesystem::path& path) {
  auto bytes = read_file_bytes(path, ReadLimits{}.bytes);
  if (!bytes) return forward(bytes);
  return read_png_texts(*bytes, path.string());
}

std::vector<std::uint8_t> png_text_chunk(const PngText& text) {
  assert(!text.key.empty() && text.key.size() <= kKeyMost);
  const bool ascii =
      std::ranges::all_of(text.text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != 0; });
  const bool international = !ascii || text.key == "heddle";
  std::string data = text.key + '\0';
  if (international) data += std::string(4, '\0');  // not packed, method 0, no language, no translated key
  data += international ? clean_utf8(text.text) : text.text;
  const std::string_view type = international ? "iTXt" : "tEXt";
  return png_chunk(type, {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

}  // namespace heddle::image
