#include "sheets/sheet_index.h"

#include "base/atomic_file.h"
#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle::sheets {

TEST_CASE("a record is found again with its key as long as its files are there") {
  const testing::TemporaryFolder folder;
  const std::string file = SheetIndex::file_of(2, "0123456789abcdef", ".png");
  CHECK(file == "pictures/0003-0123456789ab.png");
  {
    auto index = SheetIndex::open(folder.path(), "sheet", 4);
    REQUIRE(index.has_value());
    REQUIRE(write_file_atomically(folder / file, "picture").has_value());
    REQUIRE(index->put(2, {.key = "0123456789abcdef", .files = {file}, .scores = {{"clip_t", 0.25}}}).has_value());
  }
  auto again = SheetIndex::open(folder.path(), "sheet", 4);
  REQUIRE(again.has_value());
  const CellRecord* record = again->done(2, "0123456789abcdef");
  REQUIRE(record != nullptr);
  CHECK(record->scores.at("clip_t") == 0.25);
  CHECK(again->done(2, "another") == nullptr);
  CHECK(again->done(1, "0123456789abcdef") == nullptr);
  std::filesystem::remove(folder / file);
  CHECK(again->done(2, "0123456789abcdef") == nullptr);
}

TEST_CASE("a folder of another sheet, or of none, is refused; leftovers of a killed run are gone") {
  const testing::TemporaryFolder folder;
  REQUIRE(SheetIndex::open(folder.path(), "one", 1)->put(0, {.key = "k", .files = {}}).has_value());
  CHECK(!SheetIndex::open(folder.path(), "other", 1).has_value());
  REQUIRE(write_file_atomically(folder / "pictures/.0001-k.png.7-0.part", "half").has_value());
  CHECK(SheetIndex::open(folder.path(), "one", 1).has_value());
  CHECK(!std::filesystem::exists(folder / "pictures/.0001-k.png.7-0.part"));
  REQUIRE(write_file_atomically(folder / "sheet.json", "[1]").has_value());
  CHECK(!SheetIndex::open(folder.path(), "one", 1).has_value());
}

}  // namespace heddle::sheets
