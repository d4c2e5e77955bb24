#include "weights/control_files.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/printable.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/opened_files.h"

namespace heddle::weights {

namespace {

struct Sought {
  PartName part;
  std::string_view place;  // of messages
  std::string_view name;   // "ControlNet"
};
constexpr Sought kControlNet = {PartName::controlnet, "control.open", "ControlNet"};
constexpr Sought kT2IAdapter = {PartName::t2i_adapter, "t2i.open", "T2I-Adapter"};

constexpr Sought kStyleAdapter = {PartName::style_adapter, "style.open", "style adapter"};

constexpr Sought kCoAdapterFuser = {PartName::coadapter_fuser, "coadapter.open", "CoAdapter fuser"};

constexpr Sought kUniControl = {PartName::uni_control, "uni.open", "Uni-ControlNet"};

// Where a file of another kind belongs.
std::string remedy_for(const Signature& signature, const Sought& sought) {
  switch (signature.kind) {
    case FileKind::checkpoint:
    case FileKind::unet: return "load it as the model";
    case FileKind::vae:
    case FileKind::text_encoder: return "name it where the model is loaded";
    case FileKind::lora: return "apply it as a LoRA";
    case FileKind::textual_inversion: return "apply it as an embedding";
    case FileKind::ip_adapter: return "load it as an IP-Adapter";
    case FileKind::image_encoder:
    case FileKind::clip: return "load it as an image encoder";
    case FileKind::controlnet: return "load it as a ControlNet (control.load, --control)";
    case FileKind::t2i_adapter: return "load it as a T2I-Adapter (t2i.load, --t2i)";
    case FileKind::style_adapter: return "load it as a style adapter (style.load, --style)";
    case FileKind::coadapter_fuser: return "load it as a CoAdapter's fuser (coadapter.load, --coadapter)";
    case FileKind::uni_control: return "load it as a Uni-ControlNet (uni.load, --uni)";
    default: return fmt::format("choose a {} made for Stable Diffusion 1.5", sought.name);
  }
}

Result<Part> open_part(const std::filesystem::path& path, const Sought& sought) {
  auto opened = open_files(path);
  if (!opened) return Failure(opened.error());
  const std::string name = printable(path.filename().string());
  const auto found = opened->parts.find(sought.part);
  if (found == opened->parts.end()) {
    return fail(ErrorKind::invalid_input, "[{}] '{}' is no {}, but: {}; {}", sought.place, name, sought.name,
                describe(opened->signature), remedy_for(opened->signature, sought));
  }
  if (!found->second) return Failure(found->second.error());
  Part part = std::move(*found->second);
  if (part.refusal) return Failure(*part.refusal);
  if (!part.check.missing.empty()) {
    return fail(ErrorKind::invalid_input, "[{}] '{}' lacks tensors: {}; the file is cut off or mixed up", sought.place,
                name, layouts::count_and_first(part.check.missing));
  }
  if (!part.check.misshaped.empty()) {
    return fail(ErrorKind::invalid_input, "[{}] '{}' has tensors that do not fit together: {}", sought.place, name,
                layouts::count_and_first(part.check.misshaped));
  }
  return part;
}

}  // namespace

Result<Part> open_control(const std::filesystem::path& path) { return open_part(path, kControlNet); }

bool is_control_difference(const std::filesystem::path& path) {
  const auto part = open_control(path);
  if (!part) return false;
  const Json* mark = find_member(part->config, "is_difference");
  return mark != nullptr && *mark == true;
}

Result<Part> open_t2i_adapter(const std::filesystem::path& path) { return open_part(path, kT2IAdapter); }

Result<Part> open_style_adapter(const std::filesystem::path& path) { return open_part(path, kStyleAdapter); }

Result<Part> open_coadapter_fuser(const std::filesystem::path& path) { return open_part(path, kCoAdapterFuser); }

Result<Part> open_uni_control(const std::filesystem::path& path) { return open_part(path, kUniControl); }

}  // namespace heddle::weights
