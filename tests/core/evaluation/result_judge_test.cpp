#include "evaluation/judges/result_judge.h"

#include "image/read_image.h"
#include "support/golden.h"
#include "weights/open_tensor_file.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

const std::string kFolder = std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/";

}  // namespace

TEST_CASE("a result's CLIP-I and CLIP-T are transformers'") {
  auto clip = ClipJudge::open(kFolder + "evaluation/clip", at::kCPU, RunControl::none());
  REQUIRE_MESSAGE(clip.has_value(), (clip ? "" : clip.error().message));
  ResultJudge judge(std::move(*clip));
  const testing::Golden golden = testing::read_golden("evaluation/clip/expected.safetensors");
  auto file = weights::open_tensor_file(kFolder + "evaluation/clip/expected.safetensors");
  REQUIRE(file.has_value());
  const auto texts = nlohmann::json::parse((*file)->metadata().at("texts")).get<std::vector<std::string>>();
  const std::vector<std::string> files = {kFolder + "image/pictures/rgb.png", kFolder + "image/pictures/painting.ppm",
                                          kFolder + "pipeline/reference.png"};
  auto image = image::read_image(files[0]);
  REQUIRE(image.has_value());
  for (int again = 0; again < 2; ++again) {  // the second time from memory
    for (std::size_t text = 0; text < texts.size(); ++text) {
      auto scores = judge.score(*image, files, texts[text]);
      REQUIRE(scores.has_value());
      REQUIRE(scores->clip_i.size() == files.size());
      for (std::size_t i = 0; i < files.size(); ++i) {
        const double wanted = golden["clip_i"][0][static_cast<std::int64_t>(i)].item<double>();
        CHECK(std::abs(scores->clip_i[i] - wanted) < 1e-4);
      }
      if (texts[text].empty()) {
        CHECK(!scores->clip_t.has_value());
        continue;
      }
      REQUIRE(scores->clip_t.has_value());
      CHECK(std::abs(*scores->clip_t - golden["clip_t"][0][static_cast<std::int64_t>(text)].item<double>()) < 1e-4);
    }
  }
}

TEST_CASE("weights, tags and comments of a prompt are no words") {
  CHECK(plain_words("a (red:1.3) ball") == "a red ball");
  CHECK(plain_words("a ball <lora:ink:0.8>") == "a ball");
  CHECK(plain_words("a ball # and nothing else") == "a ball");
  CHECK(plain_words("<lora:ink:1>").empty());
}

TEST_CASE("a reference that cannot be read is named") {
  auto clip = ClipJudge::open(kFolder + "evaluation/clip", at::kCPU, RunControl::none());
  REQUIRE(clip.has_value());
  ResultJudge judge(std::move(*clip));
  auto image = image::read_image(kFolder + "pipeline/reference.png");
  REQUIRE(image.has_value());
  auto scores = judge.score(*image, {"nowhere.png"}, "");
  REQUIRE(!scores.has_value());
  CHECK(scores.error().message.find("nowhere.png") != std::string::npos);
}

}  // namespace heddle::evaluation
