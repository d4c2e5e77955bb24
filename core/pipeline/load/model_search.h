// Finds LoRA and embeddings by the name that a prompt gives, in the folders where tools keep them: beside the model
// (ComfyUI's `models/loras`, A1111's `models/Lora` and `embeddings`), in it (`loras` of a diffusers folder), and in the
// user's own folders. Used by prompt expansion before a run. Thread rule: free functions, any thread; lists folders,
// and reads the headers of LoRA files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "weights/file_kind.h"

namespace heddle::pipeline {

// Folders for files of this kind that exist, the nearest to the model first. `roots`: folders of models that the user
// named.
[[nodiscard]] std::vector<std::filesystem::path> small_file_folders(weights::FileKind kind,
                                                                    const std::filesystem::path& model,
                                                                    const std::vector<std::filesystem::path>& roots);

struct SmallFileSearch {
  std::optional<std::filesystem::path> file;
  std::vector<std::filesystem::path> others;  // that the name means as well as `file`, which is the first of them
  std::optional<std::string> nearest;         // without a file: a name that is near
};

// The model files of some folders, three levels deep, links followed, each file once. Made for one run.
class SmallFiles final {
 public:
  SmallFiles(weights::FileKind kind, const std::vector<std::filesystem::path>& folders);

  // A name is a file's name with or without its ending, with or without folders before it, with either slash. What is
  // written exactly so comes first, then what differs in the composition of letters, then in their case where that
  // means one file, then, of LoRA, what the file's metadata call it (`ss_output_name`). A name is compared, never made
  // into a path.
  [[nodiscard]] SmallFileSearch find(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> names() const;  // without endings and folders

 private:
  struct Entry {
    std::filesystem::path path;
    std::string place;  // below its folder, with slashes and without the ending
  };
  using Equal = bool (*)(const std::string& place, const std::string& name);

  void read(const std::filesystem::path& folder);
  [[nodiscard]] std::vector<const Entry*> all(Equal equal, const std::string& name) const;
  [[nodiscard]] std::vector<const Entry*> by_alias(const std::string& name) const;

  weights::FileKind kind_;
  std::vector<Entry> entries_;
};

}  // namespace heddle::pipeline
