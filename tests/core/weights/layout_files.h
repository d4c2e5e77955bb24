// What the layout tests share: the key lists of tests/golden/layouts, maps of names without files, and files written in
// any layout with values that are known for each canonical name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "weights/weight_map.h"

namespace heddle::weights::testing {

using Shape = std::vector<std::int64_t>;

// One line of a list: a tensor by its canonical name, and where the other layout keeps it.
struct ListLine {
  std::string name;
  Shape shape;
  std::string other_name;
  Shape other_shape;
  std::string op;  // "none", "squeeze", "transpose", "rows0", "rows1", "rows2"
};

std::vector<ListLine> read_list(const std::string& file_name);
// Lists of only names and shapes: the other name is the same.
std::vector<ListLine> read_plain_list(const std::string& file_name);
// The same tensors in their canonical layout: other names and shapes are the canonical ones.
std::vector<ListLine> canonical(std::vector<ListLine> lines);
// Every other name passed through `rename`; an empty result drops the line.
template <class Rename>
std::vector<ListLine> renamed(std::vector<ListLine> lines, const Rename& rename) {
  for (ListLine& line : lines) line.other_name = rename(line.other_name);
  std::erase_if(lines, [](const ListLine& line) { return line.other_name.empty(); });
  return lines;
}
std::vector<ListLine> joined(std::vector<std::vector<ListLine>> lists);

// Names and shapes with no file behind them.
WeightMap map_of_shapes(const std::vector<std::pair<std::string, Shape>>& tensors);
WeightMap map_of_others(const std::vector<ListLine>& lines);

// A safetensors file in fp16 of the other names; element i of a canonical tensor is known_value(name, i).
void write_layout(const std::filesystem::path& path, const std::vector<ListLine>& lines);
double known_value(std::string_view canonical_name, std::int64_t index);

// The number of elements that differ from the values of their canonical names.
std::int64_t wrong_values(const WeightMap& weights);

void write_text(const std::filesystem::path& path, std::string_view text);

// A fresh folder, removed at the end.
class TempFolder final {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::filesystem::path golden_path(const std::string& file_name);

}  // namespace heddle::weights::testing
