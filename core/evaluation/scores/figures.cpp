#include "evaluation/scores/figures.h"

#include <limits>
#include <numeric>

#include "evaluation/scores/clip_scores.h"

namespace heddle::evaluation {

Figure figure_of(Items items, const Statistic& statistic) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (items.empty()) return {kNone, {kNone, kNone}};
  std::vector<std::size_t> all(items.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return {statistic(all), bootstrap(items.size(), statistic)};
}

std::vector<double> scores_of(Items items, const std::string& score) {
  std::vector<double> values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(item.score(score));
  return values;
}

double mean_over(const std::vector<double>& values, std::span<const std::size_t> items) {
  double sum = 0;
  for (const std::size_t item : items) sum += values[item];
  return sum / static_cast<double>(items.size());
}

Figure mean_of(Items items, const std::string& score) {
  const std::vector<double> values = scores_of(items, score);
  return figure_of(items, [&](std::span<const std::size_t> chosen) { return mean_over(values, chosen); });
}

Figure median_of(Items items, const std::string& score) {
  const std::vector<double> values = scores_of(items, score);
  return figure_of(items, [&](std::span<const std::size_t> chosen) {
    std::vector<double> some;
    for (const std::size_t item : chosen) some.push_back(values[item]);
    return quantile(std::move(some), 0.5);
  });
}

Figure ratio_of_means(Items items, const std::string& above, const std::string& below) {
  const std::vector<double> a = scores_of(items, above), b = scores_of(items, below);
  return figure_of(items, [&](std::span<const std::size_t> chosen) { return mean_over(a, chosen) / mean_over(b, chosen); });
}

Figure mean_share_of_way(Items items, const std::string& cosine, const std::string& random) {
  const std::vector<double> a = scores_of(items, cosine), b = scores_of(items, random);
  return figure_of(items, [&](std::span<const std::size_t> chosen) { return share_of_way(mean_over(a, chosen), mean_over(b, chosen)); });
}

Figure difference_of_means(Items items, const std::string& a, const std::string& b) {
  const std::vector<double> x = scores_of(items, a), y = scores_of(items, b);
  return figure_of(items, [&](std::span<const std::size_t> chosen) { return mean_over(x, chosen) - mean_over(y, chosen); });
}

Figure times(Figure figure, double factor) {
  return {figure.value * factor, {figure.interval.low * factor, figure.interval.high * factor}};
}

Row with_figure(Row row, const Figure& figure, Items items) {
  row.value = figure.value;
  row.interval = figure.interval;
  row.items = items.size();
  return row;
}

}  // namespace heddle::evaluation
