// FileKind: what a model file can be, and what follows from that alone: its name, where programs keep it, which node
// takes it. One row a kind. Used by signatures, the search for files by name, the engine's library and its cards. Plain
// values.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace heddle::weights {

enum class FileKind {
  unknown,
  checkpoint,
  unet,
  vae,
  vae_tiny,
  text_encoder,
  image_encoder,
  clip,
  ip_adapter,
  controlnet,
  t2i_adapter,
  style_adapter,
  coadapter_fuser,
  uni_control,
  lora,
  textual_inversion
};

struct FileKindFacts {
  FileKind kind = FileKind::unknown;
  std::string_view id;    // in listings and in the protocol: "ip_adapter"
  std::string_view name;  // in sentences: "IP-Adapter"
  bool is_of_family =
      false;  // works with the UNet or the text states of one family; a VAE or an encoder serves several
  std::string_view node, param;  // the node type that takes such a file, and by which parameter; empty: none does
  std::array<std::string_view, 4> folders =
      {};  // names of the folders beside a model where it is looked for; the rest empty
};

[[nodiscard]] std::span<const FileKindFacts> file_kinds();
[[nodiscard]] const FileKindFacts& facts_of(FileKind kind);
// Null for an id that no kind has.
[[nodiscard]] const FileKindFacts* find_file_kind(std::string_view id);
// Whether folders of this name are such as are looked through for the kind.
[[nodiscard]] bool is_folder_of(FileKind kind, std::string_view name);

[[nodiscard]] inline std::string_view to_string(FileKind kind) { return facts_of(kind).name; }

}  // namespace heddle::weights
