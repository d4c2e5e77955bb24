// Pixels outside the mask are the original's, whatever is made, and the count says so.
#include "inpaint/composite.h"

#include <array>

#include "core/inpaint/images.h"
#include "image/convert.h"
#include "image/lab.h"
#include "inpaint/job.h"
#include "inpaint/seam.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::inpaint;
using namespace heddle::inpaint::test;

namespace {

JobOptions random_options(Random& random) {
  JobOptions options;
  options.invert = random() % 8 == 0;
  options.grow = below(random, 12) - 4;
  options.feather = below(random, 14);
  options.fills_holes = random() % 2 == 0;
  options.specks = random() % 3 == 0 ? 5 : 0;
  options.fill = static_cast<Fill>(random() % fill_names().size());
  options.only_masked = random() % 2 == 0;
  options.margin = below(random, 40);
  options.size = 64 + 8 * below(random, 8);
  options.grey = random() % 3 == 0;
  if (random() % 4 == 0)
    options.outpaint = {below(random, 20), below(random, 20), below(random, 20), below(random, 20)};
  return options;
}

// The original's pixel in the larger picture, by its bits.
bool is_kept(const image::Image& original, const Finished& finished, const Job& job, const Sides& sides, int x, int y) {
  if (job.alpha.row(y + sides.top)[static_cast<std::size_t>(x + sides.left)] > 0) return true;
  const image::Image& result = finished.image;
  const auto channels = static_cast<std::size_t>(result.channels());
  const auto after = result.row(y + sides.top).subspan(static_cast<std::size_t>(x + sides.left) * channels, channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const auto before = original.row(
        y)[original.channels() == 1 ? static_cast<std::size_t>(x) : static_cast<std::size_t>(x) * channels + c];
    if (before != after[c]) return false;
  }
  return true;
}

std::int64_t wrong_outside(const image::Image& original, const Finished& finished, const Job& job, const Sides& sides) {
  std::int64_t wrong = 0;
  for (int y = 0; y < original.height(); ++y) {
    for (int x = 0; x < original.width(); ++x) wrong += is_kept(original, finished, job, sides, x, y) ? 0 : 1;
  }
  return wrong;
}

void try_one(Random& random, int width, int height) {
  const std::array channels{1, 3, 4};
  const image::Image original = random_image(random, width, height, channels[random() % 3]);
  const image::Image mask = random_mask(random, width, height);
  const JobOptions options = random_options(random);
  const auto job = prepare(original, mask, options);
  if (!job) {
    REQUIRE(job.error().message.find("black everywhere") != std::string::npos);
    return;
  }
  const image::Image made = random_image(random, job->area.width, job->area.height, 3);
  const Finished finished = finish(*job, made, random() % 2 == 0);
  REQUIRE(finished.image.width() == width + options.outpaint.left + options.outpaint.right);
  REQUIRE(finished.changes.outside_changed == 0);
  REQUIRE(wrong_outside(original, finished, *job, options.outpaint) == 0);
  REQUIRE(finished.changes.outside + finished.changes.inside ==
          std::int64_t{finished.image.width()} * finished.image.height());
  REQUIRE(job->start.width() == job->mask.width());
  REQUIRE(job->surroundings.height() == job->mask.height());
}

}  // namespace

TEST_CASE("no pixel outside the mask changes: a thousand random pictures, masks and ways") {
  Random random(19);
  for (int trial = 0; trial < 1000; ++trial) {
    CAPTURE(trial);
    const bool is_large = trial % 250 == 249;
    try_one(random, is_large ? 1500 : 64 + below(random, 80), is_large ? 997 : 64 + below(random, 80));
  }
}

TEST_CASE("odd sizes: one pixel, one line, sides not whole eights") {
  Random random(5);
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 2000}, {2000, 1}, {9, 7}, {63, 65}}) {
    for (int trial = 0; trial < 10; ++trial) try_one(random, width, height);
  }
}

