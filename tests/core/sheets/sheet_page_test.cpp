#include "sheets/sheet_page.h"

#include "support/test.h"

namespace heddle::sheets {

namespace {

ShownSheet two_by_one() {
  ShownSheet sheet;
  sheet.title = "a <sheet>";
  sheet.axes = {{"text", {"a ball, red", "a \"cube\""}}};
  sheet.cells = {{.place = {0}, .files = {"pictures/1.png"}, .scores = {{"clip_t", 0.25}}},
                 {.place = {1}, .files = {"pictures/2.png"}}};
  return sheet;
}

}  // namespace

TEST_CASE("the table quotes words as RFC 4180 says and leaves scores out where there are none") {
  CHECK(csv_of(two_by_one()) ==
        "picture,text,file,clip_t\r\n"
        "1,\"a ball, red\",pictures/1.png,0.250000\r\n"
        "2,\"a \"\"cube\"\"\",pictures/2.png,\r\n");
}

TEST_CASE("the page has every picture once and no markup of the user's") {
  const std::string page = page_of(two_by_one());
  CHECK(page.find("<sheet>") == std::string::npos);
  CHECK(page.find("src=\"pictures/1.png\"") != std::string::npos);
  CHECK(page.find("src=\"pictures/2.png\"") != std::string::npos);
  CHECK(page.find("CLIP-T 0.250") != std::string::npos);
  ShownSheet unfinished = two_by_one();
  unfinished.cells[1].files.clear();
  CHECK(page_of(unfinished).find("not made yet") != std::string::npos);
}

}  // namespace heddle::sheets
