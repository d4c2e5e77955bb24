// Experiment: one question put to a model: its items, what is measured of each, and the table's rows that follow. One
// file each in experiments/; the run knows nothing else of them. Const calls from one thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "evaluation/item.h"
#include "evaluation/pictures/gallery.h"
#include "evaluation/report/row.h"
#include "evaluation/scores/figures.h"

namespace heddle::evaluation {

class AttributeJudge;
class ClipJudge;

// What an experiment measures with.
struct Studio {
  Gallery& gallery;
  const ClipJudge& clip;
  const AttributeJudge* attributes = nullptr;  // null where the recipe has none, and no experiment asks it
};

using Curve = std::vector<std::pair<double, double>>;

class Experiment {
 public:
  virtual ~Experiment() = default;

  [[nodiscard]] virtual std::string name() const = 0;   // of its folder and of its section in the recipe
  [[nodiscard]] virtual std::string title() const = 0;  // for the page
  [[nodiscard]] virtual std::size_t items() const = 0;
  // Pictures that one item takes, for the time left.
  [[nodiscard]] virtual double pictures_per_item() const { return 1; }
  // Files without which there is nothing to measure, beside model and judges.
  [[nodiscard]] virtual std::vector<std::filesystem::path> needs() const { return {}; }

  // Depends on the number and the recipe alone.
  [[nodiscard]] virtual Result<Item> measure(std::size_t index, Studio& studio, const RunControl& control) const = 0;
  // Without items: the rows without their numbers.
  [[nodiscard]] virtual std::vector<Row> conclude(Items items) const = 0;
  // A line for the page, or nothing: places from left to right, and the figure at each.
  [[nodiscard]] virtual Curve curve(Items /*items*/) const { return {}; }
  // The score by which the page shows the worst first, and whether a small one is good.
  [[nodiscard]] virtual std::string main_score() const = 0;
  [[nodiscard]] virtual bool smaller_is_better() const { return false; }
};

}  // namespace heddle::evaluation
