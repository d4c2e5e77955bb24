// Table: a CSV file (RFC 4180) in memory: named columns, rows of text. Used by what draws and exports curves. A plain
// value; functions for any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::sheets {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`

  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  [[nodiscard]] std::optional<double> number(std::size_t row, std::size_t column) const;  // nothing: no finite number
  // Whether every row that says something there says a number, and at least one does.
  [[nodiscard]] bool is_numeric(std::size_t column) const;
};

// `name` begins messages. A last line without its end is left out where `is_growing`: it is being written. Failure: no
// heading, or a row of another length.
Result<Table> read_table(std::string_view text, std::string_view name, bool is_growing = false);

// A file of at most a gibibyte. Failure: it is not there, or cannot be read.
Result<std::string> read_whole_file(const std::filesystem::path& path);

// Both; the messages name the file.
Result<Table> open_table(const std::filesystem::path& path, bool is_growing = false);

// A field as it is written in a CSV file, in quotes where it needs them.
[[nodiscard]] std::string csv_field(const std::string& text);

}  // namespace heddle::sheets
