#include "engine_host/uploaded_images.h"

#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

const std::string kHash = "0123456789abcdef0123456789abcdef";

TEST_CASE("a picture is kept under its hash until the end") {
  testing::TemporaryFolder temporary;
  fs::path folder;
  {
    UploadedImages images(temporary.path());
    folder = images.path();
    CHECK_FALSE(images.has(kHash));
    CHECK(images.put(kHash, "bytes"));
    CHECK(images.put(kHash, "bytes"));
    CHECK(images.has(kHash));
    CHECK(fs::file_size(folder / kHash) == 5);
  }
  CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("names that are no hash are refused, whatever they try") {
  testing::TemporaryFolder temporary;
  UploadedImages images(temporary.path());
  for (const std::string& name :
       {std::string(), std::string("../../etc/passwd"), std::string("abc"), std::string(129, 'a'),
        std::string("0123456789abcde/"), std::string("0123456789ABCDEF")}) {
    CHECK_FALSE(images.put(name, "x"));
  }
}

TEST_CASE("hashes in files, masks and lists become paths; the graph itself stays") {
  testing::TemporaryFolder temporary;
  UploadedImages images(temporary.path());
  REQUIRE(images.put(kHash, "bytes"));
  graph::Graph graph;
  graph::Node node;
  graph::Lane lane;
  lane.mask = "hash:" + kHash;
  node.params = {{"file", graph::FilePath{"hash:" + kHash}},
                 {"lane", lane},
                 {"list", graph::ParamList{{graph::FilePath{"hash:" + kHash}, 1.0}}},
                 {"other", graph::FilePath{"/home/a.png"}},
                 {"text", std::string("hash:") + kHash}};
  const graph::NodeId id = graph.add(node);
  const auto resolved = images.resolved(graph);
  REQUIRE(resolved);
  const graph::ParamMap& params = resolved->find(id)->params;
  const std::string path = (images.path() / kHash).string();
  CHECK(std::get<graph::FilePath>(params.at("file")).path == path);
  CHECK(std::get<graph::Lane>(params.at("lane")).mask == path);
  CHECK(std::get<graph::FilePath>(std::get<graph::ParamList>(params.at("list")).items[0]).path == path);
  CHECK(std::get<graph::FilePath>(params.at("other")).path == "/home/a.png");
  CHECK(std::get<std::string>(params.at("text")) == "hash:" + kHash);
  CHECK(graph.find(id)->params == node.params);
}

TEST_CASE("folders of engines that were killed are cleared away, those of others are not") {
  testing::TemporaryFolder temporary;
  fs::create_directory(temporary / "heddle-engine-999999999-abcdef");
  fs::create_directory(temporary / "heddle-engine-1-abcdef");
  fs::create_directory(temporary / "heddle-engine-notes");
  UploadedImages images(temporary.path());
  CHECK_FALSE(fs::exists(temporary / "heddle-engine-999999999-abcdef"));
  CHECK(fs::exists(temporary / "heddle-engine-1-abcdef"));
  CHECK(fs::exists(temporary / "heddle-engine-notes"));
}

}  // namespace
}  // namespace heddle::engine_host
