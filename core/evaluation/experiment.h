// Experiment: one question put to a model: its samples, the measurements of each, and the metrics that follow. One file
// each in experiments/. Used by evaluate, which knows nothing else of them. Const calls from one thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "evaluation/images/image_cache.h"
#include "evaluation/report/metric.h"
#include "evaluation/sample.h"
#include "evaluation/scores/estimates.h"

namespace heddle::evaluation {

class AttributeJudge;
class ClipJudge;

// The tools of an experiment.
struct EvalContext {
  ImageCache& image_cache;
  const ClipJudge& clip;
  const AttributeJudge* attributes = nullptr;  // null where the recipe has none and no experiment uses it
};

using Curve = std::vector<std::pair<double, double>>;

class Experiment {
 public:
  virtual ~Experiment() = default;

  [[nodiscard]] virtual std::string name() const = 0;   // of its folder and of its section in the recipe
  [[nodiscard]] virtual std::string title() const = 0;  // for the page
  [[nodiscard]] virtual std::size_t samples() const = 0;
  // Images that one sample needs, for the time left.
  [[nodiscard]] virtual double images_per_item() const { return 1; }
  // Files that the experiment needs, beside model and judges.
  [[nodiscard]] virtual std::vector<std::filesystem::path> needs() const { return {}; }

  // Depends on the number and the recipe alone.
  [[nodiscard]] virtual Result<Sample> measure(std::size_t index, EvalContext& context,
                                               const RunControl& control) const = 0;
  // Without samples: the metrics without their numbers.
  [[nodiscard]] virtual std::vector<Metric> conclude(Samples samples) const = 0;
  // A line for the page, or nothing: places from left to right, and the estimate at each.
  [[nodiscard]] virtual Curve curve(Samples /*samples*/) const { return {}; }
  // The score by which the page shows the worst first, and whether a small one is good.
  [[nodiscard]] virtual std::string main_score() const = 0;
  [[nodiscard]] virtual bool smaller_is_better() const { return false; }
};

}  // namespace heddle::evaluation
