// Malformed graph files: each is refused with one clear error, or opens with notes; none crashes.
#include <random>

#include "graph/graph_io.h"
#include "graph/validate.h"
#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

std::string nested(std::size_t depth) {
  return R"({"nodes":[],"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}
std::string with_node(const std::string& node) { return R"({"nodes":[)" + node + "]}"; }
std::string with_link(const std::string& link) {
  return R"({"nodes":[{"id":1,"type":"number"},{"id":2,"type":"number"}],"links":[)" + link + "]}";
}

struct Bad {
  const char* name;
  std::string text;
};

std::vector<Bad> refused_files() {
  return {
      {"nothing", ""},
      {"white space", " \n\t"},
      {"a word", "hello"},
      {"a web page", "<!DOCTYPE html><html></html>"},
      {"a git lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"},
      {"null bytes", std::string(64, '\0')},
      {"a number", "42"},
      {"a list", "[]"},
      {"an object without nodes", "{}"},
      {"a ComfyUI workflow's shape", R"({"1":{"class_type":"KSampler","inputs":{}}})"},
      {"nodes as an object", R"({"nodes":{}})"},
      {"links as a number", R"({"nodes":[],"links":3})"},
      {"another format", R"({"format":"other","nodes":[]})"},
      {"format as a number", R"({"format":1,"nodes":[]})"},
      {"version zero", R"({"version":0,"nodes":[]})"},
      {"version below zero", R"({"version":-1,"nodes":[]})"},
      {"version as text", R"({"version":"1","nodes":[]})"},
      {"version with a fraction", R"({"version":1.5,"nodes":[]})"},
      {"a huge version", R"({"version":18446744073709551615,"nodes":[]})"},
      {"trailing text", R"({"nodes":[]} x)"},
      {"two documents", R"({"nodes":[]}{"nodes":[]})"},
      {"a trailing comma", R"({"nodes":[],})"},
      {"a comment", "{\"nodes\":[] /* here */}"},
      {"single quotes", "{'nodes':[]}"},
      {"NaN", R"({"nodes":[],"x":NaN})"},
      {"Infinity", R"({"nodes":[],"x":Infinity})"},
      {"a number beyond double", R"({"nodes":[],"x":1e999})"},
      {"a number below double", R"({"nodes":[],"x":-1e999})"},
      {"a lone minus", R"({"nodes":[],"x":-})"},
      {"a leading zero", R"({"nodes":[],"x":01})"},
      {"invalid UTF-8", "{\"nodes\":[],\"x\":\"\xff\xfe\"}"},
      {"an overlong UTF-8 sequence", "{\"nodes\":[],\"x\":\"\xc0\xaf\"}"},
      {"a surrogate in UTF-8", "{\"nodes\":[],\"x\":\"\xed\xa0\x80\"}"},
      {"a lone surrogate escape", R"({"nodes":[],"x":"\ud800"})"},
      {"a control character in a text", "{\"nodes\":[],\"x\":\"a\nb\"}"},
      {"an unknown escape", R"({"nodes":[],"x":"\q"})"},
      {"a text that does not end", R"({"nodes":[],"x":"abc)"},
      {"a key twice", R"({"nodes":[],"nodes":[]})"},
      {"a key twice, deep down", R"({"nodes":[],"x":[{"a":1,"a":2}]})"},
      {"65 levels", nested(64)},
      {"100 000 levels", nested(100000)},
      {"100 000 open brackets", std::string(100000, '[')},
      {"100 000 open objects",
       [] {
         std::string text;
         for (int i = 0; i < 100000; ++i) text += "{\"a\":";
         return text;
       }()},
      {"a text over 1 MB", R"({"nodes":[],"x":")" + std::string((1 << 20) + 1, 'a') + "\"}"},
      {"a key over 1 MB", "{\"nodes\":[],\"" + std::string((1 << 20) + 1, 'a') + "\":1}"},
      {"64 MB and more", "{\"nodes\":[]}" + std::string(64u << 20, ' ')},
      {"five million values",
       [] {
         std::string text = R"({"nodes":[],"x":[0)";
         for (int i = 0; i < 5'000'000; ++i) text += ",0";
         return text + "]}";
       }()},
      {"a node that is a number", with_node("3")},
      {"a node that is null", with_node("null")},
      {"a node without an id", with_node(R"({"type":"number"})")},
      {"id zero", with_node(R"({"id":0,"type":"number"})")},
      {"id below zero", with_node(R"({"id":-1,"type":"number"})")},
      {"id with a fraction", with_node(R"({"id":1.0,"type":"number"})")},
      {"id as text", with_node(R"({"id":"1","type":"number"})")},
      {"id beyond 2^53", with_node(R"({"id":9007199254740993,"type":"number"})")},
      {"id beyond 2^64", with_node(R"({"id":18446744073709551616,"type":"number"})")},
      {"an id twice", with_node(R"({"id":1,"type":"number"},{"id":1,"type":"number"})")},
      {"a node without a type", with_node(R"({"id":1})")},
      {"a type that is a list", with_node(R"({"id":1,"type":[]})")},
      {"a title that is a number", with_node(R"({"id":1,"type":"number","title":3})")},
      {"a node version that is text", with_node(R"({"id":1,"type":"number","version":"1"})")},
      {"a node version below zero", with_node(R"({"id":1,"type":"number","version":-1})")},
      {"a huge node version", with_node(R"({"id":1,"type":"number","version":99999999999})")},
      {"an unknown mode", with_node(R"({"id":1,"type":"number","mode":"sleeping"})")},
      {"a mode that is true", with_node(R"({"id":1,"type":"number","mode":true})")},
      {"params as a list", with_node(R"({"id":1,"type":"number","params":[]})")},
      {"params as text", with_node(R"({"id":1,"type":"number","params":"x"})")},
      {"a link that is a number", with_link("3")},
      {"a link without an end", with_link(R"({"from":[1,"out"]})")},
      {"a link with one number", with_link(R"({"from":[1],"to":[2,"value"]})")},
      {"a link with three parts", with_link(R"({"from":[1,"out",3],"to":[2,"value"]})")},
      {"a link with the parts swapped", with_link(R"({"from":["out",1],"to":[2,"value"]})")},
      {"a link with a port number", with_link(R"({"from":[1,0],"to":[2,"value"]})")},
      {"a link from below zero", with_link(R"({"from":[-1,"out"],"to":[2,"value"]})")},
      {"more nodes than a graph may have",
       [] {
         std::string text = R"({"nodes":[{"id":1,"type":"x"})";
         for (int i = 2; i <= 100'001; ++i) text += ",{\"id\":" + std::to_string(i) + ",\"type\":\"x\"}";
         return text + "]}";
       }()},
  };
}

