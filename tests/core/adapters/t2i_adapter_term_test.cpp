#include "adapters/t2i_adapter_term.h"

#include "support/test.h"

namespace heddle::adapters {
namespace {

TEST_CASE("prompt first weakens the finer levels of a T2I-Adapter") {
  CHECK(t2i_balance_factors(T2IBalance::prompt_first, 4) == std::vector<double>{0.25, 0.62, 0.825, 1.0});
  CHECK(t2i_balance_factors(T2IBalance::prompt_first, 3) == std::vector<double>{0.62, 0.825, 1.0});
  CHECK(t2i_balance_factors(T2IBalance::prompt_first, 5) == std::vector<double>{0.25, 0.25, 0.62, 0.825, 1.0});
  for (const double factor : t2i_balance_factors(T2IBalance::control_first, 4)) CHECK(factor == 1.0);
}

TEST_CASE("each balance of a T2I-Adapter has a name that reads back") {
  for (const std::string& name : t2i_balance_names()) CHECK(t2i_balance_from(name).has_value());
  CHECK(t2i_balance_from("control_first") == T2IBalance::control_first);
  CHECK_FALSE(t2i_balance_from("loud").has_value());
}

}  // namespace
}  // namespace heddle::adapters
