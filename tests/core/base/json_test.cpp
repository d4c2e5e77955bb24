#include "base/json.h"

#include "support/test.h"

namespace heddle {
namespace {

TEST_CASE("a document is read and written with sorted keys and the shortest numbers") {
  const auto json = parse_json(R"( {"b": [1, -2, 2.50, true, null], "a": "\u00e9"} )", "a test");
  REQUIRE(json);
  CHECK(dump_json(*json) == "{\"a\":\"\xc3\xa9\",\"b\":[1,-2,2.5,true,null]}");
}

TEST_CASE("whole numbers of 64 bits stay exact") {
  const auto json = parse_json("[18446744073709551615,-9223372036854775808]", "a test");
  REQUIRE(json);
  CHECK((*json)[0].get<std::uint64_t>() == 18446744073709551615ull);
  CHECK(dump_json(*json) == "[18446744073709551615,-9223372036854775808]");
}

TEST_CASE("a key that occurs twice in one object is refused by name, the same key elsewhere is not") {
  const auto twice = parse_json(R"({"x":{"size":1,"size":2}})", "a test");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message.find("'size' twice") != std::string::npos);
  CHECK(parse_json(R"({"size":{"size":1},"x":[{"size":2},{"size":3}]})", "a test"));
}

TEST_CASE("a byte order mark before a document, as editors of Windows write it, is passed over") {
  const auto json = parse_json("\xEF\xBB\xBF{\"a\": 1}", "captions");
  REQUIRE(json);
  CHECK((*json)["a"] == 1);
}

TEST_CASE("each limit is kept to the unit") {
  const JsonLimits limits{.bytes_max = 40, .depth_max = 3, .string_bytes_max = 5, .values_max = 6};
  CHECK(parse_json("[[[]]]", "a test", limits));
  CHECK_FALSE(parse_json("[[[[]]]]", "a test", limits));
  CHECK(parse_json("[1,2,3,4,5]", "a test", limits));
  CHECK_FALSE(parse_json("[1,2,3,4,5,6]", "a test", limits));
  CHECK_FALSE(parse_json("[1,2,3,4,5,[]]", "a test", limits));
  CHECK(parse_json("\"12345\"", "a test", limits));
  CHECK_FALSE(parse_json("\"123456\"", "a test", limits));
  CHECK_FALSE(parse_json("{\"123456\":1}", "a test", limits));
  CHECK_FALSE(parse_json(std::string(41, ' '), "a test", limits));
}

TEST_CASE("an error says where in the text it is") {
  const auto broken = parse_json("[1,\n x]", "graph 'a.json'");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.find("graph 'a.json' is not valid JSON at byte 6") != std::string::npos);
}

TEST_CASE("text that is not UTF-8 does not stop writing") { CHECK(dump_json(Json("a\xff")) == "\"a\xef\xbf\xbd\""); }

TEST_CASE("a member is found in an object and in nothing else") {
  const Json object = {{"a", 1}};
  REQUIRE(find_member(object, "a") != nullptr);
  CHECK(*find_member(object, "a") == 1);
  CHECK(find_member(object, "b") == nullptr);
  CHECK(find_member(Json(3), "a") == nullptr);
}

}  // namespace
}  // namespace heddle
