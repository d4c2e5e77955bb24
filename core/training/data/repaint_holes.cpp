#include "training/data/repaint_holes.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace heddle::training {

namespace {

using at::Tensor;

constexpr double kFull = 2 * std::numbers::pi;

// Pixel numbers along one side, as a row or a column.
Tensor row_of(std::int64_t size) { return at::arange(size, at::kFloat).view({1, size}); }
Tensor column_of(std::int64_t size) { return at::arange(size, at::kFloat).view({size, 1}); }

Tensor bytes_of(const Tensor& inside) { return inside.to(at::kByte) * 255; }

double between(scenes::Dice& dice, double low, double high) {
  return dice.between(static_cast<float>(low), static_cast<float>(high));
}

Tensor box_hole(const Tensor& thing, scenes::Dice& dice) {
  const std::int64_t size = thing.size(0);
  const Tensor rows = thing.amax(1).nonzero(), columns = thing.amax(0).nonzero();
  const auto margin = [&] { return static_cast<std::int64_t>(between(dice, 0.015, 0.16) * static_cast<double>(size)); };
  const std::int64_t top = std::max<std::int64_t>(0, rows.min().item<std::int64_t>() - margin());
  const std::int64_t bottom = std::min(size, rows.max().item<std::int64_t>() + 1 + margin());
  const std::int64_t left = std::max<std::int64_t>(0, columns.min().item<std::int64_t>() - margin());
  const std::int64_t right = std::min(size, columns.max().item<std::int64_t>() + 1 + margin());
  Tensor hole = at::zeros({size, size}, at::kByte);
  hole.slice(0, top, bottom).slice(1, left, right).fill_(255);
  return hole;
}

Tensor outline_hole(const Tensor& thing, scenes::Dice& dice) {
  const auto radius = static_cast<std::int64_t>(between(dice, 0.01, 0.1) * static_cast<double>(thing.size(0)));
  const Tensor grown = at::max_pool2d(thing.gt(0).to(at::kFloat).view({1, 1, thing.size(0), thing.size(1)}),
                                      {2 * radius + 1}, {1}, {radius});
  return bytes_of(grown.view({thing.size(0), thing.size(1)}).gt(0));
}

Tensor squared_distance(const Tensor& x, const Tensor& y, double x0, double y0, double x1, double y1) {
  const double dx = x1 - x0, dy = y1 - y0;
  const double length = std::max(dx * dx + dy * dy, 1e-6);
  const Tensor along = (((x - x0) * dx + (y - y0) * dy) / length).clamp(0, 1);
  return (x - x0 - along * dx).square() + (y - y0 - along * dy).square();
}

// One to three lines that wander, as a hand with a broad brush.
Tensor strokes_hole(std::int64_t size, scenes::Dice& dice) {
  const Tensor x = row_of(size), y = column_of(size);
  const auto side = static_cast<double>(size);
  Tensor hole = at::zeros({size, size}, at::kBool);
  const int strokes = 1 + dice.below(3);
  for (int stroke = 0; stroke < strokes; ++stroke) {
    double at_x = between(dice, 0.1, 0.9) * side, at_y = between(dice, 0.1, 0.9) * side;
    double angle = between(dice, 0, kFull);
    const double radius = between(dice, 0.03, 0.12) * side;
    Tensor nearest = at::full({size, size}, 1e12, at::kFloat);
    const int pieces = 2 + dice.below(4);
    for (int piece = 0; piece < pieces; ++piece) {
      angle += between(dice, -1.2, 1.2);
      const double length = between(dice, 0.08, 0.28) * side;
      const double next_x = std::clamp(at_x + std::cos(angle) * length, 0.0, side);
      const double next_y = std::clamp(at_y + std::sin(angle) * length, 0.0, side);
      nearest = at::minimum(nearest, squared_distance(x, y, at_x, at_y, next_x, next_y));
      at_x = next_x;
      at_y = next_y;
    }
    hole = hole.logical_or(nearest.lt(radius * radius));
  }
  return bytes_of(hole);
}

// All on one side of a line through the picture's middle half.
Tensor side_hole(std::int64_t size, scenes::Dice& dice) {
  const auto side = static_cast<double>(size);
  const double angle = between(dice, 0, kFull);
  const double x0 = between(dice, 0.25, 0.75) * side, y0 = between(dice, 0.25, 0.75) * side;
  const Tensor distance = (row_of(size) - x0) * std::cos(angle) + (column_of(size) - y0) * std::sin(angle);
  return bytes_of(distance.gt(0));
}

}  // namespace

HoleKind drawn_kind(scenes::Dice& dice) {
  const float die = dice.unit();
  if (die < 0.40F) return HoleKind::box;
  if (die < 0.55F) return HoleKind::outline;
  if (die < 0.75F) return HoleKind::strokes;
  return die < 0.90F ? HoleKind::side : HoleKind::all;
}

Tensor hole_of(HoleKind kind, const Tensor& thing, scenes::Dice& dice) {
  const std::int64_t size = thing.size(0);
  const bool is_there = thing.gt(0).any().item<bool>();
  switch (kind) {
    case HoleKind::box:
      if (is_there) return box_hole(thing, dice);
      break;
    case HoleKind::outline:
      if (is_there) return outline_hole(thing, dice);
      break;
    case HoleKind::side: return side_hole(size, dice);
    case HoleKind::all: return at::full({size, size}, 255, at::kByte);
    case HoleKind::strokes: break;
  }
  return strokes_hole(size, dice);
}

}  // namespace heddle::training
