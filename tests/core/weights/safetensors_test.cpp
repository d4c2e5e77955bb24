#include "weights/safetensors.h"

#include <ctime>
#include <string>

#include "support/file_builders.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::weights;
using heddle::testing::as_bytes;
using heddle::testing::le;
using heddle::testing::safetensors_file;

namespace {

// Two tensors in the other order than their data, one empty, metadata.
const std::string kGood = safetensors_file(
    R"({"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},)"
    R"("a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"e":{"dtype":"I8","shape":[0,3],"data_offsets":[8,8]}})",
    12);

std::string message_of(const std::string& file) {
  const auto table = parse_safetensors(as_bytes(file));
  return table ? std::string("accepted") : table.error().message;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a right file reads as a table in the order of its data") {
  const auto table = parse_safetensors(as_bytes(kGood));
  if (!table) FAIL(table.error().message);
  REQUIRE(table->entries.size() == 3);
  const std::uint64_t data = kGood.size() - 12;
  CHECK(table->entries[0].name == "a");
  CHECK(table->entries[0].strides == std::vector<std::int64_t>{1, 1});
  CHECK(table->entries[0].offset == data);
  CHECK(table->entries[1].name == "e");
  CHECK(table->entries[1].bytes == 0);
  CHECK(table->entries[2].name == "b");
  CHECK(table->entries[2].offset == data + 8);
  CHECK(table->metadata == Metadata{{"format", "pt"}});
}

TEST_CASE("a file without tensors is right") { CHECK(parse_safetensors(as_bytes(safetensors_file("{}", 0)))); }

TEST_CASE("spaces may pad the header") { CHECK(parse_safetensors(as_bytes(safetensors_file("{}      ", 0)))); }

// Verdicts of safetensors 0.8.0 (deserialize).
TEST_CASE("what the reference reads is read, what it refuses is refused with the tensor's name") {
  const std::string a = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
  const auto entry = [](const std::string& fields) { return "{\"a\":{" + fields + "}}"; };
  const auto with = [&](const std::string& field) {
    return entry(R"("dtype":"F32","shape":[2],"data_offsets":[0,8],)" + field);
  };
  for (const std::string& read :
       {"  {" + a + "}", "{" + a + "}\n\t\r ", "{\"__metadata__\":null," + a + "}",
        "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}," + a + "}", with("\"x\":1"), with("\"x\":-1.5,\"x\":null"),
        with(R"("x":{"y":[1,{"z":null}],"b":true},"w":"t")"),
        entry(R"("x":[[],{}],"dtype":"\u00463\u0032","shape":[2],"data_offsets":[0,8])"),
        with("\"x\":" + std::string(100, '[') + std::string(100, ']')), "{" + a + "," + a + "}",
        R"({"a":{"dtype":"I8","shape":[0],"data_offsets":[0,0]},)" + a + "}"}) {
    CAPTURE(read);
    const auto table = parse_safetensors(as_bytes(safetensors_file(read, 8)));
    REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
    REQUIRE(table->entries.size() == 1);
    CHECK(table->entries[0].name == "a");
    CHECK(table->entries[0].shape == std::vector<std::int64_t>{2});
  }
  const auto twice =
      parse_safetensors(as_bytes(safetensors_file("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}," + a + "}", 8)));
  CHECK(twice->metadata == Metadata{{"k", "2"}});
  for (const std::string& refused :
       {entry(R"("shape":[2],"data_offsets":[0,8])"), entry(R"("dtype":"F32","shape":null,"data_offsets":[0,8])"),
        entry(R"("dtype":"F32","shape":[2.0],"data_offsets":[0,8])"),
        entry(R"("dtype":"F32","shape":["2"],"data_offsets":[0,8])"),
        entry(R"("dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8])"),
        entry(R"("dtype":"F32","shape":[2],"data_offsets":[0,8,9])"), std::string(R"({"a":null})"),
        with("\"x\":" + std::string(200, '[') + std::string(200, ']')),
        "{" + a + R"(,"a":{"dtype":"I8","shape":[2],"data_offsets":[6,8]}})"}) {
    CHECK_MESSAGE(contains(message_of(safetensors_file(refused, 8)), "'a'"), refused);
  }
  CHECK(contains(message_of(safetensors_file("\xEF\xBB\xBF{" + a + "}", 8)), "does not begin with '{'"));
}

TEST_CASE("names of any length, none at all, and many dimensions are read, as the reference reads them") {
  const std::string fields = R"(":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}})";
  for (const std::string& name : {std::string(), std::string(5000, 'x')}) {
    const auto table = parse_safetensors(as_bytes(safetensors_file("{\"" + name + fields, 8)));
    REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
    REQUIRE(table->entries.size() == 1);
    CHECK(table->entries[0].name == name);
    CHECK(table->entries[0].shape.size() == 10);
  }
  std::string many = "1";
  for (int i = 0; i < 64; ++i) many += ",1";
  CHECK(contains(
      message_of(safetensors_file(R"({"a":{"dtype":"F32","shape":[)" + many + R"(],"data_offsets":[0,4]}})", 4)),
      "'a' has more than 64 dimensions"));
}

