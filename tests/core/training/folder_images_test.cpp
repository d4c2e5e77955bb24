#include "training/data/folder_images.h"

#include <ATen/TensorOperators.h>

#include <fstream>

#include "support/golden.h"
#include "support/temporary_folder.h"
#include "training/tensor_store.h"

#include "support/test.h"

namespace heddle::training {

namespace {

const std::filesystem::path kFolder = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/golden/training/folder";

std::string problem_of(const std::filesystem::path& folder, const std::filesystem::path& captions) {
  FolderImages images(folder, captions, 1);
  const auto opened = images.open();
  return opened ? std::string() : opened.error().message;
}

// Captions with that text, beside the golden pictures or elsewhere.
std::string problem_with(const testing::TemporaryFolder& folder, const std::string& json) {
  std::ofstream(folder / "captions.json") << json;
  return problem_of(kFolder, folder / "captions.json");
}

bool says(const std::string& message, std::string_view words) { return message.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("pictures of a folder are cut as torchvision and CLIPImageProcessor cut them, to the bit") {
  const testing::Golden golden = testing::read_golden("training/folder/expected.safetensors");
  FolderImages images(kFolder, kFolder / "captions.json", 1);
  REQUIRE(images.open().has_value());
  REQUIRE(images.size() == 3);
  const char* names[] = {"wide.png", "tall.png", "grey.png"};
  for (std::int64_t i = 0; i < 3; ++i) {
    const std::string name = names[i];
    CAPTURE(name);
    CHECK(images.square(i, 20)->equal(golden["square." + name]));
    CHECK(images.encoder_square(i, 20)->equal(golden["encoder." + name]));
  }
  CHECK(images.caption(1, 77) == "a tall picture");
}

TEST_CASE("captions may be JSON Lines, as heddle scenes writes them") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "scenes.jsonl") << R"({"image_file": "tall.png", "text": "one", "scene": {"light": 2}})"
                                         << "\n\n"
                                         << R"({"image_file": "wide.png", "text": "two"})"
                                         << "\n";
  FolderImages images(kFolder, folder / "scenes.jsonl", 1);
  REQUIRE(images.open().has_value());
  CHECK(images.size() == 2);
  CHECK(images.caption(1, 0) == "two");
}

TEST_CASE("captions may begin with a byte order mark, in both forms") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "a.jsonl") << "\xEF\xBB\xBF"
                                    << R"({"image_file": "tall.png", "text": "one"})"
                                    << "\r\n";
  std::ofstream(folder / "b.json") << "\xEF\xBB\xBF"
                                   << R"([{"image_file": "tall.png", "text": "one"}])";
  for (const char* name : {"a.jsonl", "b.json"}) {
    FolderImages images(kFolder, folder / name, 1);
    REQUIRE_MESSAGE(images.open().has_value(), name);
    CHECK(images.caption(0, 0) == "one");
  }
}

TEST_CASE("captions that cannot be used are refused with the file, the entry and the remedy") {
  const testing::TemporaryFolder folder;
  CHECK(says(problem_of(kFolder, folder / "none.json"),
             "none.json' cannot be opened; it is the JSON file with [{\"image_file\""));
  CHECK(says(problem_with(folder, "[{\"image_file\": "), "captions.json'"));
  CHECK(says(problem_with(folder, "{}"), "must be a list with an entry for each picture"));
  CHECK(says(problem_with(folder, "[]"), "must be a list with an entry for each picture"));
  CHECK(says(problem_with(folder, "[{\"image_file\": \"wide.png\", \"text\": \"x\"}, {\"image_file\": \"tall.png\"}]"),
             "entry 2 needs \"text\", a text in quotes"));
  CHECK(says(problem_with(folder, "[{\"text\": \"x\"}]"), "entry 1 needs \"image_file\""));
  CHECK(says(problem_with(folder, "[3]"), "entry 1 needs \"image_file\""));
}

TEST_CASE("pictures that are missing are counted, the first is named") {
  const testing::TemporaryFolder folder;
  const std::string message = problem_with(folder, R"([{"image_file": "wide.png", "text": "x"},
    {"image_file": "gone.png", "text": "x"}, {"image_file": "too.png", "text": "x"}])");
  CHECK(says(message, "gone.png' is not there, which entry 2 of '"));
  CHECK(says(message, "(2 of 3 pictures are missing); put them into the folder or take their entries out"));
  CHECK(
      says(problem_of(folder / "nowhere", kFolder / "captions.json"), "nowhere' is not a folder; set [data] pictures"));
}

TEST_CASE("a file that is no picture is named with its entry") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "words.png") << "these are words";
  std::ofstream(folder / "captions.json") << R"([{"image_file": "words.png", "text": "x"}])";
  FolderImages images(folder.path(), folder / "captions.json", 1);
  REQUIRE(images.open().has_value());
  const auto square = images.square(0, 16);
  REQUIRE_FALSE(square.has_value());
  CHECK(says(square.error().message, "words.png"));
  CHECK(says(square.error().message, "(entry 1 of '"));
  CHECK(says(square.error().message, "replace the picture or take the entry out"));
}

TEST_CASE("a picture that was replaced changes its identity, its neighbours' stays") {
  const testing::TemporaryFolder folder;
  std::filesystem::copy(kFolder, folder / "pictures");
  FolderImages images(folder / "pictures", folder / "pictures" / "captions.json", 1);
  REQUIRE(images.open().has_value());
  const std::string first = images.identity(0, 1), second = images.identity(1, 1);
  std::filesystem::copy_file(kFolder / "wide.png", folder / "pictures" / "tall.png",
                             std::filesystem::copy_options::overwrite_existing);
  CHECK(images.identity(0, 1) == first);
  CHECK(images.identity(1, 1) != second);
}

}  // namespace heddle::training
