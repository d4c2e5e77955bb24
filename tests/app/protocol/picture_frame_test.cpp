#include "protocol/picture_frame.h"

#include "support/test.h"

namespace heddle::protocol {
namespace {

TEST_CASE("pictures of every kind come back to the bit") {
  for (const int channels : {1, 3, 4}) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(5 * 3 * channels));
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(i * 37);
    const image::Image sent(5, 3, channels, pixels);
    const auto got = picture_from(picture_announcement(sent), std::string(pixels.begin(), pixels.end()));
    REQUIRE(got);
    CHECK(got->width() == 5);
    CHECK(got->channels() == channels);
    CHECK(std::equal(got->pixels().begin(), got->pixels().end(), pixels.begin(), pixels.end()));
  }
}

TEST_CASE("announcements that do not fit their bytes are refused") {
  const Json good = {{"width", 2}, {"height", 2}, {"format", "rgb8"}};
  CHECK(picture_from(good, std::string(12, 'x')));
  CHECK_FALSE(picture_from(good, std::string(11, 'x')));
  for (const Json& change : {Json{{"width", 0}}, Json{{"width", 4294967296u}}, Json{{"height", -2}},
                             Json{{"format", "rgb"}}, Json{{"format", 3}}, Json{{"width", "2"}}}) {
    Json bad = good;
    bad.update(change);
    CHECK_FALSE(picture_from(bad, std::string(12, 'x')));
  }
}

}  // namespace
}  // namespace heddle::protocol
