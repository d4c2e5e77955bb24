#include <filesystem>

#include "adapters/ip_adapter_term.h"
#include "core/image/images.h"
#include "image/fit.h"
#include "image/write_image.h"
#include "pipeline_bench.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

// A wide picture of noise, so that every place of the crop gives other pixels.
const image::Image& wide() {
  static const image::Image image = image::test::noise_image(300, 120, 3);
  return image;
}

std::filesystem::path written() {
  const auto path = std::filesystem::temp_directory_path() / "heddle-encoder-crop.ppm";
  REQUIRE(image::write_image(path, wide(), {}).has_value());
  return path;
}

struct WideBench : PipelineBench {
  WideBench() {
    build(true);
    set(image, "image", graph::FilePath{written().string()});
  }
};

// What the encoder made of the picture; the same object when it did not run again.
std::shared_ptr<const adapters::EncodedReference> reference_of(const engine::Outputs& outputs) {
  const auto& prompt = outputs.find("image_prompt")->as<pipeline::ScaledTerm>();
  return dynamic_cast<const adapters::IpAdapterTerm&>(*prompt.term).reference();
}

bool same(const image::Image& a, const image::Image& b) {
  return a.width() == b.width() && a.height() == b.height() && std::ranges::equal(a.pixels(), b.pixels());
}

TEST_CASE("the image prompt's encoder receives exactly the crop that was chosen") {
  WideBench bench;
  for (const double centre : {0.5, 0.0, 0.31, 1.0}) {
    bench.set(bench.prompt, "centre", centre);
    const engine::Outputs outputs = bench.run_prompt();
    const auto& seen = outputs.find("seen")->as<pipeline::Images>();
    REQUIRE(seen.size() == 1);
    image::FitOptions options;
    options.size = seen[0].width();
    options.centre = centre;
    CHECK(same(seen[0], image::encoder_input(wide(), image::Fit::crop, options)));
    // The same pixels by hand: the short side to the square, then the columns that the place names.
    const image::Image strip = image::resize(wide(), options.size * 300 / 120, options.size, image::Filter::bicubic);
    const int left = static_cast<int>((strip.width() - options.size) * centre);
    CHECK(seen[0].row(7)[0] == strip.row(7)[static_cast<std::size_t>(3 * left)]);
    CHECK(seen[0].row(7)[30] == strip.row(7)[static_cast<std::size_t>(3 * left) + 30]);
  }
}

TEST_CASE("the encoder looks again when the crop moves, and not when lambda does") {
  WideBench bench;
  const auto before = reference_of(bench.run_prompt());
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.9));
  CHECK(reference_of(bench.run_prompt()) == before);
  bench.set(bench.prompt, "centre", 0.2);
  CHECK(reference_of(bench.run_prompt()) != before);
  bench.set(bench.prompt, "centre", 0.5);
  CHECK(reference_of(bench.run_prompt()) == before);  // known from before
}

TEST_CASE("tiles are all seen, squash and pad are one square") {
  WideBench bench;
  for (const auto& [fit, count] : {std::pair{"tile", 3}, {"squash", 1}, {"pad", 1}}) {
    bench.set(bench.prompt, "fit", graph::Choice{fit});
    CHECK(bench.run_prompt().find("seen")->as<pipeline::Images>().size() == static_cast<std::size_t>(count));
  }
}

}  // namespace
}  // namespace heddle
