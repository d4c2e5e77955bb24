// Messages of JSON-RPC 2.0: requests, answers, events (notifications), errors. Used by both ends of the protocol.
// Thread rule: plain values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"

namespace heddle::protocol {

// Raised when a message changes its meaning; engine and window must have the same number.
inline constexpr int kVersion = 1;

// JSON-RPC's own numbers, and one for Heddle's Error (its kind is in the data).
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kFailed = -32000;

Json request(std::uint64_t id, std::string_view method, Json params);
Json event(std::string_view method, Json params);
Json answer(const Json& id, Json result);
Json error_answer(const Json& id, int code, std::string_view message);
Json error_answer(const Json& id, const Error& error);

// {"kind", "message", "trail"}
Json to_json(const Error& error);
// Fields that are missing or of another kind become empty; an unknown kind becomes internal.
Error error_from_json(const Json& json);
ErrorKind error_kind_from(std::string_view name);

// A message taken apart. A call has a method and an id, an event a method alone, an answer an id and a result or an
// error. What is missing or of another kind is empty.
struct Envelope {
  Json id;
  std::string method;
  Json params = Json::object();
  std::optional<Json> result;
  std::optional<Error> error;
  Json error_data;
};
Envelope open_message(Json message);

}  // namespace heddle::protocol
