#include "evaluation/scores/clip_scores.h"
#include "evaluation/scores/image_scores.h"
#include "image/lab.h"

#include <ATen/ops/tensor.h>

#include <cmath>
#include <cstring>

#include "support/golden.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

image::Image image_in(const testing::Golden& golden, const std::string& name) {
  const at::Tensor bytes = golden[name].contiguous();
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(bytes.numel()));
  std::memcpy(pixels.data(), bytes.const_data_ptr(), pixels.size());
  const int channels = bytes.dim() == 3 ? static_cast<int>(bytes.size(2)) : 1;
  return {static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), channels, std::move(pixels)};
}

double number_in(const testing::Golden& golden, const std::string& name, std::int64_t place = 0) {
  return golden[name].flatten()[place].item<double>();
}

image::Image filled(int side, std::array<std::uint8_t, 3> colour) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < side * side; ++i) pixels.insert(pixels.end(), colour.begin(), colour.end());
  return {side, side, 3, std::move(pixels)};
}

// A square of one colour, `from` to `to` in both directions, on another.
image::Image square_on(int side, int from, int to, std::array<std::uint8_t, 3> thing,
                       std::array<std::uint8_t, 3> ground) {
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool inside = x >= from && x < to && y >= from && y < to;
      const auto& colour = inside ? thing : ground;
      pixels.insert(pixels.end(), colour.begin(), colour.end());
    }
  }
  return {side, side, 3, std::move(pixels)};
}

image::Image square_mask(int side, int from, int to) {
  const image::Image rgb = square_on(side, from, to, {255, 255, 255}, {0, 0, 0});
  std::vector<std::uint8_t> grey;
  for (std::size_t i = 0; i < rgb.pixels().size(); i += 3) grey.push_back(rgb.pixels()[i]);
  return {side, side, 1, std::move(grey)};
}

}  // namespace

TEST_CASE("PSNR, colours, overlap and edges are what numpy's formulas give") {
  const testing::Golden golden = testing::read_golden("evaluation/scores.safetensors");
  const image::Image a = image_in(golden, "a"), b = image_in(golden, "b"), mask = image_in(golden, "mask");
  CHECK(psnr(a, b) == doctest::Approx(number_in(golden, "psnr")).epsilon(1e-10));
  CHECK(colour_error(a, b, mask) == doctest::Approx(number_in(golden, "colour_error")).epsilon(1e-9));
  CHECK(intersection_over_union(mask, image_in(golden, "other")) ==
        doctest::Approx(number_in(golden, "iou")).epsilon(1e-12));
  const std::vector<image::Lab> lab = lab_of(a);
  for (std::int64_t i = 0; i < 20 * 24; i += 7) {
    const image::Lab& one = lab[static_cast<std::size_t>(i)];
    CHECK(one.l == doctest::Approx(number_in(golden, "lab", 3 * i)).epsilon(1e-9));
    CHECK(one.a == doctest::Approx(number_in(golden, "lab", 3 * i + 1)).epsilon(1e-7));
    CHECK(one.b == doctest::Approx(number_in(golden, "lab", 3 * i + 2)).epsilon(1e-7));
  }
  for (const int tolerance : {1, 2}) {
    const EdgeAgreement edges = edge_agreement(image_in(golden, "edges"), image_in(golden, "wanted"), tolerance);
    const std::string name = "edges_" + std::to_string(tolerance);
    CHECK(edges.precision == doctest::Approx(number_in(golden, name, 0)).epsilon(1e-12));
    CHECK(edges.recall == doctest::Approx(number_in(golden, name, 1)).epsilon(1e-12));
    CHECK(edges.f1 == doctest::Approx(number_in(golden, name, 2)).epsilon(1e-12));
  }
}

// The published values of sRGB's primaries under D65.
TEST_CASE("red, green and blue have their known L*a*b*") {
  const image::Lab red = image::lab_of(std::array{1.0, 0.0, 0.0}), green = image::lab_of(std::array{0.0, 1.0, 0.0}),
                   white = image::lab_of(std::array{1.0, 1.0, 1.0});
  CHECK(red.l == doctest::Approx(53.24).epsilon(1e-3));
  CHECK(red.a == doctest::Approx(80.09).epsilon(1e-3));
  CHECK(red.b == doctest::Approx(67.20).epsilon(1e-3));
  CHECK(green.l == doctest::Approx(87.73).epsilon(1e-3));
  CHECK(white.l == doctest::Approx(100));
  CHECK(std::abs(white.a) < 0.01);
  CHECK(delta_e(red, red) == 0);
}

TEST_CASE("equal pictures have no error, and a mask without pixels has no colour") {
  const image::Image grey = filled(8, {90, 90, 90});
  CHECK(std::isinf(psnr(grey, grey)));
  CHECK(colour_error(grey, grey, square_mask(8, 2, 5)) == 0);
  CHECK(std::isnan(colour_error(grey, grey, square_mask(8, 0, 0))));
}

TEST_CASE("a silhouette is the thing itself, shrinks with it, and is gone where the thing is gone") {
  constexpr std::array<std::uint8_t, 3> kRed = {200, 30, 30}, kSky = {120, 170, 240};
  const image::Image drawn = square_on(48, 12, 36, kRed, kSky), mask = square_mask(48, 12, 36);
  CHECK(intersection_over_union(silhouette(drawn, drawn, mask), mask) == 1.0);
  const image::Image smaller = silhouette(square_on(48, 14, 34, kRed, kSky), drawn, mask);
  CHECK(intersection_over_union(smaller, mask) == doctest::Approx(20.0 * 20 / (24 * 24)));
  const image::Image nothing = silhouette(filled(48, kSky), drawn, mask);
  CHECK(intersection_over_union(nothing, mask) == 0.0);
}

TEST_CASE("edges without edges agree, and edges against none do not") {
  const image::Image none = square_mask(16, 0, 0), some = square_mask(16, 4, 6);
  CHECK(edge_agreement(none, none).f1 == 1);
  CHECK(edge_agreement(some, none).f1 == 0);
  CHECK(edge_agreement(none, some).f1 == 0);
  CHECK(edge_agreement(some, some, 0).f1 == 1);
}

TEST_CASE("CLIPScore is two and a half times the cosine, never below zero") {
  CHECK(clip_score(0.2352) == doctest::Approx(0.588));
  CHECK(clip_score(-0.3) == 0);
}

TEST_CASE("the share of the way is 0 at a random pair and 1 at identical pictures") {
  CHECK(share_of_way(0.4, 0.4) == 0);
  CHECK(share_of_way(1.0, 0.4) == 1);
  CHECK(share_of_way(0.7, 0.4) == doctest::Approx(0.5));
  CHECK(share_of_way(0.1, 0.4) == doctest::Approx(-0.5));
}

TEST_CASE("rows become unit rows, and cosines are taken row by row") {
  const at::Tensor rows = unit_rows(at::tensor({3.0, 4.0, 0.0, 2.0, 0.0, 0.0}, at::kDouble).view({3, 2}));
  const at::Tensor other = unit_rows(at::tensor({4.0, 3.0, 5.0, 0.0, 1.0, 1.0}, at::kDouble).view({3, 2}));
  const at::Tensor values = cosines(rows, other);
  CHECK(values[0].item<double>() == doctest::Approx(0.96));
  CHECK(values[1].item<double>() == 0);
  CHECK(values[2].item<double>() == 0);  // a row of zeros resembles nothing
}

}  // namespace heddle::evaluation
