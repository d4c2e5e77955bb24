#include "sheets/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

#include "base/printable.h"

namespace heddle::sheets {

namespace {

constexpr std::uintmax_t kBytesMost = std::uintmax_t{1} << 30;
constexpr std::size_t kRowsMost = 1'000'000;

// The fields of the next row, which is taken off `text`.
std::vector<std::string> take_row(std::string_view& text) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        fields.back() += text[++i];
      } else {
        is_quoted = false;
      }
    } else if (c == '"') {
      is_quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      ++i;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  text.remove_prefix(i);
  return fields;
}

bool is_blank(const std::vector<std::string>& fields) { return fields.size() == 1 && fields.front().empty(); }

}  // namespace

std::optional<std::size_t> Table::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<double> Table::number(std::size_t row, std::size_t column) const {
  const std::string& text = rows[row][column];
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool Table::is_numeric(std::size_t column) const {
  bool has_any = false;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row][column].empty()) continue;
    if (!number(row, column)) return false;
    has_any = true;
  }
  return has_any;
}

Result<Table> read_table(std::string_view text, std::string_view name, bool is_growing) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // spreadsheets put it there
  if (is_growing) text = text.substr(0, text.rfind('\n') + 1);  // nothing, where there is no end of a line
  Table table;
  if (!text.empty()) table.columns = take_row(text);
  if (table.columns.empty() || is_blank(table.columns))
    return fail(ErrorKind::invalid_input, "{} has no heading: its first line must name the columns", name);
  while (!text.empty()) {
    std::vector<std::string> row = take_row(text);
    if (is_blank(row)) continue;
    if (row.size() != table.columns.size()) {
      return fail(ErrorKind::invalid_input, "{}: row {} has {} fields, the heading has {}", name, table.rows.size() + 1,
                  row.size(), table.columns.size());
    }
    if (table.rows.size() == kRowsMost)
      return fail(ErrorKind::invalid_input, "{} has more than {} rows", name, kRowsMost);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Result<std::string> read_whole_file(const std::filesystem::path& path) {
  const std::string name = printable(path.string());
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path, missing);
  if (missing) return fail(ErrorKind::not_found, "'{}' is not there, or no file", name);
  if (size > kBytesMost) return fail(ErrorKind::invalid_input, "'{}' is larger than a gibibyte", name);
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad() || !file.is_open()) return fail(ErrorKind::io, "'{}' cannot be read", name);
  return text;
}

Result<Table> open_table(const std::filesystem::path& path, bool is_growing) {
  auto text = read_whole_file(path);
  if (!text) return forward(text);
  return read_table(*text, "'" + printable(path.string()) + "'", is_growing);
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace heddle::sheets
