#include "protocol/image_frame.h"

#include "protocol/events.h"

#include "support/test.h"

namespace heddle::protocol {
namespace {

TEST_CASE("pictures of every kind come back to the bit") {
  for (const int channels : {1, 3, 4}) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(5 * 3 * channels));
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(i * 37);
    const image::Image sent(5, 3, channels, pixels);
    Json message = event(Preview{{1}, {2}});
    announce_image(message, sent);
    const auto got = announced_image(message["params"], std::string(pixels.begin(), pixels.end()));
    REQUIRE(got);
    CHECK(got->width() == 5);
    CHECK(got->channels() == channels);
    CHECK(std::equal(got->pixels().begin(), got->pixels().end(), pixels.begin(), pixels.end()));
  }
}

TEST_CASE("announcements that do not fit their bytes are refused") {
  const auto frame_image = [](const Json& frame, std::size_t bytes) {
    return announced_image({{"frame", frame}}, std::string(bytes, 'x'));
  };
  const Json good = {{"bytes", 12}, {"width", 2}, {"height", 2}, {"format", "rgb8"}};
  CHECK(frame_image(good, 12));
  CHECK_FALSE(frame_image(good, 11));
  CHECK_FALSE(announced_image(Json::object(), "x"));
  for (const Json& change : {Json{{"width", 0}}, Json{{"width", 4294967296u}}, Json{{"height", -2}},
                             Json{{"format", "rgb"}}, Json{{"format", 3}}, Json{{"width", "2"}}}) {
    Json bad = good;
    bad.update(change);
    CHECK_FALSE(frame_image(bad, 12));
  }
}

}  // namespace
}  // namespace heddle::protocol
