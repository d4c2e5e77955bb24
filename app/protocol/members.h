// Members: a message's struct lists the members of its JSON once, for writing and for reading.
//   struct RunCancel {
//     static constexpr std::string_view kName = "run.cancel";
//     RunId run;
//     static constexpr auto members() { return std::tuple{member("run", &RunCancel::run)}; }
//   };
// to_json writes all members, but leaves out optional ones at their default. from_json refuses a member that is
// missing, of another kind or out of range, by its name, and passes over members that it does not know. Used by
// calls.h, events.h, library.h and both ends of the protocol. Thread rule: plain values, pure functions.
#pragma once

#include <string_view>
#include <tuple>

#include "base/json.h"
#include "base/strong_id.h"
#include "protocol/message.h"

namespace heddle::protocol {

struct RunTag;
using RunId = StrongId<RunTag>;  // one run of one engine process; 0 is no run

// Of a number. The default is what a double holds exactly, from 0.
struct Range {
  double least = 0;
  double most = 9007199254740991.0;
};
inline constexpr Range kShare{0, 1};
inline constexpr Range kFromOne{1, Range{}.most};

template <class Owner, class Value>
struct Member {
  std::string_view name;
  Value Owner::*place;
  Range range;
  bool is_optional;
};

template <class Owner, class Value>
constexpr Member<Owner, Value> member(std::string_view name, Value Owner::*place, Range range = {}) {
  return {name, place, range, false};
}
template <class Owner, class Value>
constexpr Member<Owner, Value> optional_member(std::string_view name, Value Owner::*place, Range range = {}) {
  return {name, place, range, true};
}

template <class Message>
concept Described = requires {
  Message::kName;
  Message::members();
};

// The answer of calls that have nothing to say: {}.
struct Done {
  static constexpr std::string_view kName = "the answer";
  static constexpr auto members() { return std::tuple{}; }
};

// Defined in member_io.h, instantiated beside each message.
template <class Message>
struct MessageIo {
  static Json write(const Message& message);
  static Result<Message> read(const Json& json);
};

template <Described Message>
Json to_json(const Message& message) {
  return MessageIo<Message>::write(message);
}

// Fails with invalid_input: "[protocol] node.progress: 'fraction' must be a number from 0 to 1".
template <class Message>
Result<Message> from_json(const Json& json) {
  return MessageIo<Message>::read(json);
}

template <Described Call>
Json request(std::uint64_t id, const Call& call) {
  return request(id, Call::kName, to_json(call));
}
template <Described Message>
Json event(const Message& message) {
  return event(Message::kName, to_json(message));
}
template <Described Message>
Json answer(const Json& id, const Message& message) {
  return answer(id, to_json(message));
}

}  // namespace heddle::protocol
