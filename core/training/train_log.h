// TrainLog: the loss curve as CSV, one row per logged step, averaged over the steps since the last row. Rows after the
// step that a run resumes from are dropped, so that the file is one curve. Used by the trainer. One thread.
#pragma once

#include <filesystem>

#include "training/objective.h"

namespace heddle::training {

// A step's loss as numbers: the mean over the whole batch.
struct LossFigures {
  double total = 0;
  std::vector<std::string> names;  // of the parts
  std::vector<double> parts;
};

// The start of a session.
struct LogStart {
  std::int64_t step = 0;
  double seconds = 0;        // that the run took before
  std::string pending{};     // as the checkpoint of that step kept it, or empty
  std::string arithmetic{};  // "fp32 avx2", for every row: a run may continue on another machine
};

class TrainLog final {
 public:
  static Result<TrainLog> open(const std::filesystem::path& file, const LogStart& start);

  // `items`: images, or other items of the batch.
  void add(std::int64_t step, const LossFigures& loss, double learning_rate, double gradient_norm, std::int64_t items);
  // Writes a row of what was added since the last.
  [[nodiscard]] Result<void> flush(double seconds);
  // What was added since the last row, for a checkpoint between two rows: "3 loss=0.25 gradient_norm=1.5".
  [[nodiscard]] std::string pending() const;
  // The last row as text, for a progress line.
  [[nodiscard]] const std::string& last_line() const { return last_line_; }

 private:
  std::filesystem::path file_;
  std::vector<std::string> names_;
  std::vector<double> sums_;
  std::int64_t count_ = 0;
  std::int64_t step_ = 0;
  std::int64_t items_ = 0;  // of this session, since the last row
  double row_seconds_ = 0;  // when that was
  std::string arithmetic_;
  double learning_rate_ = 0;
  std::string last_line_;
};

}  // namespace heddle::training
