#include "protocol/message.h"

#include <array>
#include <utility>

namespace heddle::protocol {

namespace {

// Empty where the member is missing or no text.
std::string text_at(const Json& object, std::string_view key) {
  const Json* member = find_member(object, key);
  return member != nullptr && member->is_string() ? member->get<std::string>() : std::string();
}

}  // namespace

Json request(std::uint64_t id, std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

Json event(std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

Json answer(const Json& id, Json result) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}; }

Json error_answer(const Json& id, int code, std::string_view message) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

Json error_answer(const Json& id, const Error& error) {
  Json json = error_answer(id, error.kind == ErrorKind::invalid_input ? kInvalidParams : kFailed, error.message);
  json["error"]["data"] = to_json(error);
  return json;
}

Json to_json(const Error& error) {
  return {{"kind", to_string(error.kind)}, {"message", error.message}, {"trail", error.trail}};
}

Error error_from_json(const Json& json) {
  Error error{error_kind_from(text_at(json, "kind")), text_at(json, "message"), {}};
  const Json* trail = find_member(json, "trail");
  if (trail == nullptr || !trail->is_array()) return error;
  for (const Json& line : *trail) {
    if (line.is_string()) error.trail.push_back(line.get<std::string>());
  }
  return error;
}

ErrorKind error_kind_from(std::string_view name) {
  constexpr std::array kKinds = {
      ErrorKind::invalid_graph, ErrorKind::invalid_input, ErrorKind::not_found, ErrorKind::io,
      ErrorKind::unsupported,   ErrorKind::out_of_memory, ErrorKind::cancelled, ErrorKind::internal};
  for (const ErrorKind kind : kKinds) {
    if (to_string(kind) == name) return kind;
  }
  return ErrorKind::internal;
}

Envelope open_message(Json message) {
  Envelope open;
  const auto take = [](Json& object, const char* name) -> Json {
    const auto member = object.is_object() ? object.find(name) : object.end();
    return member == object.end() ? Json() : std::move(*member);
  };
  open.method = text_at(message, "method");
  open.id = take(message, "id");
  if (find_member(message, "params") != nullptr) open.params = take(message, "params");
  if (find_member(message, "result") != nullptr) open.result = take(message, "result");
  if (find_member(message, "error") == nullptr) return open;
  Json error = take(message, "error");
  open.error_data = take(error, "data");
  open.error = open.error_data.is_object() ? error_from_json(open.error_data)
                                           : Error{ErrorKind::internal, text_at(error, "message"), {}};
  return open;
}

}  // namespace heddle::protocol
