#include "graph/lane.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

LaneLayers five() { return {{"down 0.0", "down 1.0", "mid", "up 0.0", "up 0.1"}, {1, 0, 0, 1, 1}, {0.25, 1, 0, 0, 0}}; }

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

TEST_CASE("presets are explicit layers, as the model has them") {
  const Lane style = lane_preset(LanePreset::style, five(), 0.8, 20);
  CHECK(style.values == std::vector<std::vector<double>>{{0.8}, {0}, {0}, {0.8}, {0.8}});
  const Lane layout = lane_preset(LanePreset::layout, five(), 0.8, 20);
  CHECK(layout.values == std::vector<std::vector<double>>{{0.2}, {0.8}, {0}, {0}, {0}});
  const Lane both = lane_preset(LanePreset::style_and_layout, five(), 1.0, 20);
  CHECK(both.values == std::vector<std::vector<double>>{{1}, {1}, {0}, {1}, {1}});
  CHECK(lane_preset(LanePreset::ease_in, {}, 1.0, 20).at(3, 19) == 1.0);
  CHECK(lane_preset(LanePreset::ease_out, {}, 1.0, 20).at(3, 19) == 0.0);
}

TEST_CASE("a preset is known by its values, for the model that has these layers") {
  CHECK(preset_of(lane_preset(LanePreset::layout, five(), 0.37, 20), five()) == LanePreset::layout);
  CHECK(preset_of(lane_preset(LanePreset::ease_in, five(), 0.37, 13), five()) == LanePreset::ease_in);
  CHECK_FALSE(preset_of(Lane::scalar(0.5), five()));
  CHECK_FALSE(preset_of(lane_preset(LanePreset::layout, five(), 0.37, 20), LaneLayers::unnamed(5)));
  LaneLayers other = five();
  other.layout = {0, 0, 1, 0, 0};
  CHECK_FALSE(preset_of(lane_preset(LanePreset::layout, five(), 0.37, 20), other));
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
  CHECK(form_of(lane_preset(LanePreset::ease_in, {}, 7.0, 12), 1) == LaneForm::curve);
}

TEST_CASE("a strength scales the pattern") {
  const Lane layout = with_peak(lane_preset(LanePreset::layout, five(), 0.8, 20), 0.4);
  CHECK(layout.at(1, 0) == 0.4);
  CHECK(layout.at(0, 0) == 0.1);
  CHECK(with_peak(Lane::scalar(0.0), 0.4) == Lane::scalar(0.4));
}

TEST_CASE("a layer's short name says its block and its number there") {
  CHECK(short_layer_name("down_blocks.1.attentions.0.transformer_blocks.0.attn2") == "down 1.0");
  CHECK(short_layer_name("up_blocks.3.attentions.2.transformer_blocks.0.attn2") == "up 3.2");
  CHECK(short_layer_name("mid_block.attentions.0.transformer_blocks.0.attn2") == "mid");
  CHECK(short_layer_name("down_blocks.2.attentions.1.transformer_blocks.9.attn2") == "down 2.1.9");
  CHECK(short_layer_name("down_blocks.") == "down_blocks.");
  CHECK(short_layer_name("block 7") == "block 7");
}

TEST_CASE("layers are read as they are written, and from nothing else") {
  const Json json = Json::parse(R"({"layers": ["mid_block.attentions.0.transformer_blocks.0.attn2", "b"],
                                    "style": [1, 0.5], "layout": [0, 0]})");
  const auto layers = lane_layers_from_json(json);
  REQUIRE(layers);
  CHECK(layers->names == std::vector<std::string>{"mid", "b"});
  CHECK(layers->style == std::vector<double>{1, 0.5});
  CHECK(layers->has_presets());
  for (const char* faulty :
       {"null", "3", "{}", R"({"layers": []})", R"({"layers": ["a"], "style": [1], "layout": []})",
        R"({"layers": ["a"], "style": ["x"], "layout": [1]})", R"({"layers": [1], "style": [1], "layout": [1]})"}) {
    CHECK_FALSE(lane_layers_from_json(Json::parse(faulty)));
  }
  CHECK_FALSE(LaneLayers::unnamed(3).has_presets());
}

}  // namespace
}  // namespace heddle::graph
