#include "protocol/events.h"

#include <utility>

#include "protocol/member_io.h"

namespace heddle::protocol {

template struct MessageIo<RunStarted>;
template struct MessageIo<NodeStarted>;
template struct MessageIo<NodeProgress>;
template struct MessageIo<Preview>;
template struct MessageIo<NodeSteps>;
template struct MessageIo<RunPaused>;
template struct MessageIo<RunContinued>;
template struct MessageIo<StepImage>;
template struct MessageIo<UsedUpstream>;
template struct MessageIo<NodeFinished>;
template struct MessageIo<RunImage>;
template struct MessageIo<FileSaved>;
template struct MessageIo<Notice>;
template struct MessageIo<RunFinished>;
template struct MessageIo<RunFailed>;
template struct MessageIo<RunCancelled>;

namespace {

using EventReading = Result<std::optional<Event>>;

template <class Message>
EventReading read_as(const Json& params) {
  auto message = from_json<Message>(params);
  if (!message) return forward(message);
  return std::optional<Event>(std::move(*message));
}

template <std::size_t... I>
EventReading read_named(std::string_view name, const Json& params, std::index_sequence<I...>) {
  EventReading reading = std::optional<Event>();
  (void)((std::variant_alternative_t<I, Event>::kName == name &&
          (reading = read_as<std::variant_alternative_t<I, Event>>(params), true)) ||
         ...);
  return reading;
}

}  // namespace

Result<std::optional<Event>> read_event(std::string_view name, const Json& params) {
  return read_named(name, params, std::make_index_sequence<std::variant_size_v<Event>>());
}

}  // namespace heddle::protocol
