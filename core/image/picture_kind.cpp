#include "image/picture_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace heddle::image {
namespace {

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  PictureKind kind;
};

using namespace std::string_view_literals;

constexpr std::array kSignatures = {
    Signature{0, "\x89PNG\r\n\x1a\n"sv, PictureKind::png},
    Signature{0, "\xff\xd8\xff"sv, PictureKind::jpeg},
    Signature{8, "WEBP"sv, PictureKind::webp},
    Signature{0, "GIF8"sv, PictureKind::gif},
    Signature{0, "BM"sv, PictureKind::bmp},
    Signature{0, "II*\0"sv, PictureKind::tiff},
    Signature{0, "MM\0*"sv, PictureKind::tiff},
    Signature{4, "ftyp"sv, PictureKind::heif},
    Signature{0, "\xff\x0a"sv, PictureKind::jxl},
    Signature{4, "JXL "sv, PictureKind::jxl},
    Signature{0, "v/1\x01"sv, PictureKind::exr},
    Signature{0, "8BPS"sv, PictureKind::psd},
    Signature{0, "%PDF"sv, PictureKind::pdf},
    Signature{0, "PK\x03\x04"sv, PictureKind::zip},
    Signature{0, "version https://git-lfs"sv, PictureKind::lfs_pointer},
    Signature{8, "{\""sv, PictureKind::safetensors},
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

PictureKind netpbm_kind(std::string_view head) {
  if (head.size() < 3 || head[0] != 'P' || !(is_space(head[2]) || head[2] == '#')) return PictureKind::unknown;
  switch (head[1]) {
    case '5': return PictureKind::pgm;
    case '6': return PictureKind::ppm;
    case '1':
    case '2':
    case '3':
    case '4':
    case '7': return PictureKind::plain_netpbm;
    default: return PictureKind::unknown;
  }
}

// A web page, a drawing in XML, or other readable text; unknown when it holds bytes that text does not.
PictureKind text_kind(std::string_view head) {
  const auto is_text = [](unsigned char c) { return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f'; };
  if (!std::ranges::all_of(head, is_text)) return PictureKind::unknown;
  std::string lower(head);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower.find("<html") != std::string::npos || lower.find("<!doctype html") != std::string::npos)
    return PictureKind::web_page;
  if (lower.find("<svg") != std::string::npos) return PictureKind::svg;
  return PictureKind::text;
}

}  // namespace

PictureKind picture_kind(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return PictureKind::empty;
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 1024));
  for (const Signature& signature : kSignatures) {
    if (head.size() >= signature.offset && head.substr(signature.offset).starts_with(signature.bytes))
      return signature.kind;
  }
  const PictureKind netpbm = netpbm_kind(head);
  return netpbm != PictureKind::unknown ? netpbm : text_kind(head);
}

bool is_16_bit_png(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kDepthAt = 24;  // behind signature, IHDR's length and name, width and height
  return bytes.size() > kDepthAt && picture_kind(bytes) == PictureKind::png && bytes[kDepthAt] == 16;
}

bool is_readable(PictureKind kind) {
  return kind == PictureKind::png || kind == PictureKind::jpeg || kind == PictureKind::webp ||
         kind == PictureKind::ppm || kind == PictureKind::pgm;
}

std::string_view refusal(PictureKind kind) {
  switch (kind) {
    case PictureKind::empty: return "is empty; save or download it again";
    case PictureKind::gif: return "is a GIF picture; save it as PNG";
    case PictureKind::bmp: return "is a BMP picture; save it as PNG";
    case PictureKind::tiff: return "is a TIFF picture; save it as PNG";
    case PictureKind::heif: return "is a HEIF or AVIF picture (or a film); save it as PNG or JPEG";
    case PictureKind::jxl: return "is a JPEG XL picture; save it as PNG or JPEG";
    case PictureKind::exr: return "is an OpenEXR picture; save it as PNG";
    case PictureKind::psd: return "is a Photoshop document; save it as PNG";
    case PictureKind::plain_netpbm: return "is a Netpbm picture of a kind other than P5 and P6; save it as PNG";
    case PictureKind::svg: return "is an SVG drawing; export it as PNG";
    case PictureKind::pdf: return "is a PDF document; export the page as PNG";
    case PictureKind::web_page: return "is a web page, not a picture; download the picture itself";
    case PictureKind::lfs_pointer: return "is a Git LFS pointer, not the picture; run `git lfs pull`";
    case PictureKind::zip: return "is a zip archive or a checkpoint, not a picture";
    case PictureKind::safetensors: return "is a safetensors file, not a picture; give it as the model";
    case PictureKind::text: return "is a text, not a picture";
    default: return "is not a picture that Heddle reads (PNG, JPEG, WebP, PPM)";
  }
}

}  // namespace heddle::image
