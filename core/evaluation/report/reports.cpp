#include "evaluation/report/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"

namespace heddle::evaluation {

namespace {

constexpr std::size_t kColumns = 6;
using Cells = std::array<std::string, kColumns>;

Cells cells_of(const Row& row) {
  const std::string value = row.missing.empty() ? text_of(row.value, row.unit) : "not there: " + row.missing;
  return {row.what, value, interval_text(row), limit_text(row.limits.at_least, row), limit_text(row.limits.goal, row), verdict_of(row)};
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_number(double value) { return std::isnan(value) ? std::string() : fmt::format("{}", value); }

const char* unit_name(Unit unit) {
  switch (unit) {
    case Unit::percent: return "%";
    case Unit::decibel: return "dB";
    case Unit::yes_no: return "yes (1) or no (0)";
    case Unit::one_decimal:
    case Unit::plain: return "";
  }
  return "";
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(); }

Json row_json(const Row& row, const std::string& experiment) {
  return {{"experiment", experiment}, {"row", row.id}, {"what", row.what}, {"unit", unit_name(row.unit)}, {"value", number(row.value)},
          {"interval", {number(row.interval.low), number(row.interval.high)}}, {"items", row.items}, {"at_least", number(row.limits.at_least)},
          {"goal", number(row.limits.goal)}, {"smaller_is_better", row.limits.smaller_is_better}, {"verdict", verdict_of(row)},
          {"missing", row.missing}, {"detail", row.detail}};
}

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  return write_file_atomically(file, std::string_view(text));
}

}  // namespace

Count count_of(const Report& report) {
  Count count;
  for (const Section& section : report.sections) {
    for (const Row& row : section.rows) {
      count.asked += row.judged() ? 1 : 0;
      count.met += row.judged() && row.met() ? 1 : 0;
    }
  }
  return count;
}

std::string table_of(const Report& report) {
  std::vector<Cells> lines = {{"what", "measured", "95 % interval", "at least", "goal", ""}};
  for (const Section& section : report.sections) {
    for (const Row& row : section.rows) lines.push_back(cells_of(row));
  }
  std::array<std::size_t, kColumns> widths{};
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  std::string text;
  for (const Cells& cells : lines) {
    std::string line;
    for (std::size_t i = 0; i < kColumns; ++i) line += fmt::format("{:<{}}  ", cells[i], widths[i]);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  const Count count = count_of(report);
  return text + fmt::format("{} of {} rows met\n", count.met, count.asked);
}

std::string csv_of(const Report& report) {
  std::string text = "experiment,row,what,unit,value,low,high,items,at_least,goal,verdict,missing,detail\r\n";
  for (const Section& section : report.sections) {
    for (const Row& row : section.rows) {
      const std::string cells[] = {section.name, row.id, row.what, unit_name(row.unit), csv_number(row.value), csv_number(row.interval.low),
                                   csv_number(row.interval.high), fmt::format("{}", row.items),
                                   row.limits.at_least ? csv_number(*row.limits.at_least) : "", row.limits.goal ? csv_number(*row.limits.goal) : "",
                                   verdict_of(row), row.missing, row.detail};
      for (const std::string& cell : cells) {
        if (&cell != &cells[0]) text += ',';
        text += csv_cell(cell);
      }
      text += "\r\n";
    }
  }
  return text;
}

Json json_of(const Report& report) {
  const Count count = count_of(report);
  Json json{{"recipe", report.recipe}, {"facts", Json::object()}, {"rows", Json::array()}, {"items", Json::object()},
            {"asked", count.asked}, {"met", count.met}};
  for (const auto& [name, value] : report.facts) json["facts"][name] = value;
  for (const Section& section : report.sections) {
    for (const Row& row : section.rows) json["rows"].push_back(row_json(row, section.name));
    Json& items = json["items"][section.name] = Json::array();
    for (const Item& item : section.items) items.push_back(to_json(item));
  }
  return json;
}

Result<void> write_reports(const Report& report, const std::filesystem::path& folder) {
  if (auto written = write_text(folder / "scores.csv", csv_of(report)); !written) return forward(written);
  if (auto written = write_text(folder / "scores.json", dump_json(json_of(report)) + "\n"); !written) return forward(written);
  return write_text(folder / "index.html", page_of(report));
}

}  // namespace heddle::evaluation
