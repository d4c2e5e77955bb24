#include <clocale>
#include <limits>

#include "graph/param_io.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void check_round_trip(const ParamValue& value, const ParamSpec& spec, const std::string& text) {
  CAPTURE(text);
  CHECK(dump_json(to_json(value)) == text);
  const auto parsed = parse_json(text, "a value");
  REQUIRE(parsed);
  const auto back = param_from_json(*parsed, spec);
  REQUIRE(back);
  CHECK(*back == value);
}

TEST_CASE("every kind of value reads well in JSON and comes back the same") {
  check_round_trip(std::int64_t{20}, integer("x", 0), "20");
  check_round_trip(std::numeric_limits<std::int64_t>::min(), integer("x", 0), "-9223372036854775808");
  check_round_trip(Seed{18446744073709551615ull}, seed("x", 0), "\"18446744073709551615\"");
  check_round_trip(7.0, real("x", 0), "7.0");
  check_round_trip(0.1, real("x", 0), "0.1");
  check_round_trip(true, boolean("x", false), "true");
  check_round_trip(std::string("a \"red\" ball\n\xf0\x9f\x8e\x88"), text("x", ""),
                   "\"a \\\"red\\\" ball\\n\xf0\x9f\x8e\x88\"");
  check_round_trip(Choice{"ddim"}, choice("x", "ddim", {"ddim"}), "\"ddim\"");
  check_round_trip(FilePath{"a/b.png"}, file("x", "image"), "\"a/b.png\"");
  check_round_trip(ParamList{{ParamValue(0.5), ParamValue(1.0)}}, list("x", ParamKind::real), "[0.5,1.0]");
}

TEST_CASE("a lane is a number, one value a layer, layers x steps, or an object") {
  const ParamSpec spec = lane("x", 1.0);
  check_round_trip(Lane::scalar(0.6), spec, "0.6");
  check_round_trip(Lane::per_layer({0.0, 0.5, 1.0}), spec, "[0.0,0.5,1.0]");
  check_round_trip(Lane{{{0.0, 1.0}, {0.5, 0.25}}, {}, 0, 1}, spec, "[[0.0,1.0],[0.5,0.25]]");
  check_round_trip(Lane{{{0.0, 1.0}}, {}, 0, 1}, spec, "[[0.0,1.0]]");
  check_round_trip(Lane{{{0.6}}, "masks/left.png", 0.25, 1}, spec,
                   R"({"mask":"masks/left.png","start":0.25,"values":0.6})");
}

TEST_CASE("a lane with rows of different length, or with words in it, is none") {
  for (const char* text : {"[]", "[[]]", "[[1,2],[1]]", "[1,[1,2]]", R"([1,"a"])", "null", R"({"values":"a"})",
                           R"({"values":1,"start":"a"})", R"({"values":1,"mask":3})", R"({"valeus":1})"}) {
    CAPTURE(text);
    CHECK_FALSE(param_from_json(*parse_json(text, "a lane"), lane("x", 1.0)));
  }
}

TEST_CASE("a lane repeats its last row and column beyond its end") {
  const Lane matrix{{{0.0, 1.0}, {0.5, 0.25}}, {}, 0, 1};
  CHECK(matrix.at(0, 0) == 0.0);
  CHECK(matrix.at(1, 1) == 0.25);
  CHECK(matrix.at(9, 9) == 0.25);
  CHECK(Lane::scalar(0.6).at(15, 49) == 0.6);
}

TEST_CASE("a seed is read from digits or a whole number, and from nothing else") {
  const auto read = [](const char* json) { return param_from_json(*parse_json(json, "a seed"), seed("x", 0)); };
  CHECK(read("\"9007199254740993\"") == ParamValue(Seed{9007199254740993ull}));
  CHECK(read("9007199254740993") == ParamValue(Seed{9007199254740993ull}));
  CHECK(read("18446744073709551615") == ParamValue(Seed{18446744073709551615ull}));
  for (const char* json : {"-1", "1.5", "\"\"", "\"-1\"", "\"1e5\"", "\" 1\"", "\"18446744073709551616\"",
                           "18446744073709551616", "true", "null", "[]"}) {
    CAPTURE(json);
    CHECK_FALSE(read(json));
  }
}

TEST_CASE("numbers are read in each other's spelling where nothing is lost") {
  CHECK(param_from_json(Json(3), real("x", 0)) == ParamValue(3.0));
  CHECK(param_from_json(Json(3.0), integer("x", 0)) == ParamValue(std::int64_t{3}));
  CHECK_FALSE(param_from_json(Json(3.5), integer("x", 0)));
  CHECK_FALSE(param_from_json(Json(1e300), integer("x", 0)));
  CHECK_FALSE(param_from_json(Json(true), integer("x", 0)));
  CHECK_FALSE(param_from_json(Json("3"), real("x", 0)));
}

TEST_CASE("numbers out of range are pulled in, and what is not finite goes to the initial value") {
  const ParamSpec spec = real("x", 2.0).range(0.25, 8.0);
  ParamValue high(9.0), odd(kNan), fine(3.0);
  CHECK(clamp(high, spec));
  CHECK(high == ParamValue(8.0));
  CHECK(clamp(odd, spec));
  CHECK(odd == ParamValue(2.0));
  CHECK_FALSE(clamp(fine, spec));
  ParamValue steps(std::int64_t{-5});
  CHECK(clamp(steps, integer("x", 1).range(1, 100)));
  CHECK(steps == ParamValue(std::int64_t{1}));
  ParamValue matrix(Lane{{{9.0, kNan}}, {}, -1, 2});
  CHECK(clamp(matrix, lane("x", 1.0).range(0, 3)));
  CHECK(matrix == ParamValue(Lane{{{3.0, 1.0}}, {}, 0, 1}));
}

TEST_CASE("numbers are written and read with a point whatever the locale says") {
  const char* set = std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
  check_round_trip(0.125, real("x", 0), "0.125");
  std::setlocale(LC_NUMERIC, "C");
  if (set == nullptr) MESSAGE("this machine has no German locale; tested in the C locale");
}

TEST_CASE("asking for a parameter under another name or kind is a mistake that is caught") {
  const Params params(ParamMap{{"steps", std::int64_t{20}}});
  CHECK(params.integer("steps") == 20);
  CHECK_THROWS_AS((void)params.real("steps"), std::logic_error);
  CHECK_THROWS_AS((void)params.integer("stpes"), std::logic_error);
}

}  // namespace
}  // namespace heddle::graph
