// Kinds of wrong safetensors files: the JSON header, and what it says about the data.
#include "support/bad_files.h"
#include "support/file_builders.h"

namespace heddle::testing {
namespace {

std::string number(long value) { return std::to_string(value); }

// The description of a tensor of n floats.
std::string floats(const std::string& name, long n, long begin, long end) {
  return "\"" + name + R"(":{"dtype":"F32","shape":[)" + number(n) + R"(],"data_offsets":[)" + number(begin) + "," +
         number(end) + "]}";
}

// A file of one tensor whose description is `fields`, with `data` bytes.
std::string described(const std::string& fields, std::size_t data) {
  return safetensors_file(R"({"x":{)" + fields + "}}", data);
}

// A file of eight bytes of data whose shape or offsets are the given JSON.
std::string with_shape(const std::string& shape) {
  return described(R"("dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,8])", 8);
}
std::string with_offsets(const std::string& offsets) {
  return described(R"("dtype":"F32","shape":[2],"data_offsets":)" + offsets, 8);
}

std::string good_header(Random& r) { return "{" + floats(random_word(r), 2, 0, 8) + "}"; }

std::string header_only(const std::string& header) { return safetensors_file(header, 8); }

std::string one_of(Random& r, const std::vector<std::string>& values) {
  return values[static_cast<std::size_t>(pick(r, 0, static_cast<long>(values.size()) - 1))];
}

std::string repeated(std::string_view what, long count) {
  std::string text;
  for (long i = 0; i < count; ++i) text += what;
  return text;
}

}  // namespace

std::vector<BadKind> bad_json_headers() {
  return {
      {"header of nothing", [](Random& r) { return le(0, 8) + "{" + random_word(r); }},
      {"header is a list", [](Random& r) { return header_only("[" + floats(random_word(r), 2, 0, 8) + "]"); }},
      {"byte order mark", [](Random& r) { return header_only("\xef\xbb\xbf" + good_header(r)); }},
      {"utf-16 header",
       [](Random& r) {
         std::string wide;
         for (const char c : good_header(r)) wide += {c, '\0'};
         return header_only(wide);
       }},
      {"cut json",
       [](Random& r) {
         const std::string header = good_header(r);
         return header_only(header.substr(0, pick(r, 1, static_cast<long>(header.size()) - 1)));
       }},
      {"text behind the json", [](Random& r) { return header_only(good_header(r) + random_word(r)); }},
      {"second object behind the json", [](Random& r) { return header_only(good_header(r) + good_header(r)); }},
      {"zero byte in the header",
       [](Random& r) { return header_only(good_header(r) + std::string(pick(r, 1, 5), '\0') + random_word(r)); }},
      {"name is not utf-8",
       [](Random& r) { return header_only("{" + floats("a\xff" + random_word(r), 2, 0, 8) + "}"); }},
      {"overlong utf-8",
       [](Random& r) { return header_only("{" + floats("\xc0\xaf" + random_word(r), 2, 0, 8) + "}"); }},
      {"utf-8 surrogate",
       [](Random& r) { return header_only("{" + floats("\xed\xa0\x80" + random_word(r), 2, 0, 8) + "}"); }},
      {"lone escaped surrogate",
       [](Random& r) { return header_only("{" + floats("\\ud800" + random_word(r), 2, 0, 8) + "}"); }},
      {"deep lists", [](Random& r) { return header_only("{\"x\":" + repeated("[", pick(r, 5, 100'000))); }},
      {"deep objects", [](Random& r) { return header_only("{\"x\":" + repeated("{\"y\":", pick(r, 5, 100'000))); }},
      {"deep shape",
       [](Random& r) {
         const long depth = pick(r, 1, 10'000);
         return with_shape(repeated("[", depth + 1) + "2" + repeated("]", depth + 1));
       }},
      {"comment", [](Random& r) { return header_only("{/*" + random_word(r) + "*/" + good_header(r).substr(1)); }},
      {"comma too many", [](Random& r) { return header_only("{" + floats(random_word(r), 2, 0, 8) + ",}"); }},
      {"single quotes", [](Random& r) { return header_only("{'" + random_word(r) + "':{}}"); }},
      {"raw newline in a name",
       [](Random& r) { return header_only("{" + floats("a\n" + random_word(r), 2, 0, 8) + "}"); }},
      {"not a number",
       [](Random& r) {
         return with_shape(one_of(r, {"[NaN]", "[Infinity]", "[-Infinity]", "[+2]", "[02]", "[0x2]", "[2.]"}));
       }},
      {"noise in the header",
       [](Random& r) {
         std::string header = "{\"";
         for (long i = pick(r, 1, 400); i > 0; --i) header += static_cast<char>(r());
         return header_only(header);
       }},
      {"one name twice",
       [](Random& r) {
         const std::string name = random_word(r);
         return safetensors_file("{" + floats(name, 2, 0, 8) + "," + floats(name, 2, 8, 16) + "}", 16);
       }},
      {"one name twice, escaped",
       [](Random& r) {
         const std::string rest = random_word(r);
         return safetensors_file("{" + floats("a" + rest, 2, 0, 8) + "," + floats("\\u0061" + rest, 2, 8, 16) + "}",
                                 16);
       }},
      {"field twice",
       [](Random& r) {
         const auto field = one_of(r, {R"("dtype":"F32")", R"("shape":[2])", R"("data_offsets":[0,8])"});
         return described(field + R"(,"dtype":"F32","shape":[2],"data_offsets":[0,8])", 8);
       }},
      {"metadata twice",
       [](Random& r) { return header_only(R"({"__metadata__":{},"__metadata__":{},)" + good_header(r).substr(1)); }},
      {"metadata that is no text",
       [](Random& r) {
         const auto value = one_of(r, {"1", "null", "true", "[]", "{}", "-1", "1.5", "[\"a\"]", "{\"a\":\"b\"}"});
         return header_only(R"({"__metadata__":{"k":)" + value + "}," + good_header(r).substr(1));
       }},
      {"metadata that is no object",
       [](Random& r) {
         const auto value = one_of(r, {"1", "true", "[]", "\"a\"", "-1", "1.5"});
         return header_only(R"({"__metadata__":)" + value + "," + good_header(r).substr(1));
       }},
  };
}

std::vector<BadKind> bad_safetensors() {
  return {
      {"file of a few bytes",
       [](Random& r) {
         return safetensors_file(good_header(r), 8).substr(0, static_cast<std::size_t>(pick(r, 1, 7)));
       }},
      {"header length of one", [](Random& r) { return le(1, 8) + good_header(r); }},
      {"header longer than the file",
       [](Random& r) {
         const std::string header = good_header(r);
         return le(header.size() + static_cast<std::size_t>(pick(r, 9, 100'000)), 8) + header + "12345678";
       }},
      {"header over 100 MB",
       [](Random& r) {
         return le(static_cast<std::uint64_t>(pick(r, 100'000'001, 2'000'000'000)), 8) + good_header(r);
       }},
      {"header length near 2^64",
       [](Random& r) {
         return le(~std::uint64_t{0} - static_cast<std::uint64_t>(pick(r, 0, 40)), 8) + good_header(r);
       }},
      {"cut data",
       [](Random& r) {
         const std::string file = safetensors_file(good_header(r), 8);
         return file.substr(0, file.size() - static_cast<std::size_t>(pick(r, 1, 8)));
       }},
      {"bytes behind the data",
       [](Random& r) { return safetensors_file(good_header(r), static_cast<std::size_t>(pick(r, 9, 200))); }},
      {"overlap",
       [](Random& r) {
         const long back = pick(r, 1, 7);
         return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("b", 2, 8 - back, 16 - back) + "}", 16);
       }},
      {"same place twice",
       [](Random&) { return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("b", 2, 0, 8) + "}", 8); }, 1},
      {"gap",
       [](Random& r) {
         const long gap = pick(r, 1, 50);
         return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("b", 2, 8 + gap, 16 + gap) + "}",
                                 static_cast<std::size_t>(16 + gap));
       }},
      {"gap at the start",
       [](Random& r) {
         const long gap = pick(r, 1, 50);
         return safetensors_file("{" + floats("a", 2, gap, 8 + gap) + "}", static_cast<std::size_t>(8 + gap));
       }},
      {"begins behind its end", [](Random& r) { return with_offsets("[" + number(pick(r, 9, 99)) + ",8]"); }},
      {"past the end",
       [](Random& r) {
         const long n = pick(r, 3, 99'999);
         return safetensors_file("{" + floats("a", n, 0, 4 * n) + "}", 8);
       }},
      {"negative offset", [](Random& r) { return with_offsets("[-" + number(pick(r, 1, 99)) + ",8]"); }},
      {"minus zero", [](Random&) { return with_offsets("[-0,8]"); }, 1},
      {"fractional offset",
       [](Random& r) {
         return with_offsets("[0," + one_of(r, {"8.0", "8.5", "8e0", "0.8e1", "80E-1"}) + "]");
       }},
      {"offset beyond 64 bits",
       [](Random& r) {
         return with_offsets(
             "[0," +
             one_of(r, {"18446744073709551624", "18446744073709551615", "9007199254740993", "36893488147419103240"}) +
             "]");
       }},
      {"both offsets near 2^64", [](Random&) { return with_offsets("[18446744073709551607,18446744073709551615]"); },
       1},
      {"wrong number of offsets",
       [](Random& r) {
         return with_offsets(one_of(r, {"[]", "[0]", "[0,8,8]", "[0,8,16,24]"}));
       }},
      {"offsets of another type",
       [](Random& r) {
         return with_offsets(
             one_of(r, {"8", "null", "\"0,8\"", "{\"begin\":0,\"end\":8}", "[\"0\",\"8\"]", "[[0],8]", "true"}));
       }},
      {"shape too large for its data", [](Random& r) { return with_shape("[" + number(pick(r, 3, 1'000'000)) + "]"); }},
      {"shape too small for its data", [](Random& r) { return with_shape("[" + number(pick(r, 0, 1)) + "]"); }},
      {"product that wraps to zero",
       [](Random& r) {
         const auto shape = one_of(r, {"[4294967296,4294967296]", "[9223372036854775807,3,0]",
                                       "[65536,65536,65536,65536]", "[4611686018427387904,4]"});
         return described(R"("dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,0])", 0);
       }},
      {"bytes that wrap", [](Random&) { return with_shape("[4611686018427387906]"); }, 1},
      {"negative dimension", [](Random& r) { return with_shape("[-" + number(pick(r, 1, 9)) + "]"); }},
      {"two negative dimensions", [](Random& r) { return with_shape("[-1,-" + number(pick(r, 1, 9)) + "]"); }},
      {"fractional dimension",
       [](Random& r) {
         return with_shape(one_of(r, {"[2.0]", "[2.5]", "[2e0]", "[20e-1]"}));
       }},
      {"dimension beyond 63 bits",
       [](Random& r) {
         return with_shape(one_of(r, {"[9223372036854775808]", "[18446744073709551615]", "[18446744073709551618]"}));
       }},
      {"sixty-five dimensions", [](Random& r) { return with_shape("[2" + repeated(",1", pick(r, 64, 300)) + "]"); }},
      {"shape of another type",
       [](Random& r) {
         return with_shape(one_of(r, {"2", "\"2\"", "null", "{}", "[\"2\"]", "[null]", "[[2]]", "[true]"}));
       }},
      {"type that is no text",
       [](Random& r) {
         return described(R"("dtype":)" + one_of(r, {"1", "null", "[]", "{}", "true", "1.5"}) +
                              R"(,"shape":[2],"data_offsets":[0,8])",
                          8);
       }},
      {"type of kilobytes",
       [](Random& r) {
         return described(
             R"("dtype":")" + std::string(pick(r, 33, 5000), 'F') + R"(","shape":[2],"data_offsets":[0,8])", 8);
       }},
      {"type that does not fit",
       [](Random& r) {
         return described(R"("dtype":")" + one_of(r, {"F16", "F64", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "C64"}) +
                              R"(","shape":[2],"data_offsets":[0,8])",
                          8);
       }},
      {"missing field",
       [](Random& r) {
         return described(one_of(r, {R"("dtype":"F32","shape":[2])", R"("dtype":"F32","data_offsets":[0,8])",
                                     R"("shape":[2],"data_offsets":[0,8])", ""}),
                          8);
       }},
      {"unknown field, too deep",
       [](Random& r) {
         const long depth = pick(r, 101, 5'000);
         return described(
             R"("dtype":"F32","shape":[2],"data_offsets":[0,8],"z":)" + repeated("[", depth) + repeated("]", depth), 8);
       }},
      {"tensor of another type",
       [](Random& r) {
         return header_only("{\"x\":" + one_of(r, {"1", "null", "true", "\"F32\"", "[]", "-3", "1.5"}) + "}");
       }},
      {"empty tensor out of place",
       [](Random& r) {
         return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("e", 0, pick(r, 1, 7), 4) + "}", 8);
       }},
      {"empty tensor inside another",
       [](Random& r) {
         const long at = pick(r, 1, 7);
         return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("e", 0, at, at) + "}", 8);
       }},
      {"empty tensor behind the end",
       [](Random& r) {
         const long at = pick(r, 9, 99);
         return safetensors_file("{" + floats("a", 2, 0, 8) + "," + floats("e", 0, at, at) + "}", 8);
       }},
      {"data without tensors",
       [](Random& r) { return safetensors_file("{}", static_cast<std::size_t>(pick(r, 1, 99))); }},
      {"unknown type past the end",
       [](Random& r) {
         return described(R"("dtype":"Q9","shape":[2],"data_offsets":[0,)" + number(pick(r, 9, 999)) + "]", 8);
       }},
  };
}

}  // namespace heddle::testing
