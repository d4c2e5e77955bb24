// TimeLeft: estimates how long a task still takes from its progress since it began. A fraction that falls begins a new
// count, since a task may start over for its next part (images are encoded from 0 to 1, then steps run from 0.03 on).
// Used by the command line's progress bar. One thread.
#pragma once

#include <optional>

namespace heddle {

class TimeLeft final {
 public:
  // fraction in [0, 1]; now in seconds of any steady clock. Seconds left; nothing while nothing is done since the count
  // began.
  [[nodiscard]] std::optional<double> after(double fraction, double now) {
    if (!last_ || fraction < *last_) {
      first_ = fraction;
      began_ = now;
    }
    last_ = fraction;
    const double done = fraction - first_;
    if (done <= 0) return std::nullopt;
    return (now - began_) / done * (1 - fraction);
  }

 private:
  double first_ = 0;
  double began_ = 0;
  std::optional<double> last_;
};

}  // namespace heddle
