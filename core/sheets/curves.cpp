#include "sheets/curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>

#include "base/json.h"

namespace heddle::sheets {

namespace {

constexpr std::size_t kCurvesMost = 12;

Result<std::size_t> column_of(const Table& table, const std::string& column, std::string_view name) {
  if (const auto found = table.find(column)) return *found;
  std::string known;
  for (const std::string& one : table.columns) known += (known.empty() ? "" : ", ") + one;
  return fail(ErrorKind::invalid_input, "{} has no column '{}'; it has {}", name, column, known);
}

Result<std::size_t> numbers_in(const Table& table, const std::string& column, std::string_view name) {
  auto found = column_of(table, column, name);
  if (!found) return found;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.number(row, *found)) return found;
  }
  return fail(ErrorKind::invalid_input, "{} has no numbers in the column '{}'", name, column);
}

struct Columns {
  std::size_t x = 0, y = 0;
  std::optional<std::size_t> by;
};

Result<Columns> columns_by(const Table& table, const std::string& x, const std::string& y, const std::string& by,
                           std::string_view name) {
  auto first = numbers_in(table, x, name);
  if (!first) return forward(first);
  auto second = numbers_in(table, y, name);
  if (!second) return forward(second);
  Columns columns{*first, *second, {}};
  if (by.empty()) return columns;
  auto third = column_of(table, by, name);
  if (!third) return forward(third);
  columns.by = *third;
  return columns;
}

Curve& curve_named(Curves& curves, const std::string& name) {
  const auto found = std::ranges::find(curves.curves, name, &Curve::name);
  if (found != curves.curves.end()) return *found;
  curves.curves.push_back({name, {}});
  return curves.curves.back();
}

std::string name_by(const Table& table, std::size_t row, const Columns& columns, const std::string& by,
                    const std::string& y) {
  return columns.by ? fmt::format("{}={}", by, table.rows[row][*columns.by]) : y;
}

// The axes of a sheet lie between its picture's number and its file.
std::vector<std::size_t> axes_of(const Table& table) {
  const auto file = table.find("file");
  std::vector<std::size_t> axes;
  for (std::size_t i = 0; i < file.value_or(0); ++i) {
    if (table.columns[i] != "picture") axes.push_back(i);
  }
  return axes;
}

std::string label_of(const Table& table, std::size_t row) {
  std::string label;
  for (const std::size_t axis : axes_of(table))
    label += fmt::format("{}{}={}", label.empty() ? "" : ", ", table.columns[axis], table.rows[row][axis]);
  return label;
}

}  // namespace

Result<Curves> sweep_of(const Table& table, const std::string& x, const std::string& y, const std::string& by,
                        std::string_view name) {
  auto columns = columns_by(table, x, y, by, name);
  if (!columns) return forward(columns);
  Curves made{x, y, {}};
  std::map<std::pair<std::string, double>, std::vector<double>> values;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto at = table.number(row, columns->x), value = table.number(row, columns->y);
    if (!at || !value) continue;
    const std::string curve = name_by(table, row, *columns, by, y);
    curve_named(made, curve);  // in the order of the table
    values[{curve, *at}].push_back(*value);
  }
  for (const auto& [key, found] : values) {
    double sum = 0, square = 0;
    for (const double value : found) sum += value;
    const auto count = static_cast<double>(found.size());
    const double mean = sum / count;
    for (const double value : found) square += (value - mean) * (value - mean);
    const double spread = found.size() > 1 ? std::sqrt(square / (count - 1)) : 0;
    curve_named(made, key.first)
        .points.push_back({.x = key.second, .y = mean, .spread = spread, .count = static_cast<int>(found.size())});
  }
  return made;
}

Result<Curves> scatter_of(const Table& table, const std::string& x, const std::string& y, const std::string& by,
                          std::string_view name) {
  auto columns = columns_by(table, x, y, by, name);
  if (!columns) return forward(columns);
  Curves made{x, y, {}, CurveKind::points};
  const auto file = table.find("file");
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto at = table.number(row, columns->x), value = table.number(row, columns->y);
    if (!at || !value) continue;
    curve_named(made, columns->by ? name_by(table, row, *columns, by, y) : std::string(name))
        .points.push_back({.x = *at,
                           .y = *value,
                           .file = file ? table.rows[row][*file] : std::string(),
                           .label = label_of(table, row)});
  }
  return made;
}

