// EngineEvent: one event from the process's thread to the window's: a message of the engine, or the fate of the
// process. Used by EngineProcess, EventQueue and EngineClient. Plain values.
#pragma once

#include <QtCore/QString>
#include <QtGui/QImage>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "image/image.h"
#include "protocol/calls.h"
#include "protocol/events.h"
#include "protocol/message_reader.h"

namespace heddle::session {

struct ProcessStarted {
  qint64 processId = 0;
};
struct ProcessDied {
  QString reason;
  bool isHopeless = false;  // the program cannot be started at all
};
struct LogLine {
  QString text;
};
struct Answer {
  std::uint64_t id = 0;
  Result<Json> result;
};
struct Faulty {
  QString what;  // the engine sent something that is no message
};
// The engine has another version of the protocol.
struct OtherVersion {
  protocol::EngineVersion engine;
};
struct EngineMessage {
  protocol::Event event;
  QImage image;  // of an event that has one
};

struct EngineEvent {
  using What = std::variant<ProcessStarted, ProcessDied, LogLine, Answer, Faulty, OtherVersion, protocol::EngineInfo,
                            EngineMessage>;
  std::uint64_t generation = 0;  // of the process
  What what;
};

inline constexpr std::uint64_t kInitializeCall = 0;  // the process's own; the client's calls have numbers from 1

// The event of a message; nothing for one that this version does not know.
std::optional<EngineEvent::What> readMessage(protocol::Message message);

// Deep copies; 1, 3 and 4 channels.
QImage toQImage(const image::Image& image);
image::Image fromQImage(const QImage& image);  // as RGB, or RGBA where it has transparency

}  // namespace heddle::session
