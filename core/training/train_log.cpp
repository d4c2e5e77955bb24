#include "training/train_log.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/atomic_file.h"

namespace heddle::training {

namespace {

constexpr std::string_view kLastColumns = ",pictures_a_second,arithmetic";

}  // namespace

Result<TrainLog> TrainLog::open(const std::filesystem::path& file, const LogStart& start) {
  TrainLog log;
  log.file_ = file;
  log.row_seconds_ = start.seconds;
  log.arithmetic_ = start.arithmetic;
  std::string kept;
  std::ifstream old(file);
  for (std::string line; std::getline(old, line);) {
    if (old.eof()) break;  // a line without its end was cut by a power failure
    std::int64_t step = -1;
    std::from_chars(line.data(), line.data() + line.size(), step);
    if (step == -1 && !line.ends_with(kLastColumns)) line += kLastColumns;  // a run that an older version began
    if (step == -1 || step <= start.step) kept += line + "\n";              // the heading has no number
  }
  if (start.step == 0) kept.clear();
  if (auto written = write_file_atomically(file, std::string_view(kept)); !written) return forward(written);
  if (!start.pending.empty()) {
    std::istringstream words(start.pending);
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

void TrainLog::add(std::int64_t step, const LossFigures& loss, double learning_rate, double gradient_norm,
                   std::int64_t items) {
  if (names_.empty()) {
    names_ = {"loss", "gradient_norm"};
    names_.insert(names_.end(), loss.names.begin(), loss.names.end());
    sums_.assign(names_.size(), 0);
  }
  sums_[0] += loss.total;
  sums_[1] += gradient_norm;
  for (std::size_t i = 0; i < loss.parts.size(); ++i) sums_[i + 2] += loss.parts[i];
  ++count_;
  items_ += items;
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
    out << kLastColumns << '\n';
  }
  out << fmt::format("{},{:.1f},{:.3g}", step_, seconds, learning_rate_);
  last_line_ = fmt::format("step {}", step_);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const double mean = sums_[i] / static_cast<double>(count_);
    out << fmt::format(",{:.6g}", mean);
    last_line_ += fmt::format("  {} {:.4g}", names_[i], mean);
  }
  const double rate = seconds > row_seconds_ ? static_cast<double>(items_) / (seconds - row_seconds_) : 0;
  out << fmt::format(",{:.4g},{}\n", rate, arithmetic_) << std::flush;
  last_line_ += fmt::format("  {:.3g} pictures/s", rate);
  items_ = 0;
  row_seconds_ = seconds;
  sums_.assign(names_.size(), 0);
  count_ = 0;
  if (!out) return fail(ErrorKind::io, "[train.log] '{}' cannot be written; is the disk full?", file_.string());
  return {};
}

}  // namespace heddle::training