TEST_CASE("the count is of what changed, not of what should have") {
  const image::Image before{3, 1, 3, Bytes{1, 1, 1, 2, 2, 2, 3, 3, 3}},
      after{3, 1, 3, Bytes{1, 1, 2, 2, 2, 2, 9, 3, 3}};
  const ChangeCount count = count_changes(before, after, {3, 1, 1, Bytes{0, 0, 7}});
  CHECK(count.outside == 2);
  CHECK(count.outside_changed == 1);
  CHECK(count.inside == 1);
  CHECK(count.inside_changed == 1);
}

TEST_CASE("white takes all that was made, grey a part, alpha is covered where something was made") {
  const image::Image original{3, 1, 4, Bytes{10, 20, 30, 0, 10, 20, 30, 0, 10, 20, 30, 40}};
  const image::Image made{3, 1, 3, Bytes{110, 120, 130, 110, 120, 130, 110, 120, 130}};
  CHECK(bytes_of(composite(original, made, {3, 1, 1, Bytes{255, 51, 0}}, {0, 0, 3, 1})) ==
        Bytes{110, 120, 130, 255, 30, 40, 50, 51, 10, 20, 30, 40});
}

TEST_CASE("a mask of another size and a black one are refused in one sentence") {
  const image::Image image{8, 8, 3, Bytes(192, 0)};
  CHECK(prepare(image, {4, 4, 1, Bytes(16, 255)}, {}).error().message.find("the mask is 4 x 4") != std::string::npos);
  CHECK(prepare(image, {8, 8, 1, Bytes(64, 0)}, {}).error().message.find("black everywhere") != std::string::npos);
  JobOptions wider;
  wider.outpaint.left = 8;
  const auto job = prepare(image, {8, 8, 1, Bytes(64, 0)}, wider);
  REQUIRE(job.has_value());
  CHECK(job->canvas.width() == 16);
  CHECK(job->mask.row(0)[0] == 255);
}

TEST_CASE("L*a*b* and back is the same colour") {
  for (int r = 0; r < 256; r += 15) {
    for (int g = 0; g < 256; g += 15) {
      const std::array<double, 3> rgb{r / 255.0, g / 255.0, (r + g) % 256 / 255.0};
      const std::array<double, 3> back = image::srgb_of(image::lab_of(rgb));
      for (std::size_t c = 0; c < 3; ++c) CHECK(back[c] == doctest::Approx(rgb[c]).epsilon(1e-4));
    }
  }
}

TEST_CASE("a colour match takes away a cast, and lowers the step along the edge") {
  Random random(8);
  Bytes before, cast;
  for (int i = 0; i < 64 * 64; ++i) {
    const int tone = 90 + below(random, 60);
    for (const int shift : {0, 0, 0}) before.push_back(static_cast<std::uint8_t>(tone + shift));
    for (const int shift : {30, 0, -20}) cast.push_back(static_cast<std::uint8_t>(tone + shift));
  }
  Bytes values(64 * 64, 0);
  for (int y = 20; y < 44; ++y) {
    for (int x = 20; x < 44; ++x) values[static_cast<std::size_t>(y * 64 + x)] = 255;
  }
  const image::Image original{64, 64, 3, before}, made{64, 64, 3, cast}, mask{64, 64, 1, values};
  JobOptions options;
  options.feather = 0;
  const auto job = prepare(original, mask, options);
  REQUIRE(job.has_value());
  const Finished plain = finish(*job, made, false), matched = finish(*job, made, true);
  CHECK(plain.step_before == doctest::Approx(matched.step_before));
  CHECK(matched.step_after < 0.7 * plain.step_after);
  const image::Image close = colour_matched(made, original, mask);
  for (std::size_t i = 0; i < 300; ++i) CHECK(std::abs(close.pixels()[i] - before[i]) <= 3);
  CHECK(bytes_of(colour_matched(made, original, {64, 64, 1, Bytes(64 * 64, 9)})) == cast);
}
