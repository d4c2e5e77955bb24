#include "image/write_image.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>
#include <string>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "image/codecs.h"
#include "image/exif.h"
#include "image/metadata_blocks.h"
#include "image/netpbm.h"
#include "image/xmp.h"

namespace heddle::image {
namespace {

Result<void> write_bytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
  return write_file_atomically(path, std::as_bytes(std::span(bytes)));
}

enum class Format { png, jpeg, webp, netpbm };

std::optional<Format> format_of(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending.empty() || ending == ".png") return Format::png;
  if (ending == ".jpg" || ending == ".jpeg") return Format::jpeg;
  if (ending == ".webp") return Format::webp;
  if (ending == ".ppm" || ending == ".pgm") return Format::netpbm;
  return std::nullopt;
}

// What of the notes JPEG and WebP can hold.
struct Blocks {
  std::vector<std::uint8_t> exif;
  std::string xmp;
};

Blocks blocks_of(const PngNotes& notes, bool is_jpeg, const std::string& shown, std::vector<Note>* said) {
  Blocks blocks;
  bool is_whole = true;
  for (const PngText& text : notes.texts) {
    if (text.key == "parameters") blocks.exif = exif_with_comment(text.text);
    if (text.key == "heddle") blocks.xmp = xmp_with_graph(text.text);
  }
  if (is_jpeg && blocks.exif.size() > kJpegExifMost) blocks.exif.clear(), is_whole = false;
  if (is_jpeg && blocks.xmp.size() > kJpegXmpMost) blocks.xmp.clear(), is_whole = false;
  if (said == nullptr) return blocks;
  if (!is_whole)
    said->push_back(
        note("image.graph_too_large",
             "'{}' is a JPEG, which cannot hold a graph or settings as long as these: write a .png or .webp", shown));
  if (!notes.images.empty()) {
    said->push_back(
        note("image.references_left_out", "'{}' names its references, but does not hold them: a .png does", shown));
  }
  return blocks;
}

Result<void> write_with_blocks(const std::filesystem::path& path, const Image& image, const PngNotes& notes,
                               bool is_jpeg, std::vector<Note>* said) {
  auto bytes = is_jpeg ? encode_jpeg(image) : encode_webp(image);
  if (!bytes) return forward(bytes);
  const Blocks blocks = blocks_of(notes, is_jpeg, printable(path.filename().string()), said);
  if (blocks.exif.empty() && blocks.xmp.empty()) return write_bytes(path, *bytes);
  return write_bytes(path, is_jpeg ? jpeg_with_blocks(*bytes, blocks.exif, blocks.xmp)
                                   : webp_with_blocks(*bytes, {image.width(), image.height(), image.channels() == 4},
                                                      blocks.exif, blocks.xmp));
}

Failure empty_image(const std::filesystem::path& path) {
  return fail(ErrorKind::invalid_input, "[image.write] there is no picture to write to '{}'", printable(path.string()));
}

}  // namespace

Result<void> write_png(const std::filesystem::path& path, const Image& image, const PngNotes& notes) {
  if (image.empty()) return empty_image(path);
  auto bytes = encode_png(image, notes);
  if (!bytes) return forward(bytes);
  const ReadLimits any{image.width() + image.height(), UINT64_MAX};
  const auto back = decode_png(*bytes, path.string(), any);
  if (!back || !std::ranges::equal(back->pixels(), image.pixels()))
    return fail(ErrorKind::internal, "[image.write] '{}' did not read back as it was; nothing was written",
                printable(path.string()));
  return write_bytes(path, *bytes);
}

Result<void> write_ppm(const std::filesystem::path& path, const Image& image) {
  if (image.empty()) return empty_image(path);
  return write_bytes(path, encode_netpbm(image));
}

Result<void> check_ending(const std::filesystem::path& path) {
  const auto format = format_of(path);
  if (!format) {
    return fail(ErrorKind::invalid_input,
                "[image.write] '{}' ends in '{}', which Heddle does not write; use .png, .jpg, .webp or .ppm",
                printable(path.filename().string()), printable(path.extension().string()));
  }
  const bool is_missing = (*format == Format::jpeg && !has_codecs()) || (*format == Format::webp && !has_webp());
  if (is_missing) {
    return fail(ErrorKind::unsupported, "[image.write] writing '{}' is not in this build; use {}",
                printable(path.extension().string()), has_codecs() ? ".png" : ".ppm");
  }
  return {};
}

Result<std::filesystem::path> write_image(const std::filesystem::path& path, const Image& image, const PngNotes& notes,
                                          std::vector<Note>* said) {
  if (auto known = check_ending(path); !known) return forward(known);
  if (image.empty()) return empty_image(path);
  const Format format = *format_of(path);
  std::filesystem::path target = path;
  if (format == Format::png && !has_codecs()) target.replace_extension(".ppm");
  const bool is_netpbm = format == Format::netpbm || target != path;
  const auto written = is_netpbm               ? write_ppm(target, image)
                       : format == Format::png ? write_png(target, image, notes)
                                               : write_with_blocks(target, image, notes, format == Format::jpeg, said);
  if (!written) return Failure(written.error());
  return target;
}

}  // namespace heddle::image
