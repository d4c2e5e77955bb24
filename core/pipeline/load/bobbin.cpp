#include "pipeline/load/bobbin.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/printable.h"
#include "weights/sniff.h"

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "bobbin", kWithVariant = "bobbin:", kEnding = ".safetensors", kStyles = "styles",
                           kControls = "controlnet-", kT2I = "t2iadapter-", kUNets = "unet-";

struct AdapterName {
  std::string_view variant, file;
};
constexpr std::array<AdapterName, 3> kAdapters = {{{"", "ip-adapter_bobbin.safetensors"},
                                                   {"plus", "ip-adapter-plus_bobbin.safetensors"},
                                                   {"simple", "simple-adapter_bobbin.safetensors"}}};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::vector<std::string> styles_in(const fs::path& bobbin) {
  std::vector<std::string> styles;
  std::error_code error;
  for (fs::directory_iterator entry(bobbin / kStyles, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (entry->path().extension() == kEnding && !weights::is_foreign_file(entry->path().filename().string()))
      styles.push_back(entry->path().stem().string());
  }
  std::ranges::sort(styles);
  return styles;
}

Failure no_such(std::string_view what, const std::string& name, const std::vector<std::string>& there) {
  const std::string others =
      there.empty() ? std::string("it has none here") : fmt::format("it has: {}", fmt::join(there, ", "));
  return fail(ErrorKind::not_found, "[bobbin.find] Bobbin has no {} '{}'; {}; name one of these, or \"bobbin\" alone",
              what, printable(name), others);
}

struct Structure {
  std::string_view what;
  std::string variant;
};

// What controlnet-canny/, t2iadapter-sketch.safetensors and unet-inpaint/ are; nothing for other paths.
std::optional<Structure> structure_of(const fs::path& path) {
  const std::string name = path.filename().string();
  if (name.starts_with(kControls) && is_file(path / "config.json"))
    return Structure{"ControlNet", name.substr(kControls.size())};
  if (name.starts_with(kUNets) && is_file(path / "config.json")) return Structure{"UNet", name.substr(kUNets.size())};
  if (name.starts_with(kT2I) && name.ends_with(kEnding) && is_file(path))
    return Structure{"T2I-Adapter", path.stem().string().substr(kT2I.size())};
  return std::nullopt;
}

Result<fs::path> structure_part(const fs::path& bobbin, std::string_view what, const std::string& variant) {
  std::vector<std::string> there;
  std::error_code error;
  for (fs::directory_iterator entry(bobbin, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const auto structure = structure_of(entry->path());
    if (!structure || structure->what != what) continue;
    if (structure->variant == variant) return entry->path();
    there.push_back(structure->variant);
  }
  std::ranges::sort(there);
  return no_such(what, variant, there);
}

}  // namespace

bool is_bobbin(std::string_view name) { return name.empty() || name == kName || name.starts_with(kWithVariant); }

std::string bobbin_variant(std::string_view name) {
  return name.starts_with(kWithVariant) ? std::string(name.substr(kWithVariant.size())) : std::string();
}

Result<fs::path> bobbin_style(const fs::path& bobbin, const std::string& style) {
  const std::vector<std::string> there = styles_in(bobbin);
  if (std::ranges::find(there, style) == there.end()) return no_such("style", style, there);
  return bobbin / kStyles / (style + std::string(kEnding));
}

Result<fs::path> bobbin_adapter(const fs::path& bobbin, const std::string& variant) {
  std::vector<std::string> there;
  for (const AdapterName& adapter : kAdapters) {
    const fs::path file = bobbin / adapter.file;
    if (adapter.variant == variant && (is_file(file) || variant.empty())) return file;
    if (!adapter.variant.empty() && is_file(file)) there.emplace_back(adapter.variant);
  }
  return no_such("adapter", variant, there);
}

Result<fs::path> bobbin_control(const fs::path& bobbin, const std::string& variant) {
  return structure_part(bobbin, "ControlNet", variant);
}

Result<fs::path> bobbin_t2i_adapter(const fs::path& bobbin, const std::string& variant) {
  return structure_part(bobbin, "T2I-Adapter", variant);
}

fs::path bobbin_unet(const fs::path& bobbin, const std::string& variant) {
  if (variant.empty()) return {};
  auto found = structure_part(bobbin, "UNet", variant);
  return found ? *found : fs::path();
}

std::string bobbin_name_of(const fs::path& bobbin, const fs::path& path) {
  if (path == bobbin || path == bobbin / "image_encoder") return std::string(kName);
  if (path.parent_path() == bobbin / kStyles && path.extension() == kEnding) {
    return std::string(kWithVariant) + path.stem().string();
  }
  if (const auto structure = structure_of(path); structure && path.parent_path() == bobbin)
    return std::string(kWithVariant) + structure->variant;
  for (const AdapterName& adapter : kAdapters) {
    if (path != bobbin / adapter.file) continue;
    return adapter.variant.empty() ? std::string(kName) : fmt::format("{}{}", kWithVariant, adapter.variant);
  }
  return {};
}

}  // namespace heddle::pipeline
