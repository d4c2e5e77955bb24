#include "evaluation/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "base/atomic_file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/system.h"

namespace heddle::evaluation {

namespace {

namespace fs = std::filesystem;

std::optional<fs::path> first_missing(const Experiment& experiment) {
  for (const fs::path& file : experiment.needs()) {
    if (!is_there(file)) return file;
  }
  return std::nullopt;
}

// Of the files that an experiment depends on, so that a retrained part is measured again.
std::string stamp_of(const Experiment& experiment) {
  std::string stamp;
  for (const fs::path& file : experiment.needs()) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    stamp += fmt::format("{}:{}:{};", file.string(), fs::file_size(file, error), time.time_since_epoch().count());
  }
  return stamp;
}

Result<Json> read_json(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorKind::not_found, "[evaluate.read] '{}' cannot be opened", file.string());
  return parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), file.string());
}

Result<void> write_json(const fs::path& file, const Json& json) {
  const std::string text = dump_json(json) + "\n";
  return write_file_atomically(file, std::string_view(text));
}

// One experiment's samples in the report's folder.
class ItemFolder final {
 public:
  ItemFolder(const Experiment& experiment, const EvaluateOptions& options)
      : count_(options.subset == 0 ? experiment.samples() : std::min(options.subset, experiment.samples())) {
    const std::string hash = content_hash(options.fingerprint + stamp_of(experiment)).substr(0, 8);
    path_ = options.folder / "items" / fmt::format("{}-{}", experiment.name(), hash);
    std::error_code exists;
    fs::create_directories(path_, exists);
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool has(std::size_t sample) const { return is_there(file(sample)); }
  [[nodiscard]] std::size_t missing() const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < count_; ++i) sum += has(i) ? 0 : 1;
    return sum;
  }
  [[nodiscard]] Result<void> put(std::size_t sample, const Sample& measured) const {
    return write_json(file(sample), to_json(measured));
  }
  [[nodiscard]] Result<std::vector<Sample>> all() const {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < count_; ++i) {
      auto json = read_json(file(i));
      if (!json) return forward(json);
      auto sample = sample_from(*json, file(i).string());
      if (!sample) return forward(sample);
      samples.push_back(std::move(*sample));
    }
    return samples;
  }

 private:
  [[nodiscard]] fs::path file(std::size_t sample) const { return path_ / fmt::format("{:06}.json", sample); }

  fs::path path_;
  std::size_t count_;
};

// The remaining work, in images.
struct Work {
  const Experiment* experiment;
  ItemFolder folder;
  std::optional<fs::path> missing;
};

double images_left(const Work& work, const SampleShare& share) {
  if (work.missing) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < work.folder.count(); ++i) {
    if (share.is_mine(i) && !work.folder.has(i)) sum += work.experiment->images_per_item();
  }
  return sum;
}

Result<void> measure_mine(const std::vector<Work>& all, EvalContext& context, const EvaluateOptions& options,
                          const RunControl& control) {
  double total = 0, done = 0;
  for (const Work& work : all) total += images_left(work, options.share);
  for (const Work& work : all) {
    for (std::size_t i = 0; !work.missing && i < work.folder.count(); ++i) {
      if (!options.share.is_mine(i) || work.folder.has(i)) continue;
      if (control.cancelled()) return cancelled();
      const double images = work.experiment->images_per_item();
      control.report(done / total, fmt::format("{} {} of {}", work.experiment->name(), i + 1, work.folder.count()));
      auto sample = work.experiment->measure(i, context, control.sub(done / total, images / total));
      if (!sample) return forward(sample);
      if (auto put = work.folder.put(i, *sample); !put) return forward(put);
      done += images;
    }
  }
  return {};
}

// Waits until the other processes' samples are all there.
Result<void> wait_for_others(const std::vector<Work>& all, const RunControl& control) {
  constexpr auto kPause = std::chrono::milliseconds(500);
  for (const Work& work : all) {
    for (std::size_t left = work.missing ? 0 : work.folder.missing(); left > 0; left = work.folder.missing()) {
      if (control.cancelled()) return cancelled();
      control.report(1.0, fmt::format("{}: waiting for {} items of other processes", work.experiment->name(), left));
      std::this_thread::sleep_for(kPause);
    }
  }
  return {};
}

Result<Section> section_of(const Work& work) {
  Section section{work.experiment->name(),
                  work.experiment->title(),
                  {},
                  {},
                  work.experiment->main_score(),
                  work.experiment->smaller_is_better(),
                  {}};
  if (!work.missing) {
    auto samples = work.folder.all();
    if (!samples) return forward(samples);
    section.samples = std::move(*samples);
  }
  section.metrics = work.experiment->conclude(section.samples);
  section.curve = work.experiment->curve(section.samples);
  for (Metric& metric : section.metrics) {
    if (work.missing) metric.missing = work.missing->filename().string();
  }
  return section;
}

}  // namespace

Result<void> claim_folder(const fs::path& folder, const std::string& recipe, const std::string& source,
                          std::uint64_t seed) {
  const fs::path file = folder / "run.json";
  const Json mine{{"recipe", recipe}, {"recipe_hash", content_hash(source)}, {"seed", std::to_string(seed)}};
  if (!is_there(file)) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
      return fail(ErrorKind::io, "[evaluate] the folder '{}' cannot be made: {}", folder.string(), error.message());
    return write_json(file, mine);
  }
  auto before = read_json(file);
  if (!before) return forward(before);
  const auto differs = [&](const char* key) {
    return before->value(key, std::string()) != mine[key].get<std::string>();
  };
  const auto refused = [&](const std::string& why) {
    return fail(ErrorKind::invalid_input,
                "[evaluate] '{}' holds a run of {}; choose another folder with -o, or delete this one", folder.string(),
                why);
  };
  if (differs("recipe"))
    return refused(fmt::format("the recipe '{}', not of '{}'", before->value("recipe", ""), recipe));
  if (differs("seed"))
    return refused(fmt::format("'{}' with the seed {}, not {}", recipe, before->value("seed", ""), seed));
  if (differs("recipe_hash")) return refused(fmt::format("the recipe '{}' as it was before it was changed", recipe));
  return {};
}

Result<Report> evaluate(const Experiments& experiments, EvalContext& context, const EvaluateOptions& options,
                        const RunControl& control) {
  std::vector<Work> all;
  for (const auto& experiment : experiments)
    all.push_back({experiment.get(), ItemFolder(*experiment, options), first_missing(*experiment)});
  if (auto measured = measure_mine(all, context, options, control); !measured) return forward(measured);
  Report report;
  report.facts = options.facts;
  if (options.share.rank != 0) return report;
  if (auto complete = wait_for_others(all, control); !complete) return forward(complete);
  for (const Work& work : all) {
    auto section = section_of(work);
    if (!section) return forward(section);
    report.sections.push_back(std::move(*section));
  }
  return report;
}

}  // namespace heddle::evaluation
