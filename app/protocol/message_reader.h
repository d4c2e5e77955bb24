// MessageReader: turns bytes into whole messages: the JSON, and the bytes of the binary frame that it announces.
//   {"method": "preview", "params": {…, "frame": {"bytes": 196608, …}}}   is followed by a binary frame of that length
// Used by the engine's reader and by the window's. Thread rule: one reader belongs to one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "protocol/frame.h"

namespace heddle::protocol {

struct Message {
  Json json;
  std::string bytes;  // empty when no frame was announced
  std::string fault;  // not empty: no message, but what was wrong with it; the stream continues
};

class MessageReader final {
 public:
  void push(std::string_view bytes) { frames_.push(bytes); }

  // Nothing when more bytes are needed. Fails, and keeps failing, when the stream is broken.
  Result<std::optional<Message>> next();

  [[nodiscard]] bool at_rest() const { return frames_.at_rest() && !announced_; }

 private:
  std::optional<Message> take_json(std::string_view text);
  std::optional<Message> take_binary(std::string bytes);

  FrameReader frames_;
  std::optional<Message> announced_;  // waits for its bytes
};

// Appends the bytes of one message.
void append_message(std::string& out, const Json& json);

}  // namespace heddle::protocol
