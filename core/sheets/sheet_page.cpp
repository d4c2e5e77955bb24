#include "sheets/sheet_page.h"

#include <fmt/format.h>

#include <set>

#include "sheets/table.h"

namespace heddle::sheets {

namespace {

constexpr const char* kSheetStyle = R"(
:root { color-scheme: light dark; --ground: #f3f3f3; --ink: #222222; --dim: #6f6f6f; --line: #d0d0d0; }
@media (prefers-color-scheme: dark) { :root { --ground: #191919; --ink: #d6d6d6; --dim: #8f8f8f; --line: #3a3a3a; } }
body { margin: 2rem; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
.dim, figcaption { color: var(--dim); } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
.sheet { overflow-x: auto; } table { border-collapse: separate; border-spacing: 6px; }
th { font-weight: normal; color: var(--dim); text-align: left; vertical-align: middle; max-width: 16rem; overflow-wrap: anywhere; }
thead th { vertical-align: bottom; }
figure { margin: 0; } figure img { display: block; max-width: 256px; height: auto; border-radius: 5px; }
figcaption { font-size: .8rem; font-variant-numeric: tabular-nums; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; padding: .8rem; }
)";

std::string html_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string score_name(const std::string& name) {
  if (name.starts_with("clip_i")) return "CLIP-I" + (name.size() > 6 ? " " + name.substr(7) : std::string());
  return name == "clip_t" ? "CLIP-T" : name;
}

std::string figure_of(const ShownSheet& sheet, const ShownCell& cell) {
  std::string title, scores;
  for (std::size_t i = 0; i < sheet.axes.size(); ++i) {
    title += fmt::format("{}{}={}", i == 0 ? "" : ", ", sheet.axes[i].name, sheet.axes[i].values[cell.place[i]]);
  }
  for (const auto& [name, value] : cell.scores)
    scores += fmt::format("{}{} {:.3f}", scores.empty() ? "" : " · ", score_name(name), value);
  std::string html;
  for (const std::string& file : cell.files) {
    html += fmt::format(
        "<figure><a href=\"{0}\"><img loading=\"lazy\" src=\"{0}\" alt=\"{1}\" title=\"{1}\"></a><figcaption>{2}"
        "</figcaption></figure>",
        html_text(file), html_text(title), html_text(scores));
  }
  return html.empty() ? "<span class=\"dim\">not made yet</span>" : html;
}

std::size_t values_of(const ShownSheet& sheet, std::size_t axis) {
  return axis < sheet.axes.size() ? sheet.axes[axis].values.size() : 1;
}

std::string row_name(const ShownSheet& sheet, std::size_t axis, std::size_t value) {
  if (axis >= sheet.axes.size()) return {};
  return html_text(sheet.axes[axis].name + "=" + sheet.axes[axis].values[value]);
}

std::string table_of(const ShownSheet& sheet, std::size_t z) {
  const std::size_t columns = values_of(sheet, 0), rows = values_of(sheet, 1);
  std::string html = "<div class=\"sheet\"><table><thead><tr><th></th>";
  for (std::size_t x = 0; x < columns; ++x) html += fmt::format("<th>{}</th>", row_name(sheet, 0, x));
  html += "</tr></thead><tbody>\n";
  for (std::size_t y = 0; y < rows; ++y) {
    html += fmt::format("<tr><th>{}</th>", row_name(sheet, 1, y));
    for (std::size_t x = 0; x < columns; ++x)
      html += "<td>" + figure_of(sheet, sheet.cells[(z * rows + y) * columns + x]) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string page_of(const ShownSheet& sheet) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p "
      "class=\"dim\">",
      html_text(sheet.title), kSheetStyle);
  for (const auto& [name, value] : sheet.facts) html += fmt::format("{}: {}<br>", html_text(name), html_text(value));
  html += "</p>\n";
  for (std::size_t z = 0; z < values_of(sheet, 2); ++z) {
    if (sheet.axes.size() > 2) html += fmt::format("<h2>{}</h2>\n", row_name(sheet, 2, z));
    html += table_of(sheet, z);
  }
  if (!sheet.graph.empty())
    html += fmt::format("<details><summary>Settings</summary><pre>{}</pre></details>\n", html_text(sheet.graph));
  return html + "</body>\n</html>\n";
}

std::string csv_of(const ShownSheet& sheet) {
  std::set<std::string> scores;
  for (const ShownCell& cell : sheet.cells) {
    for (const auto& [name, value] : cell.scores) scores.insert(name);
  }
  std::string text = "picture";
  for (const ShownAxis& axis : sheet.axes) text += "," + csv_field(axis.name);
  text += ",file";
  for (const std::string& name : scores) text += "," + name;
  text += "\r\n";
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const ShownCell& cell = sheet.cells[i];
    for (const std::string& file : cell.files) {
      text += std::to_string(i + 1);
      for (std::size_t axis = 0; axis < sheet.axes.size(); ++axis)
        text += "," + csv_field(sheet.axes[axis].values[cell.place[axis]]);
      text += "," + csv_field(file);
      for (const std::string& name : scores) {
        const auto found = cell.scores.find(name);
        text += "," + (found == cell.scores.end() ? std::string() : fmt::format("{:.6f}", found->second));
      }
      text += "\r\n";
    }
  }
  return text;
}

}  // namespace heddle::sheets
