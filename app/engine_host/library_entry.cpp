#include "engine_host/library_entry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/printable.h"
#include "weights/inspect.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;
using weights::FileKind;

constexpr std::array<std::string_view, 6> kPreviewEndings = {".preview.png", ".png",          ".preview.jpg",
                                                             ".jpg",         ".preview.jpeg", ".jpeg"};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool has_broken_part(const weights::Inspection& inspection) {
  return std::any_of(inspection.parts.begin(), inspection.parts.end(),
                     [](const weights::InspectedPart& part) { return !part.error.empty(); });
}

}  // namespace

std::string family_id(const weights::Signature& signature) {
  if (!weights::facts_of(signature.kind).is_of_family) return {};
  const bool could_be = signature.family == weights::Family::sd1 || signature.family == weights::Family::unknown;
  if (could_be && signature.cross_attention_dim == weights::kBobbinContext) return "bobbin";
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
  entry.kind = weights::facts_of(inspection->signature.kind).id;
  entry.family = family_id(inspection->signature);
  entry.variant = inspection->signature.variant;
  entry.what = weights::describe(inspection->signature);
  entry.bytes = inspection->bytes;
  entry.parameters = inspection->parameters;
  if (auto& facts = inspection->cross_attention) {
    entry.cross_attention = {std::move(facts->layers), std::move(facts->style), std::move(facts->layout)};
  }
  if (inspection->problems.empty()) return entry;
  const bool unusable = inspection->signature.kind == FileKind::unknown || has_broken_part(*inspection);
  (unusable ? entry.problem : entry.note) = inspection->problems.front();
  return entry;
}

}  // namespace heddle::engine_host
