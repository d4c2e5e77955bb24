// The files of annotators that are networks: what they are called, where tools keep them, and what is to be done where
// one is missing. Used by the annotator nodes. Thread rule: free functions, any thread; look for names, open no file.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::pipeline {

enum class AnnotatorNetwork { hed, pidinet, line_art, line_art_coarse, anime_line_art, midas, body_pose };

struct AnnotatorFacts {
  AnnotatorNetwork network = AnnotatorNetwork::hed;
  std::string_view name;        // in sentences: "HED"
  std::string_view file;        // in lllyasviel/Annotators on Hugging Face: "ControlNetHED.pth"
  std::string_view webui;       // the folder of sd-webui-controlnet's annotator/downloads
  std::string_view instead;     // the title of the node that needs no network: "Soft edges (classical)"
  std::string_view instead_id;  // and how the command line calls it: "soft_edges"
};

[[nodiscard]] const AnnotatorFacts& facts_of(AnnotatorNetwork network);

// The file in `roots`: in each of them, and below it in `annotators` and where ControlNet, sd-webui-controlnet and
// ComfyUI's controlnet_aux keep it; also as safetensors. The first found.
[[nodiscard]] std::optional<std::filesystem::path> find_annotator(AnnotatorNetwork network,
                                                                  const std::vector<std::filesystem::path>& roots);

// `named`, else what is found. Failure: not_found, with the file's name, where it goes, and what needs no network.
[[nodiscard]] Result<std::filesystem::path> annotator_path(AnnotatorNetwork network, const std::filesystem::path& named,
                                                           const std::vector<std::filesystem::path>& roots);

}  // namespace heddle::pipeline
