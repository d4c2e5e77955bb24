#include "protocol/message.h"

#include <array>

namespace heddle::protocol {

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

std::string text_at(const Json& object, std::string_view key, std::string_view fallback) {
  const Json* member = find_member(object, key);
  return member != nullptr && member->is_string() ? member->get<std::string>() : std::string(fallback);
}

std::vector<std::filesystem::path> paths_at(const Json& object, std::string_view key) {
  std::vector<std::filesystem::path> paths;
  const Json* member = find_member(object, key);
  if (member == nullptr || !member->is_array()) return paths;
  for (const Json& one : *member) {
    if (one.is_string()) paths.emplace_back(one.get<std::string>());
  }
  return paths;
}

double number_at(const Json& object, std::string_view key, double fallback) {
  const Json* member = find_member(object, key);
  return member != nullptr && member->is_number() ? member->get<double>() : fallback;
}

std::uint64_t count_at(const Json& object, std::string_view key, std::uint64_t fallback) {
  const Json* member = find_member(object, key);
  if (member == nullptr || !member->is_number_integer()) return fallback;
  const bool negative = !member->is_number_unsigned() && member->get<std::int64_t>() < 0;
  return negative ? fallback : member->get<std::uint64_t>();
}

bool flag_at(const Json& object, std::string_view key, bool fallback) {
  const Json* member = find_member(object, key);
  return member != nullptr && member->is_boolean() ? member->get<bool>() : fallback;
}

}  // namespace heddle::protocol
