#include "training/train_log.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/atomic_file.h"

namespace heddle::training {

Result<TrainLog> TrainLog::open(const std::filesystem::path& file, std::int64_t resumed_step, const std::string& pending) {
  TrainLog log;
  log.file_ = file;
  std::string kept;
  std::ifstream old(file);
  for (std::string line; std::getline(old, line);) {
    if (old.eof()) break;  // a line without its end was cut by a power failure
    std::int64_t step = -1;
    std::from_chars(line.data(), line.data() + line.size(), step);
    if (step == -1 || step <= resumed_step) kept += line + "\n";  // the heading has no number
  }
  if (resumed_step == 0) kept.clear();
  if (auto written = write_file_atomically(file, std::string_view(kept)); !written) return forward(written);
  if (!pending.empty()) {
    std::istringstream words(pending);
    words >> log.count_;
    for (std::string word; words >> word;) {
      const std::size_t equals = word.rfind('=');
      if (equals == std::string::npos) continue;
      log.names_.push_back(word.substr(0, equals));
      log.sums_.push_back(std::strtod(word.c_str() + equals + 1, nullptr));  // reads "nan" and "inf" as well
    }
  }
  return log;
}

std::string TrainLog::pending() const {
  if (count_ == 0) return {};
  std::string text = std::to_string(count_);
  for (std::size_t i = 0; i < names_.size(); ++i) text += fmt::format(" {}={}", names_[i], sums_[i]);
  return text;
}

void TrainLog::add(std::int64_t step, const LossFigures& loss, double learning_rate, double gradient_norm) {
  if (names_.empty()) {
    names_ = {"loss", "gradient_norm"};
    names_.insert(names_.end(), loss.names.begin(), loss.names.end());
    sums_.assign(names_.size(), 0);
  }
  sums_[0] += loss.total;
  sums_[1] += gradient_norm;
  for (std::size_t i = 0; i < loss.parts.size(); ++i) sums_[i + 2] += loss.parts[i];
  ++count_;
  step_ = step + 1;
  learning_rate_ = learning_rate;
}

Result<void> TrainLog::flush(double seconds) {
  if (count_ == 0) return {};
  std::error_code absent;
  const bool first = !std::filesystem::exists(file_, absent) || std::filesystem::file_size(file_, absent) == 0;
  std::ofstream out(file_, std::ios::app);
  if (first) {
    out << "step,seconds,learning_rate";
    for (const std::string& name : names_) out << ',' << name;
    out << '\n';
  }
  out << fmt::format("{},{:.1f},{:.3g}", step_, seconds, learning_rate_);
  last_line_ = fmt::format("step {}", step_);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const double mean = sums_[i] / static_cast<double>(count_);
    out << fmt::format(",{:.6g}", mean);
    last_line_ += fmt::format("  {} {:.4g}", names_[i], mean);
  }
  out << '\n' << std::flush;
  sums_.assign(names_.size(), 0);
  count_ = 0;
  if (!out) return fail(ErrorKind::io, "[train.log] '{}' cannot be written; is the disk full?", file_.string());
  return {};
}

}  // namespace heddle::training
