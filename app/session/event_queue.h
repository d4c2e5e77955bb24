// EventQueue: passes engine events from the process's thread to the window's. Coalesces a node's waiting previews and
// progress to the newest, so that a busy window does not fall behind. Used by EngineProcess and EngineClient. Any
// thread.
#pragma once

#include <QtCore/QObject>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "session/engine_event.h"

namespace heddle::session {

class EventQueue final {
 public:
  // `wake` is called, in the putting thread, when the queue was empty; it must only post.
  explicit EventQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  void put(EngineEvent event);
  std::optional<EngineEvent> take();

 private:
  bool replaceOlder(EngineEvent& event);

  std::mutex mutex_;
  std::deque<EngineEvent> events_;
  std::function<void()> wake_;
};

}  // namespace heddle::session
