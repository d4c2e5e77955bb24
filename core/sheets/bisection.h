// Bisection: finds the argument at which a slow function has a wanted value, within a number of calls. Used by `heddle
// find-scale`: the function is a whole run and its likeness. A value; one thread.
#pragma once

#include <optional>
#include <vector>

namespace heddle::sheets {

struct Tried {
  double x = 0, y = 0;
  bool operator==(const Tried&) const = default;
};

class Bisection final {
 public:
  // The function is looked at between `low` and `high`.
  Bisection(double low, double high, double wanted, double tolerance, int calls_most)
      : low_(low), high_(high), wanted_(wanted), tolerance_(tolerance), calls_most_(calls_most) {}

  // The next argument to try; nothing when a value is close enough, cannot be met between the ends, or the calls are
  // used up. First the ends, then the middle of the narrowest bracket three times, then where a straight line through
  // its ends meets the wanted value.
  [[nodiscard]] std::optional<double> next() const;
  void tell(double x, double y) { tried_.push_back({x, y}); }

  // The value that comes closest. Requires: one was given.
  [[nodiscard]] Tried best() const;
  [[nodiscard]] bool met() const;
  // Whether the wanted value is between the smallest and the largest that were given.
  [[nodiscard]] bool can_be_met() const;
  [[nodiscard]] const std::vector<Tried>& tried() const { return tried_; }

 private:
  double low_, high_, wanted_, tolerance_;
  int calls_most_;
  std::vector<Tried> tried_;
};

}  // namespace heddle::sheets
