// One grammar of image references for the document, the session and the engine.
#include "graph/image_refs.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

const std::string kSha = std::string(32, 'a') + std::string(32, '9');  // 64 digits, as Heddle writes them
const std::string kShort = "0123456789abcdef";                         // 16, the fewest

Graph sample() {
  Graph graph;
  Lane masked = Lane::scalar(0.5);
  masked.mask = "hash:" + kShort;
  Node node{{}, "any"};
  node.params = {{"image", FilePath{"hash:" + kSha}},
                 {"lane", masked},
                 {"list", ParamList{{FilePath{"hash:" + kShort}, FilePath{"/a.png"}}}},
                 {"broken", FilePath{"hash:abc"}},
                 {"text", std::string("hash:" + kSha)},
                 {"unknown", RawJson{R"({"deep":["hash:)" + std::string(40, 'f') + R"("]})"}}};
  graph.add(node);
  return graph;
}

TEST_CASE("a reference has 16 to 128 digits, small letters") {
  CHECK(image_hash_in("hash:" + kShort) == kShort);
  CHECK(image_hash_in("hash:" + kSha) == kSha);
  CHECK(image_hash_in("hash:" + std::string(128, '0')));
  for (const std::string& other :
       {std::string("hash:abc"), "hash:" + std::string(129, '0'), "hash:" + kShort + "/../x",
        std::string("hash:0123456789ABCDEF"), kShort, "/tmp/hash:" + kShort, std::string()}) {
    CHECK_MESSAGE(!image_hash_in(other), other);
  }
  CHECK(image_hash_in(image_ref(kSha)) == kSha);
}

TEST_CASE("files, masks and lists are visited, and texts are not") {
  std::vector<std::pair<std::string, bool>> seen;
  visit_image_refs(sample(), [&](const ImageRef& ref) { seen.emplace_back(ref.hash, ref.is_mask); });
  CHECK(seen == std::vector<std::pair<std::string, bool>>{{kSha, false}, {kShort, true}, {kShort, false}});
}

TEST_CASE("what this version cannot read keeps its images") {
  CHECK(image_hashes(sample()) == std::set<std::string>{kShort, kSha, std::string(40, 'f')});
}

TEST_CASE("references become paths, and the first that cannot is the error") {
  const auto resolved =
      resolve_image_refs(sample(), [](std::string_view ref) { return Result<std::string>("/p/" + std::string(ref)); });
  REQUIRE(resolved);
  const ParamMap& params = resolved->nodes().begin()->second.params;
  CHECK(std::get<FilePath>(params.at("image")).path == "/p/hash:" + kSha);
  CHECK(std::get<Lane>(params.at("lane")).mask == "/p/hash:" + kShort);
  CHECK(std::get<FilePath>(std::get<ParamList>(params.at("list")).items[1]).path == "/a.png");
  CHECK(std::get<std::string>(params.at("text")) == "hash:" + kSha);
  const auto failed = resolve_image_refs(sample(), [](std::string_view ref) -> Result<std::string> {
    if (!image_hash_in(ref)) return fail(ErrorKind::not_found, "{}", ref);
    return std::string("/p");
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message == "hash:abc");
}

}  // namespace
}  // namespace heddle::graph
