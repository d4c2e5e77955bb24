// TrainLog: the loss curve as CSV, one row per logged step, averaged over the steps since the last row. Rows after the
// step that a run resumes from are dropped, so the file is one curve however often it was stopped. One thread.
#pragma once

#include <filesystem>

#include "training/objective.h"

namespace heddle::training {

class TrainLog final {
 public:
  static Result<TrainLog> open(const std::filesystem::path& file, std::int64_t resumed_step);

  void add(std::int64_t step, const Loss& loss, double learning_rate, double gradient_norm);
  // Writes a row of what was added since the last.
  [[nodiscard]] Result<void> flush(double seconds);
  // The last row in words, for a progress line.
  [[nodiscard]] const std::string& last_line() const { return last_line_; }

 private:
  std::filesystem::path file_;
  std::vector<std::string> names_;
  std::vector<double> sums_;
  std::int64_t count_ = 0;
  std::int64_t step_ = 0;
  double learning_rate_ = 0;
  std::string last_line_;
};

}  // namespace heddle::training
