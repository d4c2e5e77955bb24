#include "engine_host/outbox.h"

#include <algorithm>

#include "base/log.h"
#include "engine_host/byte_stream.h"
#include "protocol/frame.h"
#include "protocol/picture_frame.h"

namespace heddle::engine_host {
namespace {

constexpr std::size_t kPictureBytesHigh = std::size_t{64} << 20;
constexpr std::size_t kLettersMax = 100'000;  // of a window that does not read at all

}  // namespace

Outbox::Outbox(int handle) : handle_(handle), thread_([this] { write_letters(); }) {}

Outbox::~Outbox() { finish(std::chrono::milliseconds(0)); }

void Outbox::send(Json message, image::Image picture) { put({{}, std::move(message), std::move(picture)}); }

void Outbox::send_latest(const std::string& key, Json message, image::Image picture) {
  put({key, std::move(message), std::move(picture)});
}

void Outbox::put(Letter letter) {
  const std::lock_guard lock(mutex_);
  if (finishing_ || closed_) return;
  picture_bytes_ += letter.picture.pixels().size();
  const auto same = [&](const Letter& other) { return !letter.key.empty() && other.key == letter.key; };
  if (const auto old = std::find_if(letters_.begin(), letters_.end(), same); old != letters_.end()) {
    picture_bytes_ -= old->picture.pixels().size();
    *old = std::move(letter);
    return;
  }
  letters_.push_back(std::move(letter));
  if (letters_.size() > kLettersMax) {
    log_warning("[engine] the other side does not read; ending");
    closed_ = true;
  }
  changed_.notify_all();
}

void Outbox::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return picture_bytes_ <= kPictureBytesHigh || finishing_ || closed_; });
}

bool Outbox::write(const Letter& letter) {
  if (letter.picture.empty()) return write_all(handle_, protocol::json_frame(dump_json(letter.message)), closed_);
  Json message = letter.message;
  message["params"]["frame"] = protocol::picture_announcement(letter.picture);
  const auto pixels = letter.picture.pixels();
  std::string head = protocol::json_frame(dump_json(message));
  head += protocol::frame_head(protocol::FrameKind::binary, pixels.size());
  return write_all(handle_, head, closed_) &&
         write_all(handle_, {reinterpret_cast<const char*>(pixels.data()), pixels.size()}, closed_);
}

void Outbox::write_letters() {
  std::unique_lock lock(mutex_);
  while (!closed_) {
    changed_.wait(lock, [this] { return !letters_.empty() || finishing_ || closed_; });
    if (letters_.empty() || closed_) break;
    const Letter letter = std::move(letters_.front());
    letters_.pop_front();
    picture_bytes_ -= letter.picture.pixels().size();
    idle_ = false;
    lock.unlock();
    const bool written = write(letter);
    lock.lock();
    idle_ = true;
    if (!written) closed_ = true;
    changed_.notify_all();
  }
  closed_ = true;
  changed_.notify_all();
}

void Outbox::finish(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    finishing_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [this] { return closed_.load() || (letters_.empty() && idle_); });
    closed_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace heddle::engine_host
