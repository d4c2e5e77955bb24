#include "sheets/bisection.h"

#include <algorithm>
#include <cmath>

namespace heddle::sheets {

namespace {

constexpr std::size_t kEnds = 2;
constexpr std::size_t kHalvings = 3;  // likeness rises like an S: lines pay where the curve is nearly straight

// The narrowest pair of neighbours that has the wanted value between them.
std::optional<std::pair<Tried, Tried>> bracket_of(std::vector<Tried> points, double wanted) {
  std::ranges::sort(points, {}, &Tried::x);
  std::optional<std::pair<Tried, Tried>> bracket;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const bool holds = (points[i].y - wanted) * (points[i + 1].y - wanted) <= 0;
    const double width = points[i + 1].x - points[i].x;
    if (holds && (!bracket || width < bracket->second.x - bracket->first.x)) bracket = {points[i], points[i + 1]};
  }
  return bracket;
}

}  // namespace

std::optional<double> Bisection::next() const {
  if (static_cast<int>(tried_.size()) >= calls_most_ || met()) return std::nullopt;
  if (tried_.empty()) return low_;
  if (tried_.size() == 1) return high_;
  const auto bracket = bracket_of(tried_, wanted_);
  if (!bracket) return std::nullopt;
  const auto& [a, b] = *bracket;
  const double width = b.x - a.x;
  if (tried_.size() < kEnds + kHalvings || b.y == a.y) return a.x + width / 2;
  return a.x + width * (wanted_ - a.y) / (b.y - a.y);
}

Tried Bisection::best() const {
  return *std::ranges::min_element(tried_, {}, [this](const Tried& one) { return std::abs(one.y - wanted_); });
}

bool Bisection::met() const { return !tried_.empty() && std::abs(best().y - wanted_) <= tolerance_; }

bool Bisection::can_be_met() const { return tried_.size() < 2 || bracket_of(tried_, wanted_).has_value(); }

}  // namespace heddle::sheets
