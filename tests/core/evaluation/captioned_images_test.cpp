#include "evaluation/images/captioned_images.h"

#include <fstream>
#include <set>

#include "base/atomic_file.h"
#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

Result<std::vector<CaptionedImage>> read(const std::string& json) {
  const testing::TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "captions.json", std::string_view(json)).has_value());
  return read_captioned_images(folder / "captions.json", "pictures");
}

std::string problem(const std::string& json) {
  const auto images = read(json);
  return images ? "" : images.error().message;
}

}  // namespace

TEST_CASE("COCO's captions are gathered by picture, in the order of the files' names") {
  const auto images = read(
      R"({"info": {}, "images": [{"id": 9, "file_name": "b.jpg"}, {"id": 3, "file_name": "a.jpg"}, {"id": 4, "file_name": "mute.jpg"}],
    "annotations": [{"image_id": 9, "caption": "a dog"}, {"image_id": 3, "caption": "a cat"}, {"image_id": 9, "caption": "a brown dog"}, {"image_id": 77, "caption": "nobody"}]})");
  REQUIRE(images.has_value());
  REQUIRE(images->size() == 2);
  CHECK((*images)[0].file == "pictures/a.jpg");
  CHECK((*images)[1].captions == std::vector<std::string>{"a dog", "a brown dog"});
}

TEST_CASE("a training folder's list is read too") {
  const auto images = read(R"([{"image_file": "x/1.png", "text": "a ball"}])");
  REQUIRE(images.has_value());
  CHECK(images->front().file == "pictures/x/1.png");
}

TEST_CASE("what is no caption file is refused, and so is a way out of the folder") {
  CHECK(problem("[]").find("names no picture") != std::string::npos);
  CHECK(problem("{\"images\": []}").find("lacks images or annotations") != std::string::npos);
  CHECK(problem("[{\"image_file\": 3}]").find("image_file or text") != std::string::npos);
  CHECK(problem("{\"images\": [{\"id\": \"x\", \"file_name\": \"a\"}], \"annotations\": []}").find("without id") !=
        std::string::npos);
  CHECK(problem(R"([{"image_file": "../../etc/passwd", "text": "x"}])").find("leads out") != std::string::npos);
  CHECK(problem(R"([{"image_file": "/etc/passwd", "text": "x"}])").find("leads out") != std::string::npos);
  CHECK(read_captioned_images("/nowhere/captions.json", "x").error().kind == ErrorKind::not_found);
}

TEST_CASE("a shuffle keeps every picture, follows its seed, and moves some") {
  std::vector<CaptionedImage> images;
  for (int i = 0; i < 50; ++i) images.push_back({std::to_string(i), {"x"}});
  auto a = images, b = images, c = images;
  shuffle(a, 1);
  shuffle(b, 1);
  shuffle(c, 2);
  const auto names = [](const std::vector<CaptionedImage>& all) {
    std::vector<std::string> list;
    for (const CaptionedImage& one : all) list.push_back(one.file.string());
    return list;
  };
  CHECK(names(a) == names(b));
  CHECK(names(a) != names(c));
  CHECK(names(a) != names(images));
  const auto kept = names(a);
  CHECK(std::set<std::string>(kept.begin(), kept.end()).size() == 50);
}

}  // namespace heddle::evaluation
