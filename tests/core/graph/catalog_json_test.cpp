#include "graph/catalog_json.h"

#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a catalog that goes through JSON comes back the same") {
  const Json json = to_json(sample_catalog());
  const auto catalog = catalog_from_json(*parse_json(dump_json(json), "a test"));
  REQUIRE(catalog);
  CHECK(to_json(*catalog) == json);
  const NodeSpec* spec = catalog->find("sample");
  REQUIRE(spec != nullptr);
  CHECK(spec->find_input("image_prompts")->is_multiple);
  CHECK(spec->find_param("guidance")->is_live);
  CHECK(spec->find_param("steps")->maximum == 1000.0);
  CHECK(spec->find_param("sampler")->choices.size() == 3);
  CHECK(catalog->find("adapter.apply")->find_input("encoder")->type == port::image_encoder.of("vit_h"));
  CHECK(catalog->find("view")->is_result);
  const ParamSpec* scale = nullptr;
  for (const auto& [type, each] : catalog->all()) scale = scale == nullptr ? each.find_param("scale") : scale;
  REQUIRE(scale != nullptr);
  CHECK(scale->soft == SoftRange{0, 1.5, 0.01});
  CHECK(scale->is_by_layer);
  CHECK(scale->live_place == 1);
  CHECK(scale->live_input == "image");
}

TEST_CASE("what a build lacks goes through JSON with its reason") {
  NodeCatalog lacking = sample_catalog();
  lacking.leave_out("annotate.", "this build has no annotators");
  const auto catalog = catalog_from_json(to_json(lacking));
  REQUIRE(catalog);
  CHECK(catalog->reason_left_out("annotate.canny") == "this build has no annotators");
  CHECK(catalog->all().size() == lacking.all().size());
}

TEST_CASE("descriptions that are not ours are refused") {
  for (const char* text : {"3", "{}", "[3]", "[{}]", R"([{"type":1}])",
                           R"([{"type":"a","version":1,"title":"A","inputs":[],"outputs":[],
                               "params":[{"name":"x","kind":"magic","recomputes_from":"model","initial":1}]}])",
                           R"([{"type":"a","version":1,"title":"A","inputs":[],"outputs":[],
                               "params":[{"name":"x","kind":"real","recomputes_from":"model","initial":"one"}]}])"}) {
    CAPTURE(text);
    CHECK_FALSE(catalog_from_json(*parse_json(text, "a test")));
  }
}

}  // namespace
}  // namespace heddle::graph
