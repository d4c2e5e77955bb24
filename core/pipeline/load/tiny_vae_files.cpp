#include "pipeline/load/tiny_vae_files.h"

#include <array>
#include <string_view>

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kFiles = {"taesd_decoder.safetensors", "taesd_decoder.pth",
                                                    "taesd/config.json"};
constexpr int kParentsSearched = 3;  // A1111: models/Stable-diffusion/x.ckpt and models/VAE-taesd

std::optional<fs::path> tiny_vae_in(const fs::path& folder) {
  for (const std::string_view file : kFiles) {
    std::error_code error;
    fs::path path = folder / file;
    if (!fs::is_regular_file(path, error)) continue;
    return path.filename() == "config.json" ? path.parent_path() : path;
  }
  return std::nullopt;
}

std::optional<fs::path> find_below(const fs::path& base) {
  if (auto found = tiny_vae_in(base)) return found;
  for (const std::string_view folder : weights::facts_of(weights::FileKind::vae_tiny).folders) {
    if (folder.empty()) continue;
    if (auto found = tiny_vae_in(base / folder)) return found;
  }
  return std::nullopt;
}

}  // namespace

bool has_published_latents(const weights::Signature& signature) {
  const bool is_of_form = signature.family == weights::Family::sd1 || signature.family == weights::Family::sd2;
  return is_of_form && weights::family_of_context(signature.cross_attention_dim) == signature.family;
}

std::optional<fs::path> find_tiny_vae(const fs::path& model, const std::vector<fs::path>& roots) {
  std::error_code error;
  fs::path place = fs::absolute(model, error).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  if (auto found = find_below(place)) return found;
  for (int i = 0; i < kParentsSearched && place.has_relative_path(); ++i) {
    place = place.parent_path();
    if (auto found = find_below(place)) return found;
  }
  for (const fs::path& root : roots) {
    if (auto found = find_below(root)) return found;
  }
  return std::nullopt;
}

}  // namespace heddle::pipeline
