#include "sheets/table.h"

#include "support/test.h"

namespace heddle::sheets {

TEST_CASE("fields in quotes, both ends of lines, a mark of the byte order, empty lines") {
  auto table = read_table("\xEF\xBB\xBFpicture,\"a, b\",score\r\n1,\"say \"\"hi\"\"\ntwice\",0.5\n\n2,,\n", "it");
  REQUIRE(table);
  CHECK(table->columns == std::vector<std::string>{"picture", "a, b", "score"});
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[0][1] == "say \"hi\"\ntwice");
  CHECK(table->find("score") == std::size_t{2});
  CHECK(!table->find("Score"));
  CHECK(table->number(0, 2) == 0.5);
  CHECK(!table->number(1, 2));
  CHECK(table->is_numeric(0));
  CHECK(table->is_numeric(2));
  CHECK(!table->is_numeric(1));
}

TEST_CASE("a last line that is being written is left out") {
  auto table = read_table("step,loss\n1,0.5\n2,0.", "log", true);
  REQUIRE(table);
  CHECK(table->rows.size() == 1);
  CHECK(read_table("step,loss\n1,0.5\n2,0.25", "log")->rows.size() == 2);
}

TEST_CASE("what is no table is refused with its name") {
  for (const char* text : {"", "\n", "a,b\n1\n", "a\n1,2\n"}) {
    auto table = read_table(text, "'x.csv'");
    REQUIRE(!table);
    CHECK(table.error().message.find("x.csv") != std::string::npos);
  }
  CHECK(!open_table("/not/there.csv"));
}

TEST_CASE("a field is read back as it was written") {
  for (const std::string text : {"plain", "a, b", "say \"hi\"", "two\nlines", ""}) {
    auto table = read_table("x,y\r\n" + csv_field(text) + ",1\r\n", "it");
    REQUIRE(table);
    CHECK(table->rows.at(0).at(0) == text);
  }
}

}  // namespace heddle::sheets
