// Frames: cuts messages out of a stream of bytes, as in the Language Server Protocol.
//   Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"…
// A frame with `Content-Type: application/octet-stream` holds bytes instead of JSON. Used by message_reader and the
// senders. Thread rule: one FrameReader belongs to one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heddle::protocol {

inline constexpr std::size_t kHeaderBytesMax = 4096;
inline constexpr std::size_t kJsonBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kBinaryBytesMax = std::size_t{256} << 20;

enum class FrameKind { json, binary, malformed };

struct Frame {
  FrameKind kind = FrameKind::json;
  std::string body;  // of a malformed frame: what is wrong with it
};

// Takes bytes in pieces of any size and returns whole frames.
class FrameReader final {
 public:
  void push(std::string_view bytes);

  // Nothing when more bytes are needed. A head without a length is a malformed frame, after which the stream
  // continues. Fails, and keeps failing, when the stream is broken: a head without end, a frame over the limits.
  Result<std::optional<Frame>> next();

  // Whether the stream could end here: no frame has begun.
  [[nodiscard]] bool at_rest() const { return start_ == buffer_.size() && !body_bytes_; }

 private:
  Result<std::optional<Frame>> read_head();
  void drop(std::size_t count);

  std::string buffer_;
  std::size_t start_ = 0;                  // of the bytes not yet returned
  std::optional<std::size_t> body_bytes_;  // set between a head and the end of its body
  FrameKind kind_ = FrameKind::json;
  std::string failure_;
};

// The head to send before a body of `bytes` bytes.
std::string frame_head(FrameKind kind, std::size_t bytes);

// Head and body in one.
std::string json_frame(std::string_view json);

}  // namespace heddle::protocol
