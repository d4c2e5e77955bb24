#include "protocol/message_reader.h"

#include "protocol/calls.h"

namespace heddle::protocol {
namespace {

// A graph may come as one text, so a text may be as long as a message.
constexpr JsonLimits kLimits{kJsonBytesMax, 72, kJsonBytesMax, 4'000'000};

const Json* announcement(const Json& json) {
  const Json* params = find_member(json, "params");
  return params == nullptr ? nullptr : find_member(*params, "frame");
}

Message faulty(std::string what) { return Message{Json(), {}, std::move(what)}; }

}  // namespace

std::optional<Message> MessageReader::take_json(std::string_view text) {
  auto parsed = parse_json(text, "a message", kLimits);
  if (!parsed) return faulty(parsed.error().message);
  if (!parsed->is_object()) return faulty("[protocol] a message that is no object");
  if (announced_) {
    announced_.reset();
    return faulty("[protocol] a binary frame was announced, but did not follow");
  }
  Message message{std::move(*parsed), {}, {}};
  if (announcement(message.json) == nullptr) return message;
  announced_ = std::move(message);
  return std::nullopt;
}

std::optional<Message> MessageReader::take_binary(std::string bytes) {
  if (!announced_) return faulty("[protocol] a binary frame that no message announced");
  Message message = std::move(*announced_);
  announced_.reset();
  const auto expected = from_json<FileFrame>(*announcement(message.json));
  if (!expected) return faulty(expected.error().message);
  if (expected->bytes != bytes.size()) {
    return faulty(
        fmt::format("[protocol] a binary frame of {} bytes; {} were announced", bytes.size(), expected->bytes));
  }
  message.bytes = std::move(bytes);
  return message;
}

Result<std::optional<Message>> MessageReader::next() {
  while (true) {
    auto frame = frames_.next();
    if (!frame) return forward(frame);
    if (!*frame) return std::optional<Message>();
    if ((*frame)->kind == FrameKind::malformed) return std::optional(faulty(std::move((*frame)->body)));
    auto message =
        (*frame)->kind == FrameKind::json ? take_json((*frame)->body) : take_binary(std::move((*frame)->body));
    if (message) return message;
  }
}

void append_message(std::string& out, const Json& json) { out += json_frame(dump_json(json)); }

}  // namespace heddle::protocol
