// evaluate: runs the requested experiments sample by sample and writes the report. Resumes a stopped run. Used by
// `heddle evaluate`. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "evaluation/experiments.h"
#include "evaluation/sample_share.h"

namespace heddle::evaluation {

struct Section {
  std::string name, title;
  std::vector<Metric> metrics;
  std::vector<Sample> samples;
  std::string main_score;
  bool smaller_is_better = false;
  Curve curve = {};
};

struct Report {
  std::string recipe;
  std::vector<std::pair<std::string, std::string>> facts;  // model, device, judges, seed …: for the head of the page
  std::vector<Section> sections;
};

struct EvaluateOptions {
  std::filesystem::path folder;  // of the report
  std::size_t subset = 0;        // the most samples of each experiment; 0: as the recipe says
  std::string fingerprint;       // names model, judges and sampling: samples of another one are measured again
  SampleShare share;
  std::vector<std::pair<std::string, std::string>> facts;
};

// Records recipe and seed of the folder in <folder>/run.json. Failure: it belongs to another run.
Result<void> claim_folder(const std::filesystem::path& folder, const std::string& recipe, const std::string& source,
                          std::uint64_t seed);

// Samples are kept in <folder>/items/<experiment>-<hash>/<number>.json. Where several processes share a run, each
// measures its own; process 0 waits for the others' and returns the report, the rest return it empty. Failure:
// cancelled, a picture that cannot be made or read.
Result<Report> evaluate(const Experiments& experiments, EvalContext& context, const EvaluateOptions& options,
                        const RunControl& control);

}  // namespace heddle::evaluation
