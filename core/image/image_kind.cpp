#include "image/image_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace heddle::image {
namespace {

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  ImageKind kind;
};

using namespace std::string_view_literals;

constexpr std::array kSignatures = {
    Signature{0, "\x89PNG\r\n\x1a\n"sv, ImageKind::png},
    Signature{0, "\xff\xd8\xff"sv, ImageKind::jpeg},
    Signature{8, "WEBP"sv, ImageKind::webp},
    Signature{0, "GIF8"sv, ImageKind::gif},
    Signature{0, "BM"sv, ImageKind::bmp},
    Signature{0, "II*\0"sv, ImageKind::tiff},
    Signature{0, "MM\0*"sv, ImageKind::tiff},
    Signature{4, "ftyp"sv, ImageKind::heif},
    Signature{0, "\xff\x0a"sv, ImageKind::jxl},
    Signature{4, "JXL "sv, ImageKind::jxl},
    Signature{0, "v/1\x01"sv, ImageKind::exr},
    Signature{0, "8BPS"sv, ImageKind::psd},
    Signature{0, "%PDF"sv, ImageKind::pdf},
    Signature{0, "PK\x03\x04"sv, ImageKind::zip},
    Signature{0, "version https://git-lfs"sv, ImageKind::lfs_pointer},
    Signature{8, "{\""sv, ImageKind::safetensors},
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Of a file of boxes (ISO/IEC 14496-12): an AVIF when one of the brands in its first box says so.
ImageKind brand_kind(std::string_view head) {
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(head[i])}; };
  const std::size_t box = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  constexpr std::size_t kMajor = 8, kCompatible = 16;
  for (std::size_t at = kMajor; at + 4 <= std::min(box, head.size()); at = at == kMajor ? kCompatible : at + 4) {
    const std::string_view brand = head.substr(at, 4);
    if (brand == "avif" || brand == "avis") return ImageKind::avif;
  }
  return ImageKind::heif;
}

ImageKind netpbm_kind(std::string_view head) {
  if (head.size() < 3 || head[0] != 'P' || !(is_space(head[2]) || head[2] == '#')) return ImageKind::unknown;
  switch (head[1]) {
    case '5': return ImageKind::pgm;
    case '6': return ImageKind::ppm;
    case '1':
    case '2':
    case '3':
    case '4':
    case '7': return ImageKind::plain_netpbm;
    default: return ImageKind::unknown;
  }
}

// A web page, a drawing in XML, or other readable text; unknown when it holds bytes that text does not.
ImageKind text_kind(std::string_view head) {
  const auto is_text = [](unsigned char c) { return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f'; };
  if (!std::ranges::all_of(head, is_text)) return ImageKind::unknown;
  std::string lower(head);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower.find("<html") != std::string::npos || lower.find("<!doctype html") != std::string::npos)
    return ImageKind::web_page;
  if (lower.find("<svg") != std::string::npos) return ImageKind::svg;
  return ImageKind::text;
}

}  // namespace

ImageKind image_kind(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return ImageKind::empty;
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 1024));
  for (const Signature& signature : kSignatures) {
    if (head.size() >= signature.offset && head.substr(signature.offset).starts_with(signature.bytes))
      return signature.kind == ImageKind::heif ? brand_kind(head) : signature.kind;
  }
  const ImageKind netpbm = netpbm_kind(head);
  return netpbm != ImageKind::unknown ? netpbm : text_kind(head);
}

bool is_16_bit_png(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kDepthAt = 24;  // behind signature, IHDR's length and name, width and height
  return bytes.size() > kDepthAt && image_kind(bytes) == ImageKind::png && bytes[kDepthAt] == 16;
}

bool is_readable(ImageKind kind) {
  return kind == ImageKind::png || kind == ImageKind::jpeg || kind == ImageKind::webp || kind == ImageKind::avif ||
         kind == ImageKind::ppm || kind == ImageKind::pgm;
}

std::string_view refusal(ImageKind kind) {
  switch (kind) {
    case ImageKind::empty: return "is empty; save or download it again";
    case ImageKind::gif: return "is a GIF picture; save it as PNG";
    case ImageKind::bmp: return "is a BMP picture; save it as PNG";
    case ImageKind::tiff: return "is a TIFF picture; save it as PNG";
    case ImageKind::heif: return "is a HEIF picture (or a film); save it as PNG or JPEG";
    case ImageKind::jxl: return "is a JPEG XL picture; save it as PNG or JPEG";
    case ImageKind::exr: return "is an OpenEXR picture; save it as PNG";
    case ImageKind::psd: return "is a Photoshop document; save it as PNG";
    case ImageKind::plain_netpbm: return "is a Netpbm picture of a kind other than P5 and P6; save it as PNG";
    case ImageKind::svg: return "is an SVG drawing; export it as PNG";
    case ImageKind::pdf: return "is a PDF document; export the page as PNG";
    case ImageKind::web_page: return "is a web page, not a picture; download the picture itself";
    case ImageKind::lfs_pointer: return "is a Git LFS pointer, not the picture; run `git lfs pull`";
    case ImageKind::zip: return "is a zip archive or a checkpoint, not a picture";
    case ImageKind::safetensors: return "is a safetensors file, not a picture; give it as the model";
    case ImageKind::text: return "is a text, not a picture";
    default: return "is not a picture that Heddle reads (PNG, JPEG, WebP, AVIF, PPM)";
  }
}

}  // namespace heddle::image
