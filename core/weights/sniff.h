// Recognises a file's kind by its first bytes and never by its name. Used by open_tensor_file and the model library.
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace heddle::weights {

enum class Content {
  safetensors,
  zip,
  torch_legacy,  // what open_tensor_file reads
  empty,
  web_page,
  git_lfs_pointer,
  image,
  tar,
  archive,
  pickle,
  gguf,
  hdf5,
  onnx_or_numpy,
  pdf,
  program,
  json,
  text,
  unknown
};

[[nodiscard]] Content sniff(std::span<const std::byte> file);

// The predicate that refuses it, with the remedy: "is a web page, not a model: download it again". Empty for the three
// that are read.
[[nodiscard]] std::string_view refusal(Content content);

// True for the names that browsers and download tools give to unfinished files (.part, .crdownload, ...).
[[nodiscard]] bool is_unfinished_download(std::string_view file_name);

// True for what systems and sync tools leave beside a user's files, and for unfinished downloads: hidden files ("._a"
// and
// ".DS_Store" of macOS), Thumbs.db, desktop.ini, lock and backup files, conflicted copies. They are never meant.
[[nodiscard]] bool is_foreign_file(std::string_view file_name);

}  // namespace heddle::weights
