#include "pipeline/preview_budget.h"

#include <algorithm>
#include <utility>

namespace heddle::pipeline {

namespace {

// A decoder that the budget allows less often than every so many steps is replaced by the next one.
constexpr double kRarestSteps = 4;

}  // namespace

PreviewBudget::PreviewBudget(std::vector<PreviewWay> ways, Seconds pause, Clock clock)
    : ways_(std::move(ways)), pause_(pause), clock_(std::move(clock)) {}

void PreviewBudget::begin_step() { begun_ = clock_(); }

std::optional<PreviewWay> PreviewBudget::end_step(bool has_new_value, bool is_last) {
  const auto now = clock_();
  step_ = now - begun_;
  stepped_ += step_;
  is_owed_ |= has_new_value;
  if (ways_.empty() || is_last) return std::nullopt;
  const PreviewWay chosen = way();
  const Seconds cost = spent_ + expected(chosen);
  const bool is_time = now - shown_ >= pause_ && cost <= kShare * (stepped_ + cost);
  if (!is_owed_ && !is_time) return std::nullopt;
  is_owed_ = false;
  making_ = chosen;
  begun_ = shown_ = now;
  return chosen;
}

void PreviewBudget::end_preview() {
  Cost& cost = costs_[making_];
  cost = {clock_() - begun_, cost.times + 1};
  spent_ += cost.newest;
}

// The preferred way that can be shown often enough to follow; else the last, at fewer steps. It changes only where its
// measured cost does, so that sharp and coarse pictures do not flicker.
PreviewWay PreviewBudget::way() const {
  for (const PreviewWay way : ways_) {
    if (expected(way) <= kRarestSteps * kShare * step_) return way;
  }
  return ways_.back();
}

// A decoder's first use also builds what later uses share: where there is another one to fall back on, that cost alone
// does not rule it out.
PreviewBudget::Seconds PreviewBudget::expected(PreviewWay way) const {
  const auto known = costs_.find(way);
  if (known == costs_.end()) return Seconds(0);
  const bool is_first_use = known->second.times == 1 && way != ways_.back();
  return is_first_use ? std::min(known->second.newest, kRarestSteps * kShare * step_) : known->second.newest;
}

}  // namespace heddle::pipeline
