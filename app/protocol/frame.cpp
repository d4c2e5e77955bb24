#include "protocol/frame.h"

#include <algorithm>
#include <charconv>

#include "base/printable.h"

namespace heddle::protocol {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kBinaryType = "application/octet-stream";
constexpr std::size_t kCompactFrom = std::size_t{1} << 20;  // consumed bytes before the buffer is compacted

struct Head {
  std::optional<std::size_t> length;
  bool binary = false;
};

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return made;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Head parse_head(std::string_view text) {
  Head head;
  while (!text.empty()) {
    const auto end = std::min(text.find("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = lower(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-length") head.length = number(value);
    if (name == "content-type") head.binary = lower(value).starts_with(kBinaryType);
  }
  return head;
}

}  // namespace

void FrameReader::push(std::string_view bytes) {
  if (!failure_.empty()) return;
  if (start_ == buffer_.size() || start_ >= kCompactFrom) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  buffer_.append(bytes);
}

void FrameReader::drop(std::size_t count) { start_ += count; }

Result<std::optional<Frame>> FrameReader::read_head() {
  const std::string_view held = std::string_view(buffer_).substr(start_);
  const auto end = held.substr(0, kHeaderBytesMax).find(kHeadEnd);
  if (end == std::string_view::npos) {
    if (held.size() < kHeaderBytesMax) return std::optional<Frame>();
    failure_ = fmt::format("[protocol] no frame begins here, but '{}'", printable(held.substr(0, 60)));
    return fail(ErrorKind::invalid_input, "{}", failure_);
  }
  const Head head = parse_head(held.substr(0, end));
  if (!head.length) {
    const std::string said = printable(held.substr(0, end), 60);
    drop(end + kHeadEnd.size());
    return std::optional(Frame{FrameKind::malformed, fmt::format("[protocol] a frame without a length: '{}'", said)});
  }
  const std::size_t most = head.binary ? kBinaryBytesMax : kJsonBytesMax;
  if (*head.length > most) {
    failure_ =
        fmt::format("[protocol] a frame of {}; at most {} are taken", readable_size(*head.length), readable_size(most));
    return fail(ErrorKind::invalid_input, "{}", failure_);
  }
  drop(end + kHeadEnd.size());
  body_bytes_ = *head.length;
  kind_ = head.binary ? FrameKind::binary : FrameKind::json;
  return std::optional<Frame>();
}

Result<std::optional<Frame>> FrameReader::next() {
  if (!failure_.empty()) return fail(ErrorKind::invalid_input, "{}", failure_);
  if (!body_bytes_) {
    auto head = read_head();
    if (!head || *head || !body_bytes_) return head;
  }
  if (buffer_.size() - start_ < *body_bytes_) return std::optional<Frame>();
  Frame frame{kind_, buffer_.substr(start_, *body_bytes_)};
  drop(*body_bytes_);
  body_bytes_.reset();
  return std::optional(std::move(frame));
}

std::string frame_head(FrameKind kind, std::size_t bytes) {
  if (kind == FrameKind::binary) {
    return fmt::format("Content-Length: {}\r\nContent-Type: {}\r\n\r\n", bytes, kBinaryType);
  }
  return fmt::format("Content-Length: {}\r\n\r\n", bytes);
}

std::string json_frame(std::string_view json) { return frame_head(FrameKind::json, json.size()).append(json); }

}  // namespace heddle::protocol
