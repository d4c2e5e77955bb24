// Reads and writes the text `parameters` of AUTOMATIC1111's web UI, which many tools and sites read: prompt lines, a
// line "Negative prompt: ...", a last line of "Key: value" pairs. Used by saving and by reading other tools' images.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::image {

struct ParametersBlock {
  std::string prompt;
  std::string negative;
  // In the order of the line: Steps, Sampler, Schedule type, CFG scale, Seed, Size, Model hash, Model, VAE hash, VAE,
  // Denoising strength, Clip skip, RNG, ..., Version.
  std::vector<std::pair<std::string, std::string>> fields;

  [[nodiscard]] std::optional<std::string> field(std::string_view key) const;
  bool operator==(const ParametersBlock&) const = default;
};

// A value that holds a comma, a colon or a newline is quoted as JSON.
[[nodiscard]] std::string compose_parameters(const ParametersBlock& block);

// Never fails: a text without the last line (fewer than three pairs on it) is all prompt.
[[nodiscard]] ParametersBlock parse_parameters(std::string_view text);

}  // namespace heddle::image
