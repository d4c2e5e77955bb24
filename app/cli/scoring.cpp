#include "scoring.h"

#include "graph/image_refs.h"
#include "graph/result_subjects.h"

namespace heddle::cli {

void ScoreOptions::add_to(CLI::App& command) {
  command.add_flag("--scores", scores, "CLIP-I to each reference and CLIP-T to the words, as cosines, into the table");
  command.add_option("--judge", judge,
                     "The CLIP that measures: a folder as transformers saves it (default: the one that comes with "
                     "Bobbin); implies --scores");
}

Result<evaluation::ResultJudge> open_judge(const ScoreOptions& options, const nodes::NodeContext& services) {
  const std::filesystem::path folder =
      options.judge.empty() ? services.model_path("bobbin") / "judge" : std::filesystem::path(options.judge);
  auto judge = evaluation::ClipJudge::open(folder, services.policy.device, RunControl::none());
  if (!judge) return forward(judge);
  return evaluation::ResultJudge(std::move(*judge));
}

Result<std::map<std::string, double>> scores_of(evaluation::ResultJudge& judge, const image::Image& image,
                                                const graph::Graph& graph, graph::NodeId result,
                                                const engine_host::NamedImages& images) {
  graph::ResultSubjects subjects = graph::subjects_of(graph, result);
  for (std::string& reference : subjects.references) {
    const auto hash = graph::image_hash_in(reference);
    const auto found = hash ? images.find(*hash) : images.end();
    if (found != images.end()) reference = found->second.string();
  }
  auto scores = judge.score(image, subjects.references, subjects.words);
  if (!scores) return forward(scores);
  std::map<std::string, double> named;
  for (std::size_t i = 0; i < scores->clip_i.size(); ++i)
    named[i == 0 ? "clip_i" : fmt::format("clip_i_{}", i + 1)] = scores->clip_i[i];
  if (scores->clip_t) named["clip_t"] = *scores->clip_t;
  return named;
}

}  // namespace heddle::cli
