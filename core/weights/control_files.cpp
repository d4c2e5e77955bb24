#include "weights/control_files.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/printable.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/opened_files.h"

namespace heddle::weights {

namespace {

// Where a file of another kind belongs.
std::string_view remedy_for(FileKind kind) {
  switch (kind) {
    case FileKind::checkpoint:
    case FileKind::unet: return "load it as the model";
    case FileKind::lora: return "apply it as a LoRA";
    case FileKind::ip_adapter: return "load it as an IP-Adapter";
    default: return "choose a ControlNet made for Stable Diffusion 1.5";
  }
}

}  // namespace

Result<Part> open_control(const std::filesystem::path& path) {
  auto opened = open_files(path);
  if (!opened) return Failure(opened.error());
  const std::string name = printable(path.filename().string());
  const auto found = opened->parts.find(PartName::controlnet);
  if (found == opened->parts.end()) {
    return fail(ErrorKind::invalid_input, "[control.open] '{}' is no ControlNet, but: {}; {}", name,
                describe(opened->signature), remedy_for(opened->signature.kind));
  }
  if (!found->second) return Failure(found->second.error());
  Part part = std::move(*found->second);
  if (part.refusal) return Failure(*part.refusal);
  if (!part.check.missing.empty()) {
    return fail(ErrorKind::invalid_input, "[control.open] '{}' lacks tensors: {}; the file is cut off or mixed up",
                name, layouts::count_and_first(part.check.missing));
  }
  if (!part.check.misshaped.empty()) {
    return fail(ErrorKind::invalid_input, "[control.open] '{}' has tensors that do not fit together: {}", name,
                layouts::count_and_first(part.check.misshaped));
  }
  return part;
}

}  // namespace heddle::weights
