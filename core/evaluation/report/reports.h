// Reports of an evaluation: a table for the terminal, CSV and JSON for programs, an HTML page with the images. Used by
// `heddle evaluate`. Pure functions but write_reports.
#pragma once

#include <filesystem>
#include <string>

#include "evaluation/evaluate.h"

namespace heddle::evaluation {

// Columns by spaces, one line a metric, and a last line that counts the metrics that are met.
std::string table_of(const Report& report);
// RFC 4180: experiment, metric, what, unit, value, low, high, samples, at_least, goal, verdict, missing, detail. In the
// metric's unit.
std::string csv_of(const Report& report);
// {"recipe", "facts", "rows": […], "items": {experiment: […]}, "met", "asked"}
Json json_of(const Report& report);
// One file without scripts; images are beside it. Light or dark as the reader's system is.
std::string page_of(const Report& report);

// scores.csv, scores.json and index.html in `folder`.
[[nodiscard]] Result<void> write_reports(const Report& report, const std::filesystem::path& folder);

struct Count {
  int asked = 0, met = 0;
};
// Metrics with a limit in the recipe. One that could not be measured counts as not met.
Count count_of(const Report& report);

}  // namespace heddle::evaluation