TEST_CASE("fault_01_a_file_cut_at_any_byte_is_refused") {
  for (std::size_t size = 0; size < kGood.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_safetensors(as_bytes(kGood).first(size)));
  }
}

TEST_CASE("fault_01_a_cut_body_says_how_much_is_there") {
  const std::string header = R"({"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}})";
  const std::clock_t started = std::clock();  // processor time: the machine may be busy
  for (std::size_t cut = 0; cut < 64; ++cut) {
    const std::string message = message_of(safetensors_file(header, cut * 997));
    CHECK(contains(message, "is cut off: it has"));
    CHECK(contains(message, "of 2.0 GB; download it again"));
  }
  CHECK(std::clock() - started < CLOCKS_PER_SEC * 64 / 20);  // 50 ms each
}

TEST_CASE("fault_02_a_wrong_header_length_is_refused_before_anything_is_allocated") {
  const std::string rest = "{}";
  CHECK_FALSE(parse_safetensors(as_bytes(le(0, 8) + rest)));
  CHECK_FALSE(parse_safetensors(as_bytes(le(1, 8) + rest)));
  CHECK(contains(message_of(le(3, 8) + rest), "cut off"));
  CHECK(contains(message_of(le(100'000'001, 8) + rest), "header claims 100 MB"));
  CHECK_FALSE(parse_safetensors(as_bytes(le(~std::uint64_t{0}, 8) + rest)));
}

TEST_CASE("fault_03_deep_nesting_does_not_deepen_the_stack") {
  CHECK_FALSE(parse_safetensors(as_bytes(safetensors_file("{\"a\":" + std::string(1'000'000, '['), 0))));
}

TEST_CASE("fault_04_two_tensors_of_one_name_are_refused_unless_they_are_the_same_bytes") {
  const std::string first = R"("twin":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  const std::string second = R"("twin":{"dtype":"F32","shape":[1],"data_offsets":[4,8]})";
  CHECK(message_of(safetensors_file("{" + first + "," + second + "}", 8)) ==
        "is damaged: it has two tensors named 'twin'");
  const auto same = parse_safetensors(
      as_bytes(safetensors_file("{" + first + R"(,"twin":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}})", 4)));
  REQUIRE(same);
  REQUIRE(same->entries.size() == 1);
  CHECK(same->entries[0].dtype == Dtype::i8);  // the last, as the reference takes it
}

TEST_CASE("fault_07_unknown_types_are_listed_and_known_ones_of_eight_bits_are_sized") {
  const auto file = [](const std::string& dtype) {
    return safetensors_file(R"({"a":{"dtype":")" + dtype +
                                R"(","shape":[2],"data_offsets":[0,2]},)"
                                R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
                            3);
  };
  const auto known = parse_safetensors(as_bytes(file("F8_E5M2")));
  REQUIRE(known);
  CHECK(known->entries[0].dtype == Dtype::f8_e5m2);
  CHECK(is_usable(known->entries[0].dtype));
  CHECK(is_floating(known->entries[0].dtype));
  const auto scales = parse_safetensors(as_bytes(file("F8_E8M0")));
  REQUIRE(scales);
  CHECK_FALSE(is_usable(scales->entries[0].dtype));
  const auto unknown = parse_safetensors(as_bytes(file("F6_E9M9")));
  REQUIRE(unknown);
  CHECK(unknown->entries[0].dtype == Dtype::unknown);
  CHECK(unknown->entries[0].dtype_name == "F6_E9M9");
  CHECK(unknown->entries[1].dtype == Dtype::u8);
}

TEST_CASE("fault_08_control_characters_in_names_are_shown_escaped") {
  const std::string message =
      message_of(safetensors_file(R"({"a\u001b[2J":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}})", 5));
  CHECK(contains(message, "a\\x1b[2J"));
}

TEST_CASE("fault_09_data_that_is_not_aligned_is_taken_as_it_stands") {
  const auto table = parse_safetensors(as_bytes(safetensors_file(
      R"({"byte":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"float":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})",
      5)));
  REQUIRE(table);
  CHECK(table->entries[1].bytes == 4);
}

TEST_CASE("element types know their names and sizes") {
  CHECK(itemsize(Dtype::bf16) == 2);
  CHECK(itemsize(Dtype::unknown) == 0);
  CHECK(to_string(parse_dtype("BOOL")) == "BOOL");
  CHECK(parse_dtype("bool") == Dtype::unknown);
  CHECK(is_usable(Dtype::f16));
}
