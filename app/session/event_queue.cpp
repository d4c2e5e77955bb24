#include "session/event_queue.h"

namespace heddle::session {
namespace {

template <class Message>
const Message* find(const EngineEvent& event) {
  const auto* message = std::get_if<EngineMessage>(&event.what);
  return message == nullptr ? nullptr : std::get_if<Message>(&message->event);
}

template <class Message>
bool isNewer(const EngineEvent& event, const EngineEvent& older) {
  const auto* a = find<Message>(event);
  const auto* b = find<Message>(older);
  return a != nullptr && b != nullptr && event.generation == older.generation && a->run == b->run && a->node == b->node;
}

}  // namespace

bool EventQueue::replaceOlder(EngineEvent& event) {
  for (auto older = events_.rbegin(); older != events_.rend(); ++older) {
    if (!isNewer<protocol::Preview>(event, *older) && !isNewer<protocol::NodeProgress>(event, *older)) continue;
    *older = std::move(event);
    return true;
  }
  return false;
}

void EventQueue::put(EngineEvent event) {
  bool wasEmpty = false;
  {
    const std::lock_guard lock(mutex_);
    const bool passes = find<protocol::Preview>(event) != nullptr || find<protocol::NodeProgress>(event) != nullptr;
    if (passes && replaceOlder(event)) return;
    wasEmpty = events_.empty();
    events_.push_back(std::move(event));
  }
  if (wasEmpty) wake_();
}

std::optional<EngineEvent> EventQueue::take() {
  const std::lock_guard lock(mutex_);
  if (events_.empty()) return std::nullopt;
  EngineEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

}  // namespace heddle::session
