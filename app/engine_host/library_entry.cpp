#include "engine_host/library_entry.h"

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "weights/inspect.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;
using weights::FileKind;

constexpr std::int64_t kBobbinContext = 192;  // width of Bobbin's text states; no published model has it

constexpr std::array<std::string_view, 6> kPreviewEndings = {".preview.png", ".png",         ".preview.jpg",
                                                             ".jpg",         ".preview.jpeg", ".jpeg"};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// These work with text states or a UNet of one family; a VAE or an encoder serves several.
bool has_family(FileKind kind) {
  return kind != FileKind::unknown && kind != FileKind::vae && kind != FileKind::vae_tiny &&
         kind != FileKind::image_encoder && kind != FileKind::text_encoder && kind != FileKind::clip;
}

bool has_broken_part(const weights::Inspection& inspection) {
  return std::any_of(inspection.parts.begin(), inspection.parts.end(),
                     [](const weights::InspectedPart& part) { return !part.error.empty(); });
}

}  // namespace

std::string kind_id(FileKind kind) {
  switch (kind) {
    case FileKind::unknown: return "unknown";
    case FileKind::checkpoint: return "checkpoint";
    case FileKind::unet: return "unet";
    case FileKind::vae: return "vae";
    case FileKind::vae_tiny: return "vae_tiny";
    case FileKind::text_encoder: return "text_encoder";
    case FileKind::image_encoder: return "image_encoder";
    case FileKind::clip: return "clip";
    case FileKind::ip_adapter: return "ip_adapter";
    case FileKind::controlnet: return "controlnet";
    case FileKind::t2i_adapter: return "t2i_adapter";
    case FileKind::lora: return "lora";
    case FileKind::textual_inversion: return "embedding";
  }
  return "unknown";
}

std::string family_id(const weights::Signature& signature) {
  if (!has_family(signature.kind)) return {};
  const bool could_be = signature.family == weights::Family::sd1 || signature.family == weights::Family::unknown;
  if (could_be && signature.cross_attention_dim == kBobbinContext) return "bobbin";
  switch (signature.family) {
    case weights::Family::sd1: return "sd1";
    case weights::Family::sd2: return "sd2";
    case weights::Family::sdxl: return "sdxl";
    case weights::Family::unknown: break;
  }
  return "unknown";
}

fs::path preview_beside(const fs::path& model) {
  std::error_code error;
  const bool is_folder = fs::is_directory(model, error);
  const fs::path stem = is_folder ? model : model.parent_path() / model.stem();
  for (const std::string_view ending : kPreviewEndings) {
    fs::path candidate = stem;
    candidate += ending;
    if (is_file(candidate)) return candidate;
  }
  for (const char* name : {"preview.png", "preview.jpg"}) {
    if (is_folder && is_file(model / name)) return model / name;
  }
  return {};
}

protocol::LibraryEntry examine(const fs::path& path) {
  protocol::LibraryEntry entry;
  entry.path = path.string();
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  entry.name = printable((folder ? path.filename() : path.stem()).string());
  auto inspection = weights::inspect(path);
  if (!inspection) {
    entry.problem = inspection.error().message;
    entry.bytes = folder ? 0 : static_cast<std::uint64_t>(fs::file_size(path, error));
    return entry;
  }
  entry.kind = kind_id(inspection->signature.kind);
  entry.family = family_id(inspection->signature);
  entry.variant = inspection->signature.variant;
  entry.what = weights::describe(inspection->signature);
  entry.bytes = inspection->bytes;
  entry.parameters = inspection->parameters;
  if (inspection->problems.empty()) return entry;
  const bool unusable = inspection->signature.kind == FileKind::unknown || has_broken_part(*inspection);
  (unusable ? entry.problem : entry.note) = inspection->problems.front();
  return entry;
}

}  // namespace heddle::engine_host
