#include "image/image_texts.h"

#include "image/codecs.h"
#include "image/exif.h"
#include "image/file_bytes.h"
#include "image/image_kind.h"
#include "image/metadata_blocks.h"
#include "image/read_image.h"
#include "image/xmp.h"

namespace heddle::image {
namespace {

std::vector<PngText> texts_of(const MetadataBlocks& blocks) {
  std::vector<PngText> texts;
  if (auto graph = xmp_graph(blocks.xmp)) texts.push_back({"heddle", std::move(*graph)});
  const ExifTexts exif = exif_texts(blocks.exif);
  for (const std::string* text : {&exif.make, &exif.model}) {
    for (const std::string_view key : {"prompt", "workflow"}) {
      const std::string head = std::string(key) + ":";
      if (text->starts_with(head)) texts.push_back({std::string(key), text->substr(head.size())});
    }
  }
  if (!exif.user_comment.empty()) texts.push_back({"parameters", exif.user_comment});
  if (!exif.maker_note.empty()) texts.push_back({"fooocus_scheme", exif.maker_note});
  return texts;
}

}  // namespace

Result<std::vector<PngText>> read_image_texts(std::span<const std::uint8_t> bytes, std::string_view name) {
  switch (image_kind(bytes)) {
    case ImageKind::png: return read_png_texts(bytes, name);
    case ImageKind::jpeg: return texts_of(jpeg_blocks(bytes));
    case ImageKind::webp: return texts_of(webp_blocks(bytes));
    case ImageKind::avif: {
      const AvifMetadata metadata = avif_metadata(bytes);
      return texts_of({.exif = metadata.exif, .xmp = metadata.xmp, .profile = {}});
    }
    default: return std::vector<PngText>();
  }
}

Result<std::vector<PngText>> read_image_texts(const std::filesystem::path& path) {
  auto bytes = read_file_bytes(path, ReadLimits{}.bytes);
  if (!bytes) return forward(bytes);
  return read_image_texts(*bytes, path.string());
}

}  // namespace heddle::image
