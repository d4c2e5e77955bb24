#include "base/time_left.h"

#include "support/test.h"

using namespace heddle;

TEST_CASE("time left follows from what was done since the count began") {
  TimeLeft left;
  CHECK_FALSE(left.after(0.2, 100).has_value());
  CHECK(left.after(0.3, 110).value() == doctest::Approx(70));
  CHECK(left.after(1.0, 180).value() == doctest::Approx(0));
}

TEST_CASE("a part that begins before where the last one ended is counted separately") {
  TimeLeft left;
  CHECK_FALSE(left.after(0, 0).has_value());
  CHECK(left.after(0.99, 1000).has_value());
  CHECK_FALSE(left.after(0.01, 1010).has_value());
  CHECK(left.after(0.02, 1020).value() == doctest::Approx(980));
}
