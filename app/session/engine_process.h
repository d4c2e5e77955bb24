// EngineProcess: the engine's process and its pipes. Starting, framing, parsing and decoding happen in its own thread.
// Used by EngineClient alone. Thread rule: called from the window's thread; events go to the EventQueue.
#pragma once

#include <QtCore/QThread>
#include <functional>
#include <memory>
#include <string>

#include "session/engine_command.h"

namespace heddle::session {

class EngineProcessWorker;
class EventQueue;

class EngineProcess final {
 public:
  explicit EngineProcess(std::shared_ptr<EventQueue> events);
  ~EngineProcess();  // ends the process, as finish does

  // Starts a process and sends the first call. Its events carry `generation`.
  void begin(const EngineCommand& command, std::uint64_t generation);
  // `compose` is called in the process's thread and gives whole frames.
  void send(std::function<std::string()> compose);
  void kill();
  // Sends shutdown, closes the pipe, waits two seconds, kills. Blocks until the process is gone; sends no event.
  void finish();

 private:
  QThread thread_;
  EngineProcessWorker* worker_;  // lives in the thread and is deleted with it
};

}  // namespace heddle::session
