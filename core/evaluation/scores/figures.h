// Figures from items: means, ratios, shares of the way, each with its bootstrap interval over the items.
// Used by the experiments' conclusions. Pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/item.h"
#include "evaluation/report/row.h"
#include "evaluation/scores/bootstrap.h"

namespace heddle::evaluation {

using Items = std::span<const Item>;

struct Figure {
  double value;  // NaN without items
  Interval interval;
};

// The statistic of all items, and its interval. Requires of `statistic`: a number for any selection that is not empty.
Figure figure_of(Items items, const Statistic& statistic);

// A column of the items' scores.
std::vector<double> scores_of(Items items, const std::string& score);
double mean_over(const std::vector<double>& values, std::span<const std::size_t> items);

Figure mean_of(Items items, const std::string& score);
Figure median_of(Items items, const std::string& score);
// Mean of one score over the mean of another.
Figure ratio_of_means(Items items, const std::string& above, const std::string& below);
// share_of_way of the mean cosine, from the mean cosine of random pairs.
Figure mean_share_of_way(Items items, const std::string& cosine, const std::string& random);
// Mean of `a` less mean of `b`.
Figure difference_of_means(Items items, const std::string& a, const std::string& b);

// As a share (0 to 1) becomes per cent.
Figure times(Figure figure, double factor);
// The row with the figure in it.
Row with_figure(Row row, const Figure& figure, Items items);

}  // namespace heddle::evaluation
