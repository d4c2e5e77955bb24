#include "weights/file_kind.h"

#include <algorithm>
#include <cstddef>

namespace heddle::weights {
namespace {

// In the order of the enumeration. Folders: ComfyUI's, AUTOMATIC1111's, and what their users made of them.
constexpr std::array<FileKindFacts, 16> kKinds = {{
    {FileKind::unknown, "unknown", "unknown", false, "", "", {}},
    {FileKind::checkpoint, "checkpoint", "checkpoint", true, "model.load", "model", {}},
    {FileKind::unet, "unet", "UNet", true, "model.load", "model", {}},
    {FileKind::vae, "vae", "VAE", false, "model.load", "vae", {}},
    {FileKind::vae_tiny, "vae_tiny", "tiny VAE", false, "", "", {"vae_approx", "VAE-taesd"}},
    {FileKind::text_encoder, "text_encoder", "CLIP text encoder", false, "model.load", "text_encoder", {}},
    {FileKind::image_encoder, "image_encoder", "CLIP image encoder", false, "image_encoder.load", "encoder", {}},
    {FileKind::clip, "clip", "CLIP (text and image encoder)", false, "image_encoder.load", "encoder", {}},
    {FileKind::ip_adapter, "ip_adapter", "IP-Adapter", true, "adapter.load", "adapter", {}},
    {FileKind::controlnet, "controlnet", "ControlNet", true, "control.load", "control", {}},
    {FileKind::t2i_adapter, "t2i_adapter", "T2I-Adapter", true, "t2i.load", "t2i_adapter", {}},
    {FileKind::style_adapter, "style_adapter", "style adapter", true, "style.load", "style_adapter", {}},
    {FileKind::coadapter_fuser, "coadapter_fuser", "CoAdapter fuser", true, "coadapter.load", "coadapter", {}},
    {FileKind::uni_control, "uni_control", "Uni-ControlNet", true, "uni.load", "uni_control", {}},
    {FileKind::lora, "lora", "LoRA", true, "lora.apply", "lora", {"loras", "Lora", "LyCORIS", "Loras"}},
    {FileKind::textual_inversion,
     "embedding",
     "textual inversion",
     true,
     "embedding.apply",
     "embedding",
     {"embeddings", "Embeddings"}},
}};

constexpr bool are_in_order() {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return true;
}
static_assert(are_in_order(), "one row a kind, in the order of FileKind");

}  // namespace

std::span<const FileKindFacts> file_kinds() { return kKinds; }

const FileKindFacts& facts_of(FileKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

const FileKindFacts* find_file_kind(std::string_view id) {
  const auto found = std::ranges::find(kKinds, id, &FileKindFacts::id);
  return found == kKinds.end() ? nullptr : &*found;
}

bool is_folder_of(FileKind kind, std::string_view name) {
  return !name.empty() && std::ranges::find(facts_of(kind).folders, name) != facts_of(kind).folders.end();
}

}  // namespace heddle::weights
