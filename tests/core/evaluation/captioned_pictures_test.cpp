#include "evaluation/pictures/captioned_pictures.h"

#include <fstream>
#include <set>

#include "base/atomic_file.h"
#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

Result<std::vector<CaptionedPicture>> read(const std::string& json) {
  const testing::TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "captions.json", std::string_view(json)).has_value());
  return read_captioned_pictures(folder / "captions.json", "pictures");
}

std::string problem(const std::string& json) {
  const auto pictures = read(json);
  return pictures ? "" : pictures.error().message;
}

}  // namespace

TEST_CASE("COCO's captions are gathered by picture, in the order of the files' names") {
  const auto pictures = read(
      R"({"info": {}, "images": [{"id": 9, "file_name": "b.jpg"}, {"id": 3, "file_name": "a.jpg"}, {"id": 4, "file_name": "mute.jpg"}],
    "annotations": [{"image_id": 9, "caption": "a dog"}, {"image_id": 3, "caption": "a cat"}, {"image_id": 9, "caption": "a brown dog"}, {"image_id": 77, "caption": "nobody"}]})");
  REQUIRE(pictures.has_value());
  REQUIRE(pictures->size() == 2);
  CHECK((*pictures)[0].file == "pictures/a.jpg");
  CHECK((*pictures)[1].captions == std::vector<std::string>{"a dog", "a brown dog"});
}

TEST_CASE("a training folder's list is read too") {
  const auto pictures = read(R"([{"image_file": "x/1.png", "text": "a ball"}])");
  REQUIRE(pictures.has_value());
  CHECK(pictures->front().file == "pictures/x/1.png");
}

TEST_CASE("what is no caption file is refused, and so is a way out of the folder") {
  CHECK(problem("[]").find("names no picture") != std::string::npos);
  CHECK(problem("{\"images\": []}").find("lacks images or annotations") != std::string::npos);
  CHECK(problem("[{\"image_file\": 3}]").find("image_file or text") != std::string::npos);
  CHECK(problem("{\"images\": [{\"id\": \"x\", \"file_name\": \"a\"}], \"annotations\": []}").find("without id") !=
        std::string::npos);
  CHECK(problem(R"([{"image_file": "../../etc/passwd", "text": "x"}])").find("leads out") != std::string::npos);
  CHECK(problem(R"([{"image_file": "/etc/passwd", "text": "x"}])").find("leads out") != std::string::npos);
  CHECK(read_captioned_pictures("/nowhere/captions.json", "x").error().kind == ErrorKind::not_found);
}

TEST_CASE("a shuffle keeps every picture, follows its seed, and moves some") {
  std::vector<CaptionedPicture> pictures;
  for (int i = 0; i < 50; ++i) pictures.push_back({std::to_string(i), {"x"}});
  auto a = pictures, b = pictures, c = pictures;
  shuffle(a, 1);
  shuffle(b, 1);
  shuffle(c, 2);
  const auto names = [](const std::vector<CaptionedPicture>& all) {
    std::vector<std::string> list;
    for (const CaptionedPicture& one : all) list.push_back(one.file.string());
    return list;
  };
  CHECK(names(a) == names(b));
  CHECK(names(a) != names(c));
  CHECK(names(a) != names(pictures));
  const auto kept = names(a);
  CHECK(std::set<std::string>(kept.begin(), kept.end()).size() == 50);
}

}  // namespace heddle::evaluation
