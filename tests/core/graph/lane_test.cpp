#include "graph/lane.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a merged lane has the old values before the step and the new ones after it") {
  const auto lane = merged(Lane::scalar(0.3), Lane::scalar(0.8), {4, 6, true});
  REQUIRE(lane);
  CHECK(lane->values == std::vector<std::vector<double>>{{0.3, 0.3, 0.3, 0.3, 0.8, 0.8}});
  CHECK(lane->start == 0.0);
  CHECK(lane->end == 1.0);
}

TEST_CASE("a merged lane has as many layers as the lane with more of them") {
  Lane layers = Lane::per_layer({1, 2, 3});
  const auto lane = merged(Lane::scalar(0.5), layers, {1, 2, true});
  REQUIRE(lane);
  CHECK(lane->values == std::vector<std::vector<double>>{{0.5, 1}, {0.5, 2}, {0.5, 3}});
}

TEST_CASE("outside its span a lane is nothing, unless spans mean nothing") {
  Lane late = Lane::scalar(1.0);
  late.start = 0.5;
  const auto lane = merged(late, Lane::scalar(0.25), {3, 4, true});
  CHECK(lane->values == std::vector<std::vector<double>>{{0, 0, 1, 0.25}});
  const auto guidance = merged(late, Lane::scalar(0.25), {3, 4, false});
  CHECK(guidance->values == std::vector<std::vector<double>>{{1, 1, 1, 0.25}});
}

TEST_CASE("a mask cannot change during a run") {
  Lane masked = Lane::scalar(1.0);
  masked.mask = "hash:0123456789abcdef";
  CHECK_FALSE(merged(Lane::scalar(1.0), masked, {1, 4, true}));
  CHECK(merged(masked, masked, {1, 4, true})->mask == masked.mask);
}

TEST_CASE("a branch at the first step is the new lane, one at the end the old one") {
  CHECK(merged(Lane::scalar(1), Lane::scalar(2), {0, 3, true})->values.front() == std::vector<double>{2, 2, 2});
  CHECK(merged(Lane::scalar(1), Lane::scalar(2), {3, 3, true})->values.front() == std::vector<double>{1, 1, 1});
}

// The editor took the middle of a step: 0.25 of 10 steps held from index 2 on.
TEST_CASE("a lane's span holds the same steps as a number and as a curve") {
  for (const double start : {0.0, 0.25, 0.5, 0.33}) {
    for (const double end : {0.4, 0.75, 1.0}) {
      Lane lane = Lane::scalar(0.7);
      lane.start = start;
      lane.end = end;
      const Lane curve = with_form(lane, LaneForm::curve, 16, 10);
      for (int step = 0; step < 10; ++step) {
        CHECK(curve.at(0, static_cast<std::size_t>(step)) == (holds_at(lane, step, 10) ? 0.7 : 0.0));
      }
    }
  }
  Lane late = Lane::scalar(1.0);
  late.start = 0.25;
  CHECK(with_form(late, LaneForm::curve, 16, 10).values.front() == std::vector<double>{0, 0, 0, 1, 1, 1, 1, 1, 1, 1});
}

TEST_CASE("presets are explicit layers") {
  const Lane style = lane_preset(LanePreset::style, 0.8, 20);
  const Lane layout = lane_preset(LanePreset::layout, 0.8, 20);
  CHECK(style.values.size() == 16);
  for (const std::size_t t : {0, 1, 2, 3, 9, 10, 15}) CHECK(style.at(t, 7) == 0.8);
  for (const std::size_t t : {4, 5, 6, 7, 8}) CHECK(style.at(t, 7) == 0.0);
  CHECK(layout.at(5, 0) == 0.8);
  CHECK(layout.at(4, 0) == 0.2);
  CHECK(lane_preset(LanePreset::ease_in, 1.0, 20).at(3, 19) == 1.0);
  CHECK(lane_preset(LanePreset::ease_out, 1.0, 20).at(3, 19) == 0.0);
}

TEST_CASE("a preset is known by its values") {
  CHECK(preset_of(lane_preset(LanePreset::layout, 0.37, 20)) == LanePreset::layout);
  CHECK(preset_of(lane_preset(LanePreset::ease_in, 0.37, 13)) == LanePreset::ease_in);
  CHECK_FALSE(preset_of(Lane::scalar(0.5)));
}

TEST_CASE("a form keeps what it can hold") {
  Lane lane = Lane::scalar(0.7);
  lane.end = 0.5;
  CHECK(form_of(lane, 16) == LaneForm::range);
  const Lane curve = with_form(lane, LaneForm::curve, 16, 10);
  CHECK(curve.values[0].size() == 10);
  CHECK(curve.at(0, 4) == 0.7);
  CHECK(curve.at(0, 5) == 0.0);
  const Lane matrix = with_form(curve, LaneForm::matrix, 16, 10);
  CHECK(form_of(matrix, 16) == LaneForm::matrix);
  CHECK(matrix.at(15, 0) == 0.7);
  CHECK(with_form(matrix, LaneForm::number, 16, 10) == Lane::scalar(0.7));
  CHECK(form_of(lane_preset(LanePreset::ease_in, 7.0, 12), 1) == LaneForm::curve);
}

TEST_CASE("a strength scales the pattern") {
  const Lane layout = with_strength(lane_preset(LanePreset::layout, 0.8, 20), 0.4);
  CHECK(layout.at(5, 0) == 0.4);
  CHECK(layout.at(4, 0) == 0.1);
  CHECK(with_strength(Lane::scalar(0.0), 0.4) == Lane::scalar(0.4));
}

}  // namespace
}  // namespace heddle::graph
