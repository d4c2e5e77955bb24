// A sheet for people and for programs: a page with all pictures and settings, and a table. Used by `heddle sheet`,
// `heddle compare` and `heddle find-scale`. Pure functions.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace heddle::sheets {

struct ShownAxis {
  std::string name;
  std::vector<std::string> values;
};

struct ShownCell {
  std::vector<std::size_t> place;  // a value of each axis
  std::vector<std::string> files;  // beside the page
  std::map<std::string, double> scores = {};
};

struct ShownSheet {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;  // "graph": "first.json"
  std::vector<ShownAxis> axes;                             // at most three
  std::vector<ShownCell> cells;                            // the first axis fastest
  std::string graph;                                       // its JSON: the settings that all have in common
};

// One file without scripts: a table of the first two axes for each value of the third.
[[nodiscard]] std::string page_of(const ShownSheet& sheet);
// RFC 4180: picture, a column an axis, file, a column a score.
[[nodiscard]] std::string csv_of(const ShownSheet& sheet);

}  // namespace heddle::sheets
