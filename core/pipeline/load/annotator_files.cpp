#include "pipeline/load/annotator_files.h"

#include <array>
#include <cstddef>
#include <string>

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

// In the order of the enumeration.
constexpr std::array<AnnotatorFacts, 7> kAnnotators = {{
    {AnnotatorNetwork::hed, "HED", "ControlNetHED.pth", "hed", "Soft edges (classical)", "soft_edges"},
    {AnnotatorNetwork::pidinet, "PiDiNet", "table5_pidinet.pth", "pidinet", "Soft edges (classical)", "soft_edges"},
    {AnnotatorNetwork::line_art, "line art", "sk_model.pth", "lineart", "Line art (classical)", "line_art"},
    {AnnotatorNetwork::line_art_coarse, "coarse line art", "sk_model2.pth", "lineart", "Line art (classical)",
     "line_art"},
    {AnnotatorNetwork::anime_line_art, "anime line art", "netG.pth", "lineart_anime", "Line art (classical)",
     "line_art"},
    {AnnotatorNetwork::midas, "MiDaS", "dpt_hybrid-midas-501f0c75.pt", "midas", "Depth from a picture", "depth"},
    {AnnotatorNetwork::body_pose, "OpenPose", "body_pose_model.pth", "openpose", "Pose", "pose"},
}};

constexpr bool are_annotators_in_order() {
  for (std::size_t i = 0; i < kAnnotators.size(); ++i) {
    if (static_cast<std::size_t>(kAnnotators[i].network) != i) return false;
  }
  return true;
}
static_assert(are_annotators_in_order(), "one row a network, in the order of AnnotatorNetwork");

// Below a folder of models, or of a tool.
std::vector<fs::path> places_below(const fs::path& root, const AnnotatorFacts& facts) {
  const fs::path webui = fs::path("annotator") / "downloads" / facts.webui;
  std::vector<fs::path> places = {root,
                                  root / "annotators",
                                  root / "models" / "annotators",
                                  root / "Annotators",
                                  root / "lllyasviel" / "Annotators",
                                  root / "annotator" / "ckpts",
                                  root / webui};
  for (const fs::path& tool : {root, root.parent_path()}) {
    places.push_back(tool / "extensions" / "sd-webui-controlnet" / webui);
    places.push_back(tool / "custom_nodes" / "comfyui_controlnet_aux" / "ckpts" / "lllyasviel" / "Annotators");
  }
  return places;
}

}  // namespace

const AnnotatorFacts& facts_of(AnnotatorNetwork network) { return kAnnotators[static_cast<std::size_t>(network)]; }

std::optional<fs::path> find_annotator(AnnotatorNetwork network, const std::vector<fs::path>& roots) {
  const AnnotatorFacts& facts = facts_of(network);
  for (const fs::path& written : roots) {
    const fs::path root = written.has_filename() ? written : written.parent_path();
    for (const fs::path& place : places_below(root, facts)) {
      const fs::path file = place / facts.file;
      for (const fs::path& path : {file, fs::path(file).replace_extension(".safetensors")}) {
        std::error_code error;
        if (fs::is_regular_file(path, error)) return path;
      }
    }
  }
  return std::nullopt;
}

Result<fs::path> annotator_path(AnnotatorNetwork network, const fs::path& named, const std::vector<fs::path>& roots) {
  if (!named.empty()) return named;
  if (auto found = find_annotator(network, roots)) return *std::move(found);
  const AnnotatorFacts& facts = facts_of(network);
  return fail(ErrorKind::not_found,
              "[annotate] {} needs its network, the file {} (on Hugging Face: lllyasviel/Annotators); put it into the "
              "folder 'annotators' of your models (on the command line, of the folder given with --models), or name it "
              "as the node's network. '{}' ({}) needs no network",
              facts.name, facts.file, facts.instead, facts.instead_id);
}

}  // namespace heddle::pipeline
