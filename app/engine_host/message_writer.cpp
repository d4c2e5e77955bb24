#include "engine_host/message_writer.h"

#include <algorithm>

#include "base/log.h"
#include "engine_host/byte_stream.h"
#include "protocol/frame.h"
#include "protocol/image_frame.h"

namespace heddle::engine_host {
namespace {

constexpr std::size_t kImageBytesHigh = std::size_t{64} << 20;
constexpr std::size_t kLettersMax = 100'000;  // of a window that does not read at all

}  // namespace

MessageWriter::MessageWriter(int handle) : handle_(handle), thread_([this] { write_messages(); }) {}

MessageWriter::~MessageWriter() { finish(std::chrono::milliseconds(0)); }

void MessageWriter::put(OutgoingMessage message) {
  const std::lock_guard lock(mutex_);
  if (finishing_ || closed_) return;
  image_bytes_ += message.image.pixels().size();
  const auto same = [&](const OutgoingMessage& other) { return !message.key.empty() && other.key == message.key; };
  if (const auto old = std::find_if(messages_.begin(), messages_.end(), same); old != messages_.end()) {
    image_bytes_ -= old->image.pixels().size();
    *old = std::move(message);
    return;
  }
  messages_.push_back(std::move(message));
  if (messages_.size() > kLettersMax) {
    log_warning("[engine] the other side does not read; ending");
    closed_ = true;
  }
  changed_.notify_all();
}

void MessageWriter::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return image_bytes_ <= kImageBytesHigh || finishing_ || closed_; });
}

bool MessageWriter::write(const OutgoingMessage& message) {
  if (message.image.empty()) return write_all(handle_, protocol::json_frame(dump_json(message.message)), closed_);
  Json announced = message.message;
  protocol::announce_image(announced, message.image);
  const auto pixels = message.image.pixels();
  std::string head = protocol::json_frame(dump_json(announced));
  head += protocol::frame_head(protocol::FrameKind::binary, pixels.size());
  return write_all(handle_, head, closed_) &&
         write_all(handle_, {reinterpret_cast<const char*>(pixels.data()), pixels.size()}, closed_);
}

void MessageWriter::write_messages() {
  std::unique_lock lock(mutex_);
  while (!closed_) {
    changed_.wait(lock, [this] { return !messages_.empty() || finishing_ || closed_; });
    if (messages_.empty() || closed_) break;
    const OutgoingMessage message = std::move(messages_.front());
    messages_.pop_front();
    image_bytes_ -= message.image.pixels().size();
    idle_ = false;
    lock.unlock();
    const bool written = write(message);
    lock.lock();
    idle_ = true;
    if (!written) closed_ = true;
    changed_.notify_all();
  }
  closed_ = true;
  changed_.notify_all();
}

void MessageWriter::finish(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    finishing_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [this] { return closed_.load() || (messages_.empty() && idle_); });
    closed_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace heddle::engine_host
