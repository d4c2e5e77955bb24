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

Cells cells_of(const Metric& metric) {
  const std::string value =
      metric.missing.empty() ? text_of(metric.value, metric.unit) : "not there: " + metric.missing;
  return {metric.what,
          value,
          interval_text(metric),
          limit_text(metric.limits.at_least, metric),
          limit_text(metric.limits.goal, metric),
          verdict_of(metric)};
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

Json row_json(const Metric& metric, const std::string& experiment) {
  return {{"experiment", experiment},
          {"row", metric.id},
          {"what", metric.what},
          {"unit", unit_name(metric.unit)},
          {"value", number(metric.value)},
          {"interval", {number(metric.interval.low), number(metric.interval.high)}},
          {"items", metric.samples},
          {"at_least", number(metric.limits.at_least)},
          {"goal", number(metric.limits.goal)},
          {"smaller_is_better", metric.limits.smaller_is_better},
          {"verdict", verdict_of(metric)},
          {"missing", metric.missing},
          {"detail", metric.detail}};
}

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  return write_file_atomically(file, std::string_view(text));
}

}  // namespace

Count count_of(const Report& report) {
  Count count;
  for (const Section& section : report.sections) {
    for (const Metric& metric : section.metrics) {
      count.asked += metric.judged() ? 1 : 0;
      count.met += metric.judged() && metric.met() ? 1 : 0;
    }
  }
  return count;
}

std::string table_of(const Report& report) {
  std::vector<Cells> lines = {{"what", "measured", "95 % interval", "at least", "goal", ""}};
  for (const Section& section : report.sections) {
    for (const Metric& metric : section.metrics) lines.push_back(cells_of(metric));
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
    for (const Metric& metric : section.metrics) {
      const std::string cells[] = {section.name,
                                   metric.id,
                                   metric.what,
                                   unit_name(metric.unit),
                                   csv_number(metric.value),
                                   csv_number(metric.interval.low),
                                   csv_number(metric.interval.high),
                                   fmt::format("{}", metric.samples),
                                   metric.limits.at_least ? csv_number(*metric.limits.at_least) : "",
                                   metric.limits.goal ? csv_number(*metric.limits.goal) : "",
                                   verdict_of(metric),
                                   metric.missing,
                                   metric.detail};
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
  Json json{{"recipe", report.recipe}, {"facts", Json::object()}, {"rows", Json::array()},
            {"items", Json::object()}, {"asked", count.asked},    {"met", count.met}};
  for (const auto& [name, value] : report.facts) json["facts"][name] = value;
  for (const Section& section : report.sections) {
    for (const Metric& metric : section.metrics) json["rows"].push_back(row_json(metric, section.name));
    Json& samples = json["items"][section.name] = Json::array();
    for (const Sample& sample : section.samples) samples.push_back(to_json(sample));
  }
  return json;
}

Result<void> write_reports(const Report& report, const std::filesystem::path& folder) {
  if (auto written = write_text(folder / "scores.csv", csv_of(report)); !written) return forward(written);
  if (auto written = write_text(folder / "scores.json", dump_json(json_of(report)) + "\n"); !written)
    return forward(written);
  return write_text(folder / "index.html", page_of(report));
}

}  // namespace heddle::evaluation
