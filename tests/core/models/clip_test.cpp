#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle::models {
namespace {

void check_text(const std::string& file) {
  const auto golden = testing::read_selftest(file);
  const auto text = ClipText::bind(golden.weights(), ClipTextConfig::from_json(golden.config).value());
  REQUIRE_MESSAGE(text, (text ? "" : text.error().message));
  const at::Tensor embeddings = text->embed_tokens(golden["ids"]);
  const at::Tensor last = text->encode(embeddings);
  CHECK(testing::relative_error(last, golden["last"]) < 1e-5);
  CHECK(testing::relative_error(text->encode(embeddings, 1), golden["skip_1"]) < 1e-5);
  CHECK(testing::relative_error(text->project(last, golden["ids"]), golden["embeds"]) < 1e-5);
}

TEST_CASE("the text encoder with quick_gelu gives transformers' hidden states and sentence vector") {
  check_text("clip_text.safetensors");
}
TEST_CASE("the text encoder with gelu and zero padding gives transformers' hidden states and sentence vector") {
  check_text("clip_text_open.safetensors");
}

TEST_CASE("the image encoder gives transformers' embeddings and hidden states") {
  const auto golden = testing::read_selftest("clip_vision.safetensors");
  const auto vision = ClipVision::bind(golden.weights(), ClipVisionConfig::from_json(golden.config).value());
  REQUIRE_MESSAGE(vision, (vision ? "" : vision.error().message));
  const ClipVisionOutput out = vision->encode(golden["pixels"]);
  CHECK(testing::relative_error(out.image_embeds, golden["embeds"]) < 1e-5);
  CHECK(testing::relative_error(out.penultimate, golden["penultimate"]) < 1e-5);
  CHECK(testing::relative_error(out.last_hidden, golden["last"]) < 1e-5);
}

}  // namespace
}  // namespace heddle::models
