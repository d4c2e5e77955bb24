#include "protocol/calls.h"

#include <fmt/format.h>

#include <utility>

#include "protocol/member_io.h"

namespace heddle::protocol {

template struct MessageIo<Done>;
template struct MessageIo<EngineInfo>;
template struct MessageIo<EngineVersion>;
template struct MessageIo<Initialize>;
template struct MessageIo<MemoryUse>;
template struct MessageIo<Ping>;
template struct MessageIo<Shutdown>;
template struct MessageIo<RunAccepted>;
template struct MessageIo<GraphRun>;
template struct MessageIo<ComparePane>;
template struct MessageIo<CompareAccepted>;
template struct MessageIo<CompareRun>;
template struct MessageIo<ImageScores>;
template struct MessageIo<ImageScore>;
template struct MessageIo<NoiseLevels>;
template struct MessageIo<ScheduleLevels>;
template struct MessageIo<RunUpdate>;
template struct MessageIo<CancelAnswer>;
template struct MessageIo<RunCancel>;
template struct MessageIo<RunPause>;
template struct MessageIo<RunContinue>;
template struct MessageIo<RunLook>;
template struct MessageIo<InputHasAnswer>;
template struct MessageIo<InputHas>;
template struct MessageIo<FileFrame>;
template struct MessageIo<InputPut>;
template struct MessageIo<SettingsSet>;

Json version_refusal(const Json& id, const Initialize& call, const EngineVersion& engine) {
  const Error error{
      ErrorKind::unsupported,
      fmt::format("[engine] this engine (Heddle {}) speaks protocol {}, the window speaks {}; install the "
                  "same version of Heddle for both",
                  engine.version, engine.protocol, call.protocol),
      {}};
  Json refusal = error_answer(id, error);
  refusal["error"]["data"].update(to_json(engine));
  return refusal;
}

std::optional<EngineVersion> engine_version(const Envelope& answer) {
  auto version = from_json<EngineVersion>(answer.result ? *answer.result : answer.error_data);
  if (!version) return std::nullopt;
  return std::move(*version);
}

}  // namespace heddle::protocol
