#include "sheets/curves.h"

#include <cmath>

#include "sheets/sheet_page.h"
#include "support/test.h"

namespace heddle::sheets {

namespace {

Table table_of(std::string_view text) {
  auto table = read_table(text, "it");
  REQUIRE(table);
  return std::move(*table);
}

Table sheet() {
  return table_of(
      "picture,image_prompt.scale,seed,file,clip_i,clip_t\n"
      "1,0,1,a.png,0.5,0.3\n2,1,1,b.png,0.9,0.2\n3,0,2,c.png,0.7,0.3\n4,1,2,d.png,0.9,0.1\n5,1,3,e.png,,0.1\n");
}

}  // namespace

TEST_CASE("a sweep has the mean and the spread over the rows of one x") {
  auto curves = sweep_of(sheet(), "image_prompt.scale", "clip_i", "", "it");
  REQUIRE(curves);
  REQUIRE(curves->curves.size() == 1);
  const auto& points = curves->curves[0].points;
  REQUIRE(points.size() == 2);
  CHECK(points[0].y == doctest::Approx(0.6));
  CHECK(points[0].spread == doctest::Approx(std::sqrt(0.02)));  // of the sample: divided by n - 1
  CHECK(points[0].count == 2);
  CHECK(points[1].y == doctest::Approx(0.9));
  CHECK(points[1].spread == 0);
}

TEST_CASE("a curve for each value of a third column, in the table's order") {
  auto curves = sweep_of(sheet(), "image_prompt.scale", "clip_t", "seed", "it");
  REQUIRE(curves);
  REQUIRE(curves->curves.size() == 3);
  CHECK(curves->curves[0].name == "seed=1");
  CHECK(curves->curves[2].points.size() == 1);
}

TEST_CASE("a column that is not there is refused with those that are") {
  auto curves = sweep_of(sheet(), "scale", "clip_i", "", "'x.csv'");
  REQUIRE(!curves);
  CHECK(curves.error().message.find("image_prompt.scale") != std::string::npos);
  CHECK(!sweep_of(sheet(), "image_prompt.scale", "file", "", "it"));
}

TEST_CASE("points know their files and what they are") {
  auto curves = scatter_of(sheet(), "clip_t", "clip_i", "", "it");
  REQUIRE(curves);
  CHECK(curves->kind == CurveKind::points);
  REQUIRE(curves->curves.at(0).points.size() == 4);
  CHECK(curves->curves[0].points[1] ==
        CurvePoint{.x = 0.2, .y = 0.9, .file = "b.png", .label = "image_prompt.scale=1, seed=1"});
}

TEST_CASE("a log's columns, smoothed within its ends") {
  const Table log = table_of("step,loss,arithmetic\n1,4,fp32\n2,0,fp32\n3,2,fp32\n");
  auto plain = columns_of(log, "step", {}, 0, "it");
  REQUIRE(plain);
  REQUIRE(plain->curves.size() == 1);  // words are no curve
  auto smooth = columns_of(log, "step", {"loss"}, 1, "it");
  REQUIRE(smooth);
  const auto& points = smooth->curves.at(0).points;
  CHECK(points[0].y == 2);
  CHECK(points[1].y == 2);
  CHECK(points[2].y == 1);
}

TEST_CASE("a sheet's usual question") {
  const UsualSweep usual = usual_sweep(sheet());
  CHECK(usual.x == "image_prompt.scale");
  CHECK(usual.y == "clip_i");
  CHECK(usual.by.empty());
  const UsualSweep styled = usual_sweep(table_of("picture,model,scale,file,clip_t\n1,ink,0.5,a.png,0.2\n"));
  CHECK(styled.x == "scale");
  CHECK(styled.by == "model");
  CHECK(styled.y == "clip_t");
  const UsualSweep found = usual_sweep(table_of("scale,clip_i\n0,0.5\n"));  // of find-scale --curve
  CHECK(found.x == "scale");
  CHECK(found.y == "clip_i");
}

TEST_CASE("curves as a table are read back") {
  auto curves = scatter_of(sheet(), "clip_t", "clip_i", "seed", "it");
  REQUIRE(curves);
  const Table back = table_of(csv_of(*curves));
  CHECK(back.columns == std::vector<std::string>{"curve", "clip_t", "clip_i", "spread", "count", "label", "file"});
  CHECK(back.rows.size() == 4);
  CHECK(back.rows[1][0] == "seed=1");
  CHECK(back.number(1, 2) == 0.9);
}

TEST_CASE("times and memory of a run's events") {
  auto curves = times_of(
      "{\"event\":\"run_started\",\"steps_total\":2}\n"
      "{\"event\":\"node_finished\",\"node\":3,\"seconds\":1.5,\"cached\":false,\"memory\":1073741824}\n\n"
      "{\"event\":\"node_finished\",\"node\":4,\"seconds\":2,\"cached\":true,\"memory\":1073741824}\n",
      "it");
  REQUIRE(curves);
  CHECK(curves->kind == CurveKind::bars);
  REQUIRE(curves->curves.size() == 2);
  CHECK(curves->curves[0].points[0] == CurvePoint{.x = 1, .y = 1.5, .label = "node 3"});
  CHECK(curves->curves[0].points[1].y == 0);
  CHECK(curves->curves[1].points[0].y == 1);
  CHECK(!times_of("{}\n", "it"));
  CHECK(!times_of("no JSON", "it"));
}

}  // namespace heddle::sheets
