// EngineLink: the engine's process and its pipes, in a thread of their own: starting, framing, parsing and decoding
// cost the window nothing. Used by EngineClient alone. Thread rule: the window's thread calls; events go to the
// mailbox.
#pragma once

#include <QtCore/QThread>
#include <functional>
#include <memory>
#include <string>

#include "session/engine_messages.h"

namespace heddle::session {

class LinkWorker;
class Mailbox;

class EngineLink final {
 public:
  explicit EngineLink(std::shared_ptr<Mailbox> mailbox);
  ~EngineLink();  // ends the process, as finish does

  // Starts a process and greets it. Its events carry `generation`.
  void begin(const EngineCommand& command, std::uint64_t generation);
  // `compose` is called in the link's thread and gives whole frames.
  void send(std::function<std::string()> compose);
  void kill();
  // Says shutdown, closes the pipe, waits two seconds, kills. Blocks until the process is gone; tells nothing.
  void finish();

 private:
  QThread thread_;
  LinkWorker* worker_;  // lives in the thread and goes with it
};

}  // namespace heddle::session