TEST_CASE("every malformed file is refused with one clear error") {
  const NodeCatalog catalog = sample_catalog();
  for (const Bad& bad : refused_files()) {
    CAPTURE(bad.name);
    const auto file = read_graph(bad.text, catalog, "graph 'bad.json'");
    REQUIRE_FALSE(file);
    CHECK(file.error().kind == ErrorKind::invalid_input);
    CHECK(file.error().message.find("bad.json") != std::string::npos);
    CHECK(file.error().message.size() < 400);
  }
}

TEST_CASE("odd values in well-formed files open, are validated, and are written back") {
  const NodeCatalog catalog = sample_catalog();
  for (const char* value : {"null", "true", "-1", "1e300", "\"\"", "\"\\u0000\"", "[]", "{}", "[[[]]]", "[1,[2]]",
                            "{\"values\":[[1]],\"mask\":\"../../etc/passwd\"}", "\"18446744073709551616\""}) {
    for (const char* name : {"steps", "seed", "guidance", "sampler", "loop", "scale", "weights", "path", "prompt"}) {
      for (const char* type : {"sample", "adapter.apply", "model.load", "text.encode", "nobody.knows"}) {
        CAPTURE(value);
        CAPTURE(name);
        const std::string text =
            with_node(fmt::format(R"({{"id":1,"type":"{}","params":{{"{}":{}}}}})", type, name, value));
        const auto file = read_graph(text, catalog, "a test");
        REQUIRE(file);
        (void)validate(file->graph, catalog);
        const std::string written = write_graph(file->graph);
        const auto again = read_graph(written, catalog, "a test");
        REQUIRE(again);
        CHECK(write_graph(again->graph) == written);
      }
    }
  }
}

TEST_CASE("a file cut at any byte is refused") {
  SampleGraph s;
  s.graph.set_param(s.text, "prompt", std::string("a \xf0\x9f\x8e\x88 ball"));
  const std::string text = write_graph(s.graph);
  const NodeCatalog catalog = sample_catalog();
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(read_graph(std::string_view(text).substr(0, size), catalog, "a test"));
  }
}

TEST_CASE("a file with flipped bytes is refused, or opens and survives validation and writing") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "seed", Seed{7});
  const std::string text = write_graph(s.graph);
  const NodeCatalog catalog = sample_catalog();
  std::mt19937 random(20);
  for (int i = 0; i < 2000; ++i) {
    std::string changed = text;
    for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
      changed[random() % changed.size()] = static_cast<char>(random() % 256);
    }
    const auto file = read_graph(changed, catalog, "a test");
    if (!file) continue;
    (void)validate(file->graph, catalog);
    CHECK(read_graph(write_graph(file->graph), catalog, "a test"));
  }
}

}  // namespace
}  // namespace heddle::graph
