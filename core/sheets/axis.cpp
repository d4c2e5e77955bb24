#include "sheets/axis.h"

#include <charconv>
#include <cmath>

namespace heddle::sheets {

namespace {

using graph::ParamKind;

constexpr std::string_view kReplace = "replace";

std::vector<std::string> parts_between(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_numeric(ParamKind kind) {
  return kind == ParamKind::integer || kind == ParamKind::real || kind == ParamKind::seed || kind == ParamKind::lane;
}

Failure without_end(std::string_view where, std::string_view text) {
  return fail(ErrorKind::invalid_input, "{}: '{}' is no range that ends; write first:last:step with at most {} values",
              where, text, kAxisValuesMost);
}

// Whole numbers are counted as such: a seed has more digits than a double keeps.
Result<std::vector<std::string>> whole_range(std::uint64_t first, std::uint64_t last, std::uint64_t step,
                                             std::string_view where, std::string_view text) {
  if (step == 0 || last < first || (last - first) / step >= kAxisValuesMost) return without_end(where, text);
  std::vector<std::string> values;
  for (std::uint64_t i = 0; i <= (last - first) / step; ++i) values.push_back(std::to_string(first + i * step));
  return values;
}

Result<std::vector<std::string>> real_range(double first, double last, double step, std::string_view where,
                                            std::string_view text) {
  constexpr double kSlack = 1e-9;  // 0:1:0.1 has eleven values
  const double count = std::floor((last - first) / step + kSlack) + 1;
  if (!std::isfinite(count) || count < 1 || count > static_cast<double>(kAxisValuesMost))
    return without_end(where, text);
  std::vector<std::string> values;
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const double value = first + i * step;
    values.push_back(fmt::format("{:.10g}", std::abs(value) < kSlack * std::abs(step) ? 0.0 : value));
  }
  return values;
}

// first:last or first:last:step; nothing where the text is no range.
std::optional<Result<std::vector<std::string>>> range_in(const std::string& text, std::string_view where) {
  std::vector<std::string> parts = parts_between(text, ':');
  if (parts.size() == 2) parts.emplace_back("1");
  if (parts.size() != 3) return std::nullopt;
  const auto whole_first = number_in<std::uint64_t>(parts[0]), whole_last = number_in<std::uint64_t>(parts[1]),
             whole_step = number_in<std::uint64_t>(parts[2]);
  if (whole_first && whole_last && whole_step) return whole_range(*whole_first, *whole_last, *whole_step, where, text);
  const auto first = number_in<double>(parts[0]), last = number_in<double>(parts[1]),
             step = number_in<double>(parts[2]);
  if (!first || !last || !step) return std::nullopt;
  return real_range(*first, *last, *step, where, text);
}

// Numbers and names have no spaces around them; words may.
std::string trimmed(const std::string& text, std::optional<ParamKind> kind) {
  if (!kind || *kind == ParamKind::text) return text;
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

Result<std::vector<std::string>> values_in(const std::string& text, std::optional<ParamKind> kind,
                                           std::string_view where) {
  if (text.starts_with('[')) {
    if (auto json = parse_json(text, "values"); json && json->is_array() && json->size() <= kAxisValuesMost) {
      std::vector<std::string> values;
      for (const Json& value : *json) values.push_back(value.is_string() ? value.get<std::string>() : dump_json(value));
      return values;
    }
  }
  std::vector<std::string> values;
  for (const std::string& written : parts_between(text, text.find('|') == std::string::npos ? ',' : '|')) {
    const std::string part = trimmed(written, kind);
    auto range = kind && is_numeric(*kind) ? range_in(part, where) : std::nullopt;
    if (!range) {
      values.push_back(part);
      continue;
    }
    if (!*range) return forward(*range);
    values.insert(values.end(), (*range)->begin(), (*range)->end());
  }
  return values;
}

std::string replaced(std::string text, std::string_view search, std::string_view with, bool& met) {
  for (auto at = text.find(search); at != std::string::npos; at = text.find(search, at + with.size())) {
    text.replace(at, search.size(), with);
    met = true;
  }
  return text;
}

Result<graph::Graph> with_words(graph::Graph graph, const Axis& axis, std::size_t value,
                                const graph::NodeCatalog& catalog, std::string_view where) {
  bool met = false;
  for (const auto& [id, node] : std::map(graph.nodes())) {
    const graph::NodeSpec* spec = catalog.find(node.type);
    for (const auto& [name, stored] : node.params) {
      const graph::ParamSpec* param = spec == nullptr ? nullptr : spec->find_param(name);
      const auto* text = std::get_if<std::string>(&stored);
      if (text == nullptr || param == nullptr || param->stage != graph::Stage::text) continue;
      graph.set_param(id, name, replaced(*text, axis.values.front(), axis.values[value], met));
    }
  }
  if (met) return graph;
  return fail(ErrorKind::invalid_input, "{}: no prompt has the words '{}'", where, axis.values.front());
}

}  // namespace

Result<Axis> read_axis(const std::string& text, const graph::Graph& graph, const graph::NodeCatalog& catalog,
                       std::string_view where) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    return fail(ErrorKind::invalid_input,
                "{} takes node.param=values (a range 0:1:0.1, or a list 1,2,3) or replace=words|others, not '{}'",
                where, text);
  }
  Axis axis{.name = text.substr(0, equals), .target = {}, .values = {}};
  if (axis.name != kReplace) {
    auto target = graph::find_setting(axis.name, graph, catalog, where);
    if (!target) return forward(target);
    axis.target = *target;
  }
  const auto kind = axis.target ? std::optional(axis.target->spec->kind) : std::nullopt;
  auto values = values_in(text.substr(equals + 1), kind, where);
  if (!values) return forward(values);
  axis.values = std::move(*values);
  if (axis.values.empty() || axis.values.size() > kAxisValuesMost || (!axis.target && axis.values.front().empty())) {
    return fail(ErrorKind::invalid_input, "{}: '{}' has no values, or more than {}", where, text, kAxisValuesMost);
  }
  for (std::size_t value = 0; value < axis.values.size(); ++value) {
    if (axis.target) {
      if (auto read = graph::read_setting(axis.values[value], *axis.target, where); !read) return forward(read);
    } else if (auto made = with_words(graph, axis, value, catalog, where); !made) {
      return forward(made);
    }
  }
  return axis;
}

Result<graph::Graph> with_value(graph::Graph graph, const Axis& axis, std::size_t value,
                                const graph::NodeCatalog& catalog, std::string_view where) {
  if (!axis.target) return with_words(std::move(graph), axis, value, catalog, where);
  auto read = graph::read_setting(axis.values[value], *axis.target, where);
  if (!read) return forward(read);
  graph.set_param(axis.target->node, axis.target->param, std::move(*read));
  return graph;
}

}  // namespace heddle::sheets
