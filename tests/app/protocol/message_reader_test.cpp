#include "protocol/message_reader.h"

#include "protocol/message.h"

#include "support/test.h"

namespace heddle::protocol {
namespace {

Message next(MessageReader& reader) {
  auto message = reader.next();
  REQUIRE(message);
  REQUIRE(*message);
  return std::move(**message);
}

std::string framed(const Json& json) {
  std::string text;
  append_message(text, json);
  return text;
}

TEST_CASE("a message waits for the bytes that it announces") {
  MessageReader reader;
  reader.push(framed(event("preview", {{"frame", {{"bytes", 4}}}})));
  const auto nothing = reader.next();
  REQUIRE(nothing);
  CHECK_FALSE(*nothing);
  CHECK_FALSE(reader.at_rest());
  reader.push(frame_head(FrameKind::binary, 4) + "abcd");
  CHECK(next(reader).bytes == "abcd");
  CHECK(reader.at_rest());
}

TEST_CASE("what is no message is said, and the next one is read") {
  const std::string announced = framed(event("preview", {{"frame", {{"bytes", 4}}}}));
  const std::string binary = frame_head(FrameKind::binary, 3) + "abc";
  for (const std::string& broken :
       {json_frame("{"), json_frame("[1]"), json_frame("{\"a\":1,\"a\":2}"), json_frame(""), json_frame("\"\xff\""),
        binary, announced + binary, std::string("a: b\r\n\r\n"), announced + framed(event("other", Json::object()))}) {
    MessageReader reader;
    reader.push(broken + framed(event("shutdown", Json::object())));
    CHECK(next(reader).fault != "");
    CHECK(next(reader).json["method"] == "shutdown");
  }
}

TEST_CASE("seeds keep all their bits on the way") {
  MessageReader reader;
  reader.push(framed(request(1, "run.update", {{"value", "18446744073709551615"}, {"run", 18446744073709551615u}})));
  const Message message = next(reader);
  CHECK(message.json["params"]["run"].get<std::uint64_t>() == 18446744073709551615u);
  CHECK(message.json["params"]["value"] == "18446744073709551615");
}

TEST_CASE("errors come back as they were sent") {
  const Error error{ErrorKind::out_of_memory, "[run] no room", {"node 'Sampler'"}};
  const Error read = error_from_json(error_answer(7, error)["error"]["data"]);
  CHECK(read.kind == error.kind);
  CHECK(read.message == error.message);
  CHECK(read.trail == error.trail);
  CHECK(error_from_json("nonsense").kind == ErrorKind::internal);
  const Envelope answer = open_message(error_answer(7, error));
  CHECK(answer.id == 7);
  CHECK_FALSE(answer.result);
  REQUIRE(answer.error);
  CHECK(answer.error->message == error.message);
  CHECK(open_message(error_answer(nullptr, kParseError, "what?")).error->message == "what?");
}

}  // namespace
}  // namespace heddle::protocol
