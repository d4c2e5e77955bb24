#include "protocol/frame.h"

#include <random>

#include "support/test.h"

namespace heddle::protocol {
namespace {

std::optional<Frame> only(FrameReader& reader) {
  auto frame = reader.next();
  REQUIRE(frame);
  return *frame;
}

TEST_CASE("a frame comes out whole however its bytes arrive") {
  const std::string stream = json_frame(R"({"a":1})") + frame_head(FrameKind::binary, 3) + "abc" + json_frame("{}");
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    FrameReader reader;
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.push(std::string_view(stream).substr(at, piece));
      while (auto frame = only(reader)) frames.push_back(std::move(*frame));
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].body == R"({"a":1})");
    CHECK(frames[1].kind == FrameKind::binary);
    CHECK(frames[1].body == "abc");
    CHECK(frames[2].body == "{}");
    CHECK(reader.at_rest());
  }
}

TEST_CASE("names in the head may be written in any case, with others beside them") {
  FrameReader reader;
  reader.push("CONTENT-LENGTH:2\r\nX-Other: 7\r\ncontent-type:  Application/Octet-Stream; q=1\r\n\r\nhi");
  const auto frame = only(reader);
  REQUIRE(frame);
  CHECK(frame->kind == FrameKind::binary);
  CHECK(frame->body == "hi");
}

TEST_CASE("a head without a length is reported, and the stream continues") {
  for (const char* head : {"Hello: you\r\n\r\n", "Content-Length: many\r\n\r\n", "Content-Length: -1\r\n\r\n",
                           "Content-Length: 99999999999999999999999\r\n\r\n", "\r\n\r\n"}) {
    FrameReader reader;
    reader.push(head + json_frame("{}"));
    const auto bad = only(reader);
    REQUIRE(bad);
    CHECK(bad->kind == FrameKind::malformed);
    const auto good = only(reader);
    REQUIRE(good);
    CHECK(good->body == "{}");
  }
}

TEST_CASE("frames over the limit and endless heads end the stream with the numbers") {
  FrameReader large;
  large.push("Content-Length: 67108865\r\n\r\n");
  const auto refused = large.next();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("67 MB") != std::string::npos);
  CHECK_FALSE(large.next());  // and stays so

  FrameReader binary;
  binary.push("Content-Length: 67108865\r\nContent-Type: application/octet-stream\r\n\r\n");
  CHECK(binary.next());
  FrameReader endless;
  endless.push(std::string(kHeaderBytesMax, 'x'));
  CHECK_FALSE(endless.next());
}

TEST_CASE("random bytes never do more than fail") {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    FrameReader reader;
    for (int piece = 0; piece < 20; ++piece) {
      std::string bytes(random() % 400, '\0');
      for (char& c : bytes) c = static_cast<char>(random() % 4 == 0 ? "\r\n: "[random() % 4] : random());
      reader.push(bytes);
      auto frame = reader.next();
      if (!frame) break;
    }
  }
}

}  // namespace
}  // namespace heddle::protocol
