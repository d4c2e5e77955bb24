#include "sheets/bisection.h"

#include <cmath>
#include <functional>

#include "support/test.h"

namespace heddle::sheets {

namespace {

Bisection search(const std::function<double(double)>& likeness, double wanted) {
  Bisection bisection(0, 1, wanted, 0.01, 8);
  while (const auto x = bisection.next()) bisection.tell(*x, likeness(*x));
  return bisection;
}

}  // namespace

TEST_CASE("a likeness between the ends is met within eight runs, however it rises") {
  const std::function<double(double)> curves[] = {
      [](double x) { return 0.5 + 0.4 * x; },
      [](double x) { return 0.5 + 0.4 / (1 + std::exp(-14 * (x - 0.4))); },
      [](double x) { return 0.5 + 0.4 * x * x * x; },
      [](double x) { return 0.5 + 0.4 * std::sqrt(x); },
      [](double x) { return 0.9 - 0.4 * x; },
  };
  for (const auto& curve : curves) {
    for (double wanted = 0.51; wanted < 0.9; wanted += 0.04) {
      if (wanted < std::min(curve(0), curve(1)) || wanted > std::max(curve(0), curve(1))) continue;
      const Bisection found = search(curve, wanted);
      CAPTURE(wanted);
      CHECK(found.tried().size() <= 8);
      CHECK(found.met());
      CHECK(std::abs(curve(found.best().x) - wanted) <= 0.01);
    }
  }
}

TEST_CASE("what no scale gives is said after the ends") {
  const Bisection found = search([](double x) { return 0.5 + 0.2 * x; }, 0.9);
  CHECK(found.tried().size() == 2);
  CHECK(!found.met());
  CHECK(!found.can_be_met());
  CHECK(found.best() == Tried{1, 0.7});
}

TEST_CASE("a jump is not met, and the runs end") {
  const Bisection found = search([](double x) { return x < 0.37 ? 0.5 : 0.9; }, 0.7);
  CHECK(found.tried().size() == 8);
  CHECK(!found.met());
  CHECK(found.can_be_met());
}

}  // namespace heddle::sheets
