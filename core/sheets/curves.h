// Curves: what is plotted: named series of points with the spread of each, from tables: a parameter's sweep over other
// values, one score against another, a run's losses. Used by `heddle plot` and the Plots workspace. Plain values, pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheets/table.h"

namespace heddle::sheets {

struct CurvePoint {
  double x = 0, y = 0;
  double spread = 0;    // a standard deviation to both sides; 0: of one value
  int count = 1;        // of the values whose mean y is
  std::string file{};   // the picture, where a point is one
  std::string label{};  // of the point: "scale=0.5, seed=3"; of a bar: what it stands for
  bool operator==(const CurvePoint&) const = default;
};

struct Curve {
  std::string name;
  std::vector<CurvePoint> points;
};

enum class CurveKind {
  lines,
  points,  // without lines between them
  bars,    // one a point, named by its label
};

struct Curves {
  std::string x, y;  // names of the axes
  std::vector<Curve> curves;
  CurveKind kind = CurveKind::lines;
};

// Column `y` over column `x`: the mean of the rows with one x, and their standard deviation (of the sample). A curve
// for each value of `by`; empty: one curve. Rows without a number there are left out. Failure: no such column, or no
// numbers in it.
Result<Curves> sweep_of(const Table& table, const std::string& x, const std::string& y, const std::string& by,
                        std::string_view name);

// Row by row `y` against `x`, each with its file and what its other columns say. A curve for each value of `by`.
Result<Curves> scatter_of(const Table& table, const std::string& x, const std::string& y, const std::string& by,
                          std::string_view name);

// The numeric columns `wanted` over the column `x` (empty: all but `x`), each smoothed over `window` rows to both
// sides; 0: as they are.
Result<Curves> columns_of(const Table& table, const std::string& x, const std::vector<std::string>& wanted, int window,
                          std::string_view name);

// Columns curve, x, y, spread, count; where a point has them also label and file.
[[nodiscard]] std::string csv_of(const Curves& curves);

// What the lines of JSON say that `heddle render --json` and its like print: how long each node took, in the order of
// the run, as bars, and where they say it how much memory the program held after it (GiB). A node that came from the
// cache took none. Failure: no node finished in them.
Result<Curves> times_of(std::string_view events, std::string_view name);

// What a sheet's table is usually asked: its first numeric axis as x, "clip_i", else the first score, as y; the rest of
// the axes but "seed" as `by`, where one has at most 12 values.
struct UsualSweep {
  std::string x, y, by;
};
[[nodiscard]] UsualSweep usual_sweep(const Table& table);

}  // namespace heddle::sheets
