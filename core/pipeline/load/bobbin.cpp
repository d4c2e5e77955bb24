#include "pipeline/load/bobbin.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "weights/sniff.h"

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "bobbin", kWithVariant = "bobbin:", kEnding = ".safetensors", kStyles = "styles",
                           kControls = "controlnet-";

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
  std::vector<std::string> there;
  std::error_code error;
  for (fs::directory_iterator entry(bobbin, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kControls) || !is_file(entry->path() / "config.json")) continue;
    there.push_back(name.substr(kControls.size()));
    if (there.back() == variant) return entry->path();
  }
  std::ranges::sort(there);
  return no_such("ControlNet", variant, there);
}

std::string bobbin_name_of(const fs::path& bobbin, const fs::path& path) {
  if (path == bobbin || path == bobbin / "image_encoder") return std::string(kName);
  if (path.parent_path() == bobbin / kStyles && path.extension() == kEnding) {
    return std::string(kWithVariant) + path.stem().string();
  }
  const std::string name = path.filename().string();
  if (path.parent_path() == bobbin && name.starts_with(kControls) && is_file(path / "config.json")) {
    return std::string(kWithVariant) + name.substr(kControls.size());
  }
  for (const AdapterName& adapter : kAdapters) {
    if (path != bobbin / adapter.file) continue;
    return adapter.variant.empty() ? std::string(kName) : fmt::format("{}{}", kWithVariant, adapter.variant);
  }
  return {};
}

}  // namespace heddle::pipeline
