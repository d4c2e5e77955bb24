// The page of an evaluation: the table, then each experiment's pictures, as measured and worst first.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "evaluation/report/reports.h"

namespace heddle::evaluation {

namespace {

constexpr std::size_t kMostShown = 256;  // samples in one list: a browser loads images lazily, but not without limit

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --ground: #fbfbfa; --ink: #22252a; --dim: #6a7078; --line: #d9dbdf; --met: #1d7a3c; --not: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1c1d20; --ink: #e4e5e8; --dim: #9aa0a8; --line: #3a3d43; --met: #6fcf8c; --not: #ff8a80; }
}
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; background: var(--ground); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.dim, .detail { color: var(--dim); } .detail { font-size: .85em; }
.met { color: var(--met); } .not { color: var(--not); }
summary { cursor: pointer; padding: .4rem 0; }
.sample { border-top: 1px solid var(--line); padding: .6rem 0; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .3rem; }
estimate { margin: 0; width: 9rem; } estimate img { width: 100%; height: auto; display: block; border-radius: 3px; }
figcaption { font-size: .8em; color: var(--dim); overflow-wrap: anywhere; }
)";

std::string escaped(std::string_view text) {
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

const char* class_of(const Metric& metric) {
  if (!metric.judged()) return "dim";
  return metric.met() ? "met" : "not";
}

std::string row_html(const Metric& metric) {
  const std::string value =
      metric.missing.empty() ? text_of(metric.value, metric.unit) : "not there: " + metric.missing;
  const std::string detail =
      metric.detail.empty() ? "" : fmt::format("<div class=\"detail\">{}</div>", escaped(metric.detail));
  return fmt::format(
      "<tr><td>{}{}</td><td class=\"number\">{}</td><td class=\"number dim\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td class=\"number {}\">{}</td><td class=\"number dim\">{}</td></tr>\n",
      escaped(metric.what), detail, escaped(value), escaped(interval_text(metric)),
      escaped(limit_text(metric.limits.at_least, metric)), escaped(limit_text(metric.limits.goal, metric)),
      class_of(metric), verdict_of(metric), metric.samples);
}

std::string table_html(const Report& report) {
  std::string html =
      "<table>\n<tr><th>what</th><th>measured</th><th>95 % interval</th><th>at "
      "least</th><th>goal</th><th></th><th>items</th></tr>\n";
  for (const Section& section : report.sections) {
    for (const Metric& metric : section.metrics) html += row_html(metric);
  }
  const Count count = count_of(report);
  return html + fmt::format("</table>\n<p>{} of {} rows met.</p>\n", count.met, count.asked);
}

std::string item_html(const Sample& sample) {
  std::string scores;
  for (const auto& [name, value] : sample.scores)
    scores += fmt::format("{}{} {:.3f}", scores.empty() ? "" : " · ", name, value);
  std::string html = fmt::format("<div class=\"item\">{}<div class=\"detail\">{}</div><div class=\"pictures\">",
                                 escaped(sample.title), escaped(scores));
  for (const SampleImage& shown : sample.images) {
    html += fmt::format("<figure><img loading=\"lazy\" src=\"{0}\" alt=\"{1}\"><figcaption>{1}</figcaption></figure>",
                        escaped(shown.file), escaped(shown.caption));
  }
  return html + "</div></div>\n";
}

std::string list_html(const Section& section, const std::vector<std::size_t>& order, const char* title) {
  const std::size_t shown = std::min(order.size(), kMostShown);
  const std::string count =
      shown == order.size() ? fmt::format("{}", shown) : fmt::format("{} of {}", shown, order.size());
  std::string html = fmt::format("<details><summary>{} ({})</summary>\n", title, count);
  for (std::size_t i = 0; i < shown; ++i) html += item_html(section.samples[order[i]]);
  return html + "</details>\n";
}

std::vector<std::size_t> worst_first(const Section& section, std::vector<std::size_t> order) {
  const auto merit = [&](std::size_t sample) {
    const double score = section.samples[sample].score(section.main_score);
    if (std::isnan(score)) return -std::numeric_limits<double>::infinity();
    return section.smaller_is_better ? -score : score;
  };
  std::ranges::stable_sort(order, {}, merit);
  return order;
}

// The curve as a line with its points, in a frame; both ends of both axes are labelled.
std::string curve_html(const Curve& curve) {
  if (curve.size() < 2) return {};
  constexpr double kWidth = 420, kHeight = 160, kMargin = 34;
  double low = curve.front().second, high = low;
  for (const auto& [x, y] : curve) {
    low = std::min(low, y);
    high = std::max(high, y);
  }
  const double first = curve.front().first, span = curve.back().first - first, rise = high > low ? high - low : 1;
  std::string line, points;
  for (const auto& [x, y] : curve) {
    const double px = kMargin + (x - first) / span * (kWidth - kMargin - 8),
                 py = 8 + (high - y) / rise * (kHeight - kMargin - 8);
    line += fmt::format("{:.1f},{:.1f} ", px, py);
    points +=
        fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"><title>{:g}: {:.4f}</title></circle>", px, py, x, y);
  }
  const double bottom = kHeight - kMargin;
  return fmt::format(
      "<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\"><polyline points=\"{2}\" fill=\"none\" "
      "stroke=\"currentColor\" stroke-width=\"1.5\"/><g fill=\"currentColor\">{3}<g font-size=\"11\"><text x=\"0\" "
      "y=\"12\">{4:.3f}</text>"
      "<text x=\"0\" y=\"{5:.0f}\">{6:.3f}</text><text x=\"{7:.0f}\" y=\"{8:.0f}\">{9:g}</text><text x=\"{10:.0f}\" "
      "y=\"{8:.0f}\" "
      "text-anchor=\"end\">{11:g}</text></g></g></svg>\n",
      kWidth, kHeight, line, points, high, bottom + 4, low, kMargin, bottom + 20, first, kWidth - 8,
      curve.back().first);
}

std::string section_html(const Section& section) {
  std::string html =
      fmt::format("<h2 id=\"{}\">{}</h2>\n", escaped(section.name), escaped(section.title)) + curve_html(section.curve);
  if (section.samples.empty())
    return html + "<p class=\"dim\">Not measured: " + escaped(section.metrics.front().missing) + " is not there.</p>\n";
  const bool has_images = !section.samples.front().images.empty();
  if (!has_images) return html + "<p class=\"dim\">No pictures are kept of this.</p>\n";
  std::vector<std::size_t> order(section.samples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  return html + list_html(section, order, "As measured") +
         list_html(section, worst_first(section, order),
                   fmt::format("Worst first, by {}", escaped(section.main_score)).c_str());
}

}  // namespace

std::string page_of(const Report& report) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p "
      "class=\"dim\">",
      escaped(report.recipe), kStyle);
  for (const auto& [name, value] : report.facts) html += fmt::format("{}: {}<br>", escaped(name), escaped(value));
  html += "</p>\n" + table_html(report) + "<p>";
  for (const Section& section : report.sections) {
    html += fmt::format("<a href=\"#{}\">{}</a><br>", escaped(section.name), escaped(section.title));
  }
  html += "</p>\n";
  for (const Section& section : report.sections) html += section_html(section);
  return html + "</body>\n</html>\n";
}

}  // namespace heddle::evaluation
