#include "weights/sniff.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>

#include "base/printable.h"
#include "weights/little_endian.h"

namespace heddle::weights {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  Content content;
};

// At offset 0. The legacy PyTorch file begins with the pickled number 0x1950a86a20f9469cfc6c.
constexpr std::array kSignatures = {
    Signature{"PK\x03\x04"sv, Content::zip},
    Signature{"PK\x05\x06"sv, Content::zip},
    Signature{"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."sv, Content::torch_legacy},
    Signature{"version https://git-lfs"sv, Content::git_lfs_pointer},
    Signature{"\x89PNG\r\n\x1a\n"sv, Content::image},
    Signature{"\xff\xd8\xff"sv, Content::image},
    Signature{"GIF8"sv, Content::image},
    Signature{"RIFF"sv, Content::image},
    Signature{"\x1f\x8b"sv, Content::archive},
    Signature{"7z\xbc\xaf\x27\x1c"sv, Content::archive},
    Signature{"Rar!"sv, Content::archive},
    Signature{"BZh"sv, Content::archive},
    Signature{"\xfd"
              "7zXZ\0"sv,
              Content::archive},
    Signature{"\x28\xb5\x2f\xfd"sv, Content::archive},
    Signature{"GGUF"sv, Content::gguf},
    Signature{"GGML"sv, Content::gguf},
    Signature{"\x89HDF\r\n\x1a\n"sv, Content::hdf5},
    Signature{"\x93NUMPY"sv, Content::onnx_or_numpy},
    Signature{"\x08\x07\x12"sv, Content::onnx_or_numpy},
    Signature{"\x08\x08\x12"sv, Content::onnx_or_numpy},
    Signature{"%PDF"sv, Content::pdf},
    Signature{"\x7f"
              "ELF"sv,
              Content::program},
    Signature{"MZ\x90"sv, Content::program},
    Signature{"#!"sv, Content::program},
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

bool is_tar(std::string_view file) { return file.size() >= 512 && file.substr(257, 5) == "ustar"; }

// A little-endian length whose header would begin with '{'. A damaged length still counts, so that the reader can say
// what is wrong with it.
bool looks_like_safetensors(std::string_view file) {
  if (file.size() < 9 || file[8] != '{') return false;
  return std::any_of(file.begin(), file.begin() + 8, [](char c) { return c == '\0' || c == '\xff'; });
}

Content sniff_text(std::string_view file) {
  std::string_view head = file.substr(0, 1024);
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Content::text;
  const std::string start = lower_case(head.substr(first));
  for (const std::string_view tag :
       {"<!doctype"sv, "<html"sv, "<head"sv, "<body"sv, "<?xml"sv, "<!--"sv, "<script"sv}) {
    if (start.starts_with(tag)) return Content::web_page;
  }
  const auto is_text = [](unsigned char c) { return c >= 0x20 || c == '\t' || c == '\r' || c == '\n' || c == '\f'; };
  if (!std::all_of(head.begin(), head.end(), is_text)) return Content::unknown;
  // The cut at 1024 bytes may split a character: the last three bytes are ignored.
  const std::size_t whole = file.size() > head.size() && head.size() > 4 ? head.size() - 4 : head.size();
  std::size_t end = whole;
  while (end > 0 && whole - end < 4 && (static_cast<unsigned char>(head[end - 1]) & 0x80) != 0) --end;
  if (!is_valid_utf8(head.substr(0, end))) return Content::unknown;
  return start.front() == '{' || start.front() == '[' ? Content::json : Content::text;
}

}  // namespace

Content sniff(std::span<const std::byte> file) {
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  if (text.empty()) return Content::empty;
  // Before the signatures: a header's length may begin with any byte.
  if (looks_like_safetensors(text)) return Content::safetensors;
  for (const Signature& signature : kSignatures) {
    if (text.starts_with(signature.bytes)) return signature.content;
  }
  if (is_tar(text)) return Content::tar;
  if (text.size() > 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5) return Content::pickle;
  const Content content = sniff_text(text);
  // Eight bytes of length, then a header that does not begin with '{' (or is missing): the reader says so.
  if (content == Content::unknown && text.size() >= 8 && read_le<std::uint64_t>(file) < (std::uint64_t{1} << 32)) {
    return Content::safetensors;
  }
  return content;
}

std::string_view refusal(Content content) {
  switch (content) {
    case Content::safetensors:
    case Content::zip:
    case Content::torch_legacy: return "";
    case Content::empty: return "is empty: download it again";
    case Content::web_page:
      return "is a web page, not a model: download it again (the site may ask you to log in first)";
    case Content::git_lfs_pointer:
      return "is a Git LFS pointer, not the model itself: run 'git lfs pull', or download it again";
    case Content::image: return "is a picture or a film, not a model: drop it on the canvas instead";
    case Content::tar:
      return "is a tar archive; models from before PyTorch 0.4 are not read: unpack it, or convert it to safetensors";
    case Content::archive: return "is a packed archive, not a model: unpack it first";
    case Content::pickle: return "is a Python pickle without a model's frame: convert it to safetensors";
    case Content::gguf: return "is a GGUF or GGML model, which is not read: get the safetensors version";
    case Content::hdf5: return "is a Keras or HDF5 model, which is not read: get the safetensors version";
    case Content::onnx_or_numpy: return "is an ONNX or NumPy file, which is not read: get the safetensors version";
    case Content::pdf: return "is a PDF document, not a model";
    case Content::program: return "is a program, not a model: do not run it";
    case Content::json: return "is a JSON text, not a model: choose the .safetensors file beside it";
    case Content::text: return "is a text, not a model: download it again";
    case Content::unknown:
      return "is no kind of model file that is known here: download it again, or get the safetensors version";
  }
  return "is not a model";
}

bool is_unfinished_download(std::string_view file_name) {
  const std::string lower = lower_case(file_name);
  for (const std::string_view ending :
       {".part"sv, ".partial"sv, ".crdownload"sv, ".download"sv, ".aria2"sv, ".incomplete"sv, ".tmp"sv, ".!qb"sv}) {
    if (lower.size() > ending.size() && lower.ends_with(ending)) return true;
  }
  return false;
}

bool is_foreign_file(std::string_view file_name) {
  const std::string lower = lower_case(file_name);
  if (lower.starts_with('.') || lower.starts_with("~$") || lower == "thumbs.db" || lower == "desktop.ini" ||
      lower == "icon\r")
    return true;
  for (const std::string_view ending : {".bak"sv, ".old"sv, ".orig"sv, ".swp"sv, ".lock"sv, "~"sv}) {
    if (lower.ends_with(ending)) return true;
  }
  // Syncthing, Dropbox (also "(Ann's conflicted copy 2024-01-01)"), Nextcloud, Google Drive.
  for (const std::string_view piece : {".sync-conflict-"sv, "conflicted copy"sv, "[conflict]"sv, "(conflict"sv}) {
    if (lower.find(piece) != lower.npos) return true;
  }
  return is_unfinished_download(file_name);
}

}  // namespace heddle::weights
