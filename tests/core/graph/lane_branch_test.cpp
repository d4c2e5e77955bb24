#include "graph/lane_branch.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a branched lane has the old values before the step and the new ones after it") {
  const auto lane = branched(Lane::scalar(0.3), Lane::scalar(0.8), {4, 6, true});
  REQUIRE(lane);
  CHECK(lane->values == std::vector<std::vector<double>>{{0.3, 0.3, 0.3, 0.3, 0.8, 0.8}});
  CHECK(lane->start == 0.0);
  CHECK(lane->end == 1.0);
}

TEST_CASE("a branched lane has as many layers as the lane with more of them") {
  Lane layers = Lane::per_layer({1, 2, 3});
  const auto lane = branched(Lane::scalar(0.5), layers, {1, 2, true});
  REQUIRE(lane);
  CHECK(lane->values == std::vector<std::vector<double>>{{0.5, 1}, {0.5, 2}, {0.5, 3}});
}

TEST_CASE("outside its span a lane is nothing, unless spans mean nothing") {
  Lane late = Lane::scalar(1.0);
  late.start = 0.5;
  const auto lane = branched(late, Lane::scalar(0.25), {3, 4, true});
  CHECK(lane->values == std::vector<std::vector<double>>{{0, 0, 1, 0.25}});
  const auto guidance = branched(late, Lane::scalar(0.25), {3, 4, false});
  CHECK(guidance->values == std::vector<std::vector<double>>{{1, 1, 1, 0.25}});
}

TEST_CASE("a mask cannot change on the way") {
  Lane masked = Lane::scalar(1.0);
  masked.mask = "hash:0123456789abcdef";
  CHECK_FALSE(branched(Lane::scalar(1.0), masked, {1, 4, true}));
  CHECK(branched(masked, masked, {1, 4, true})->mask == masked.mask);
}

TEST_CASE("a branch at the first step is the new lane, one at the end the old one") {
  CHECK(branched(Lane::scalar(1), Lane::scalar(2), {0, 3, true})->values.front() == std::vector<double>{2, 2, 2});
  CHECK(branched(Lane::scalar(1), Lane::scalar(2), {3, 3, true})->values.front() == std::vector<double>{1, 1, 1});
}

}  // namespace
}  // namespace heddle::graph
