// MessageWriter: queue of outgoing messages and the thread that writes them. Coalesces unsent previews and progress to
// the newest. Used by everything in this room that sends. Thread rule: every call from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "base/json.h"
#include "image/image.h"
#include "protocol/events.h"

namespace heddle::engine_host {

class MessageWriter final {
 public:
  explicit MessageWriter(int handle);
  ~MessageWriter();

  // Sent in order, never dropped: an answer, or an event with the picture that follows it as a binary frame.
  void send(Json answer) { put({{}, std::move(answer), {}}); }
  template <protocol::Described Event>
  requires(!protocol::HasImage<Event>) void send(const Event& event) { put({{}, protocol::event(event), {}}); }
  template <protocol::HasImage Event>
  void send(const Event& event, image::Image image) {
    put({{}, protocol::event(event), std::move(image)});
  }
  // Takes the place of an unsent message of the same key.
  template <protocol::Described Event>
  requires(!protocol::HasImage<Event>) void send_latest(const std::string& key, const Event& event) {
    put({key, protocol::event(event), {}});
  }
  template <protocol::HasImage Event>
  void send_latest(const std::string& key, const Event& event, image::Image image) {
    put({key, protocol::event(event), std::move(image)});
  }

  // Blocks while more than 64 MB are unread by the other side; for producers of images.
  void wait_for_room();
  // The other side no longer reads.
  [[nodiscard]] bool is_closed() const { return closed_.load(); }

  // Sends what is there, for at most `patience`, and ends the thread. What is sent later is dropped.
  void finish(std::chrono::milliseconds patience);

 private:
  struct OutgoingMessage {
    std::string key;  // empty: not replaceable
    Json message;
    image::Image image;
  };
  void put(OutgoingMessage message);
  void write_messages();
  bool write(const OutgoingMessage& message);

  const int handle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<OutgoingMessage> messages_;
  std::size_t image_bytes_ = 0;
  bool finishing_ = false;
  bool idle_ = true;
  std::atomic<bool> closed_{false};
  std::thread thread_;
};

}  // namespace heddle::engine_host
