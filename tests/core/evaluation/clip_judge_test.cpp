#include "evaluation/judges/clip_judge.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/matmul.h>

#include "image/read_image.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "weights/open_tensor_file.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

const std::string kGolden = std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/";

image::Image image(const std::string& name) {
  auto read = image::read_image(kGolden + name);
  REQUIRE(read.has_value());
  return *read;
}

}  // namespace

TEST_CASE("a whole CLIP sees pictures and reads texts as transformers does") {
  auto judge = ClipJudge::open(kGolden + "evaluation/clip", at::kCPU, RunControl::none());
  REQUIRE_MESSAGE(judge.has_value(), (judge ? "" : judge.error().message));
  const testing::Golden golden = testing::read_golden("evaluation/clip/expected.safetensors");
  auto file = weights::open_tensor_file(kGolden + "evaluation/clip/expected.safetensors");
  REQUIRE(file.has_value());
  const auto texts = nlohmann::json::parse((*file)->metadata().at("texts")).get<std::vector<std::string>>();
  std::vector<image::Image> images = {image("image/pictures/rgb.png"), image("image/pictures/painting.ppm"),
                                      image("pipeline/reference.png")};
  const at::Tensor seen = judge->see(images), read = judge->read(texts);
  CHECK((at::matmul(seen, seen.t()) - golden["clip_i"]).abs().max().item<double>() < 2e-6);
  CHECK((at::matmul(seen, read.t()) - golden["clip_t"]).abs().max().item<double>() < 2e-6);
}

TEST_CASE("a judge that is not there, or cannot read, is refused with a remedy") {
  const testing::TemporaryFolder folder;
  auto absent = ClipJudge::open(folder / "judge", at::kCPU, RunControl::none());
  REQUIRE(!absent.has_value());
  CHECK(absent.error().kind == ErrorKind::not_found);
  CHECK(absent.error().message.find("bobbin_judge.toml") != std::string::npos);
  auto mute = ClipJudge::open(kGolden + "pipeline/model", at::kCPU, RunControl::none());
  REQUIRE(!mute.has_value());
  CHECK(mute.error().message.find("text_projection") != std::string::npos);
}

}  // namespace heddle::evaluation
