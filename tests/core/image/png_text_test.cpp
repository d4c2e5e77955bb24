#include "image/png_text.h"

#include <zlib.h>

#include <algorithm>

#include "core/image/images.h"
#include "image/write_image.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes chunk(std::string_view type, std::string_view data) {
  const auto number = [](std::size_t value) {
    std::string text;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) text += static_cast<char>(value >> shift);
    return text;
  };
  const std::uint32_t sum = png_checksum(type, {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
  const std::string bytes = number(data.size()) + std::string(type) + std::string(data) + number(sum);
  return {bytes.begin(), bytes.end()};
}

Bytes file_of(const std::vector<Bytes>& chunks) {
  Bytes file(kPngSignature.begin(), kPngSignature.end());
  for (const Bytes& part : chunks) file.insert(file.end(), part.begin(), part.end());
  return file;
}

std::string deflated(const std::string& text) {
  std::string packed(compressBound(text.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
  packed.resize(size);
  return packed;
}

using namespace std::string_literals;

}  // namespace

TEST_CASE("all kinds of text that Pillow writes are read") {
  const auto texts = read_png_texts(golden("pictures/texts.png"));
  REQUIRE(texts);
  REQUIRE(texts->size() == 5);
  CHECK((*texts)[0].key == "parameters");
  CHECK((*texts)[0].text.ends_with("Seed: 18446744073709551615"));
  CHECK((*texts)[1] == PngText{"Author", "Jérôme"});
  CHECK((*texts)[2].text.size() == 5000);
  CHECK((*texts)[3] == PngText{"heddle", "{\"prompt\": \"붉은 공\"}"});
  CHECK((*texts)[4].text.size() == 2000);
}

TEST_CASE("texts that are written come back, unpacked and of the right kind") {
  const std::vector<PngText> texts = {{"heddle", "{}"}, {"parameters", "a ball\nSteps: 1"}, {"prompt", "빛 \xff!"}};
  const auto png = encode_png(noise_image(3, 3, 3), {texts, {}});
  REQUIRE(png);
  const auto back = read_png_texts(*png, "a.png");
  REQUIRE(back);
  REQUIRE(back->size() == 3);
  CHECK((*back)[0] == texts[0]);
  CHECK((*back)[1] == texts[1]);
  CHECK((*back)[2].text == "빛 \xef\xbf\xbd!");
  const std::string_view raw(reinterpret_cast<const char*>(png->data()), png->size());
  CHECK(raw.find("iTXtheddle"s + std::string(5, '\0') + "{}") != std::string_view::npos);
  CHECK(raw.find("tEXtparameters\0a ball"s) != std::string_view::npos);
  CHECK(raw.find("sRGB") < raw.find("IDAT"));
  CHECK(raw.find("parameters") < raw.find("IDAT"));
}

TEST_CASE("names that PNG does not allow are refused") {
  for (const char* key : {"", " a", "a ", "ä", "a\nb"})
    CHECK_FALSE(encode_png(noise_image(1, 1, 3), {{{key, "x"}}, {}}));
  CHECK_FALSE(encode_png(noise_image(1, 1, 3), {{{std::string(80, 'k'), "x"}}, {}}));
  CHECK(encode_png(noise_image(1, 1, 3), {{{std::string(79, 'k'), "x"}}, {}}));
}

TEST_CASE("fault 26: lying lengths, wrong checksums, bombs and endless chunks are errors") {
  const Bytes end = chunk("IEND", "");
  Bytes wrong = chunk("tEXt", "a\0b"s);
  wrong.back() ^= 1;
  Bytes lying = chunk("tEXt", "a\0b"s);
  lying[0] = 0x7f;
  const std::string bomb = deflated(std::string(40U << 20U, 'x'));
  const std::vector<std::vector<Bytes>> bad = {
      {wrong, end},
      {lying, end},
      {chunk("tEXt", "a\0b"s)},  // no end
      {chunk("tEXt", "no separator"), end},
      {chunk("tEXt", "\0text"s), end},                     // no name
      {chunk("tEXt", std::string(100, 'k') + '\0'), end},  // endless name
      {chunk("zTXt", "a\0"s), end},
      {chunk("zTXt", "a\0\1x"s), end},  // unknown method
      {chunk("zTXt", "a\0\0garbage"s), end},
      {chunk("zTXt", "a\0\0"s + bomb), end},
      {chunk("iTXt", "a\0\1\0\0\0"s + bomb), end},
      {chunk("iTXt", "a\0\0\0no language"s), end},
      {chunk("iTXt", "a\0\2\0\0\0x"s), end},
      std::vector<Bytes>(kChunksMost + 1, chunk("tEXt", "a\0b"s)),
      std::vector<Bytes>(20, chunk("zTXt", "a\0\0"s + deflated(std::string(1U << 20U, 'y')))),
  };
  for (std::size_t i = 0; i < bad.size(); ++i) {
    CAPTURE(i);
    const auto result = read_png_texts(file_of(bad[i]), "evil.png");
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == heddle::ErrorKind::invalid_input);
    CHECK(result.error().message.find("evil.png") != std::string::npos);
  }
}

TEST_CASE("a file cut anywhere gives an error, not a part of its texts") {
  const Bytes whole = bytes_of(golden("pictures/texts.png"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    REQUIRE_FALSE(read_png_texts(std::span(whole).first(size), "cut.png"));
}

TEST_CASE("UTF-8 in tEXt and zTXt, where Latin-1 belongs, is read as UTF-8, and Latin-1 as Latin-1") {
  const std::string korean = "붉은 공", latin = "caf\xE9";
  const Bytes file = file_of({chunk("tEXt", "a\0"s + korean), chunk("zTXt", "b\0\0"s + deflated(korean)),
                              chunk("tEXt", "c\0"s + latin), chunk("IEND", "")});
  const auto texts = read_png_texts(file, "a.png");
  REQUIRE(texts);
  CHECK(*texts == std::vector<PngText>{{"a", korean}, {"b", korean}, {"c", "café"}});
}
