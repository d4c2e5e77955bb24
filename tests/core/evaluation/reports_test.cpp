#include "evaluation/report/reports.h"

#include <fstream>

#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

Report sample() {
  Metric met{.id = "thing",
             .what = "thing is there",
             .limits = {.at_least = 90.0, .goal = 97.0},
             .value = 93.75,
             .interval = {90.1, 96.2},
             .samples = 64};
  Metric lost{.id = "colour",
              .what = "colour error, \"CIE76\"",
              .unit = Unit::one_decimal,
              .limits = {.at_least = 6.0, .goal = 3.0, .smaller_is_better = true},
              .value = 6.2,
              .interval = {5, 7},
              .samples = 64};
  Metric absent{.id = "plus", .what = "plus <better>", .unit = Unit::yes_no, .limits = {.at_least = 1.0, .goal = 1.0}};
  absent.missing = "ip-adapter-plus_bobbin.safetensors";
  Metric read{.id = "cosine", .what = "cosine", .unit = Unit::plain, .value = 0.25};
  Section first{"captions", "From captions", {met, lost, read}, {}, "score", false, {}};
  first.samples = {{"good & red", {{"pictures/a.png", "1"}}, {{"score", 0.9}}},
                   {"bad one", {{"pictures/b.png", "2"}}, {{"score", 0.1}}}};
  first.curve = {{0, 0.25}, {0.5, 0.5}, {1, 0.75}};
  return {"toy", {{"model", "bobbin"}}, {first, {"plus", "Plus", {absent}, {}, "gain", false, {}}}};
}

}  // namespace

TEST_CASE("the table says what was measured, what was asked, and what is not there") {
  const std::string table = table_of(sample());
  CHECK(table.find("93.8 %") != std::string::npos);
  CHECK(table.find("90.1 to 96.2 %") != std::string::npos);
  CHECK(table.find(">= 90.0 %") != std::string::npos);
  CHECK(table.find("<= 6.0") != std::string::npos);
  CHECK(table.find("not there: ip-adapter-plus_bobbin.safetensors") != std::string::npos);
  CHECK(table.ends_with("1 of 3 rows met\n"));
}

TEST_CASE("CSV quotes what needs it and keeps every digit") {
  const std::string csv = csv_of(sample());
  CHECK(csv.find("captions,thing,thing is there,%,93.75,90.1,96.2,64,90,97,met,,\r\n") != std::string::npos);
  CHECK(csv.find("\"colour error, \"\"CIE76\"\"\"") != std::string::npos);
  CHECK(csv.find(
            "plus,plus,plus <better>,yes (1) or no (0),,,,0,1,1,not there,ip-adapter-plus_bobbin.safetensors,\r\n") !=
        std::string::npos);
}

TEST_CASE("JSON has rows, items and the count") {
  const Json json = json_of(sample());
  CHECK(json["met"] == 1);
  CHECK(json["asked"] == 3);
  CHECK(json["rows"][3]["value"].is_null());
  CHECK(json["items"]["captions"][1]["scores"]["score"] == 0.1);
  CHECK(json["facts"]["model"] == "bobbin");
}

TEST_CASE("the page is whole, escapes what it shows, needs no script, and lists the worst first on request") {
  const std::string page = page_of(sample());
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(page.ends_with("</html>\n"));
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
  CHECK(page.find("plus &lt;better&gt;") != std::string::npos);
  CHECK(page.find("good &amp; red") != std::string::npos);
  CHECK(page.find("src=\"pictures/a.png\"") != std::string::npos);
  CHECK(page.find("<title>0.5: 0.5000</title>") != std::string::npos);
  const std::size_t worst = page.find("Worst first");
  REQUIRE(worst != std::string::npos);
  CHECK(page.find("bad one", worst) < page.find("good &amp; red", worst));
}

TEST_CASE("three files are written") {
  const testing::TemporaryFolder folder;
  REQUIRE(write_reports(sample(), folder.path()).has_value());
  for (const char* name : {"scores.csv", "scores.json", "index.html"})
    CHECK(std::filesystem::file_size(folder / name) > 100);
}

TEST_CASE("an item comes back from its file as it went, numbers that are none included") {
  const Sample sample{
      "a title", {{"pictures/x.png", "below"}}, {{"a", 0.1 + 0.2}, {"none", std::numeric_limits<double>::quiet_NaN()}}};
  const auto back = sample_from(*parse_json(dump_json(to_json(sample)), "x"), "x");
  REQUIRE(back.has_value());
  CHECK(back->title == "a title");
  CHECK(back->score("a") == 0.1 + 0.2);
  CHECK(back->score("none") != back->score("none"));
  CHECK(sample_from(Json::array(), "broken.json").error().message.find("broken.json") != std::string::npos);
}

}  // namespace heddle::evaluation
