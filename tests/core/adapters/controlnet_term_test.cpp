#include "adapters/controlnet_term.h"

#include <cmath>

#include "support/test.h"

namespace heddle::adapters {
namespace {

TEST_CASE("the balances' factors are those of their sources") {
  const auto soft = balance_factors(ControlBalance::prompt_first, 13);
  CHECK(soft.front() == doctest::Approx(std::pow(0.825, 12)));
  CHECK(soft.back() == 1.0);
  CHECK(balance_factors(ControlBalance::guess_mode, 13) == soft);
  const auto even = balance_factors(ControlBalance::guess_mode_diffusers, 13);  // torch.logspace(-1, 0, 13)
  CHECK(even.front() == doctest::Approx(0.1));
  CHECK(even[11] == doctest::Approx(0.8254042));
  CHECK(even.back() == 1.0);
  for (const double factor : balance_factors(ControlBalance::control_first, 13)) CHECK(factor == 1.0);
}

TEST_CASE("each balance has a name that reads back") {
  for (const std::string& name : control_balance_names()) CHECK(control_balance_from(name).has_value());
  CHECK_FALSE(control_balance_from("loud").has_value());
}

}  // namespace
}  // namespace heddle::adapters