Result<Curves> columns_of(const Table& table, const std::string& x, const std::vector<std::string>& wanted, int window,
                          std::string_view name) {
  auto first = numbers_in(table, x, name);
  if (!first) return forward(first);
  Curves made{x, "", {}};
  std::vector<std::size_t> columns;
  for (const std::string& column : wanted) {
    auto found = numbers_in(table, column, name);
    if (!found) return forward(found);
    columns.push_back(*found);
  }
  for (std::size_t i = 0; wanted.empty() && i < table.columns.size(); ++i) {
    if (i != *first && table.is_numeric(i)) columns.push_back(i);
  }
  for (const std::size_t column : columns) {
    Curve curve{table.columns[column], {}};
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto at = table.number(row, *first), value = table.number(row, column);
      if (at && value) curve.points.push_back({.x = *at, .y = *value});
    }
    std::vector<CurvePoint> smooth = curve.points;
    const auto count = static_cast<std::ptrdiff_t>(smooth.size());
    for (std::ptrdiff_t i = 0; window > 0 && i < count; ++i) {
      const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, i - window), to = std::min(count - 1, i + window);
      double sum = 0;
      for (std::ptrdiff_t k = from; k <= to; ++k) sum += curve.points[static_cast<std::size_t>(k)].y;
      smooth[static_cast<std::size_t>(i)].y = sum / static_cast<double>(to - from + 1);
    }
    curve.points = std::move(smooth);
    made.curves.push_back(std::move(curve));
  }
  return made;
}

std::string csv_of(const Curves& curves) {
  const auto has = [&](std::string CurvePoint::*member) {
    return std::ranges::any_of(curves.curves, [member](const Curve& curve) {
      return std::ranges::any_of(curve.points, [member](const CurvePoint& point) { return !(point.*member).empty(); });
    });
  };
  const bool has_labels = has(&CurvePoint::label), has_files = has(&CurvePoint::file);
  std::string text = fmt::format("curve,{},{},spread,count{}{}\r\n", csv_field(curves.x),
                                 csv_field(curves.y.empty() ? "value" : curves.y), has_labels ? ",label" : "",
                                 has_files ? ",file" : "");
  for (const Curve& curve : curves.curves) {
    for (const CurvePoint& point : curve.points) {
      text += fmt::format("{},{:.10g},{:.10g},{:.10g},{}", csv_field(curve.name), point.x, point.y, point.spread,
                          point.count);
      if (has_labels) text += "," + csv_field(point.label);
      if (has_files) text += "," + csv_field(point.file);
      text += "\r\n";
    }
  }
  return text;
}

Result<Curves> times_of(std::string_view events, std::string_view name) {
  Curves made{"node", "seconds", {{"seconds", {}}}, CurveKind::bars};
  Curve memory{"memory", {}};
  while (!events.empty()) {
    const std::size_t end = std::min(events.find('\n'), events.size());
    const std::string_view line = events.substr(0, end);
    events.remove_prefix(std::min(end + 1, events.size()));
    if (line.find_first_not_of(" \r\t") == std::string_view::npos) continue;
    auto event = parse_json(line, name);
    if (!event) return forward(event);
    const Json *kind = find_member(*event, "event"), *node = find_member(*event, "node"),
               *seconds = find_member(*event, "seconds"), *cached = find_member(*event, "cached"),
               *held = find_member(*event, "memory");
    if (kind == nullptr || *kind != "node_finished") continue;
    if (node == nullptr || !node->is_number_integer() || seconds == nullptr || !seconds->is_number())
      return fail(ErrorKind::invalid_input, "{} has an event node_finished without node and seconds", name);
    const double x = static_cast<double>(made.curves.front().points.size() + 1);
    const bool is_cached = cached != nullptr && *cached == true;
    const std::string label = fmt::format("node {}", node->get<std::int64_t>());
    made.curves.front().points.push_back({.x = x, .y = is_cached ? 0 : seconds->get<double>(), .label = label});
    constexpr double kGiB = 1024.0 * 1024 * 1024;
    if (held != nullptr && held->is_number())
      memory.points.push_back({.x = x, .y = held->get<double>() / kGiB, .label = label});
  }
  if (made.curves.front().points.empty()) {
    return fail(ErrorKind::invalid_input,
                "{} names no finished node: give it what a run prints with --json, as in heddle render GRAPH --json",
                name);
  }
  if (!memory.points.empty()) made.curves.push_back(std::move(memory));
  return made;
}

UsualSweep usual_sweep(const Table& table) {
  UsualSweep usual;
  for (const std::size_t axis : axes_of(table)) {
    const std::string& column = table.columns[axis];
    const bool is_seed = column == "seed" || column.ends_with(".seed");
    std::set<std::string> values;
    for (const auto& row : table.rows) values.insert(row[axis]);
    if (usual.x.empty() && !is_seed && table.is_numeric(axis)) {
      usual.x = column;
    } else if (usual.by.empty() && !is_seed && values.size() <= kCurvesMost) {
      usual.by = column;
    }
  }
  if (usual.x.empty() && !table.columns.empty()) usual.x = table.columns.front();
  const auto scores = table.find("file");
  const auto likeness = table.find("clip_i");
  if (likeness) {
    usual.y = "clip_i";
  } else {
    for (std::size_t i = scores ? *scores + 1 : 1; i < table.columns.size(); ++i) {
      if (usual.y.empty() && table.columns[i] != usual.x && table.is_numeric(i)) usual.y = table.columns[i];
    }
  }
  return usual;
}

}  // namespace heddle::sheets
