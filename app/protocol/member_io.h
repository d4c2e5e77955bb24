// How each kind of member is written and read. Used by the sources of this room, which instantiate MessageIo for their
// messages. Thread rule: pure functions.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/catalog_json.h"
#include "protocol/members.h"

namespace heddle::protocol {

// What is wrong with a value: the place within it, and what should be there. An empty place: the value itself.
struct Refusal {
  std::string place;
  std::string wanted;
};
using Reading = std::optional<Refusal>;

template <class Value>
struct ValueIo;

inline std::string in_range(std::string_view what, Range range) {
  if (range.most >= Range{}.most) return fmt::format("must be {} from {:.0f}", what, range.least);
  return fmt::format("must be {} from {:.0f} to {:.0f}", what, range.least, range.most);
}

template <>
struct ValueIo<bool> {
  static Json write(bool value) { return value; }
  static Reading read(const Json& json, bool& into, Range) {
    if (!json.is_boolean()) return Refusal{{}, "must be true or false"};
    into = json.get<bool>();
    return {};
  }
};

template <>
struct ValueIo<std::string> {
  static Json write(const std::string& value) { return value; }
  static Reading read(const Json& json, std::string& into, Range) {
    if (!json.is_string()) return Refusal{{}, "must be a text"};
    into = json.get<std::string>();
    return {};
  }
};

template <>
struct ValueIo<double> {
  static Json write(double value) { return value; }
  static Reading read(const Json& json, double& into, Range range) {
    const double value = json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= range.least && value <= range.most)) return Refusal{{}, in_range("a number", range)};
    into = value;
    return {};
  }
};

template <std::integral Integer>
struct ValueIo<Integer> {
  static Json write(Integer value) { return value; }
  static Reading read(const Json& json, Integer& into, Range range) {
    range.most = std::min(range.most, static_cast<double>(std::numeric_limits<Integer>::max()));
    // Compared as a double: whole numbers beyond 2^53 are out of every range.
    const double value = json.is_number_integer() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= range.least && value <= range.most)) return Refusal{{}, in_range("a whole number", range)};
    into = json.get<Integer>();
    return {};
  }
};

template <class Tag>
struct ValueIo<StrongId<Tag>> {
  static Json write(StrongId<Tag> id) { return id.value; }
  static Reading read(const Json& json, StrongId<Tag>& into, Range range) {
    return ValueIo<std::uint64_t>::read(json, into.value, range);
  }
};

template <>
struct ValueIo<Json> {
  static Json write(const Json& value) { return value; }
  static Reading read(const Json& json, Json& into, Range) {
    into = json;
    return {};
  }
};

// An error is read as far as it can be: a flaw in it must not hide what it says.
template <>
struct ValueIo<Error> {
  static Json write(const Error& error) { return to_json(error); }
  static Reading read(const Json& json, Error& into, Range) {
    if (!json.is_object()) return Refusal{{}, "must be an error"};
    into = error_from_json(json);
    return {};
  }
};

template <>
struct ValueIo<std::shared_ptr<const graph::NodeCatalog>> {
  using Catalog = std::shared_ptr<const graph::NodeCatalog>;
  static Json write(const Catalog& catalog) { return catalog ? graph::to_json(*catalog) : Json::array(); }
  static Reading read(const Json& json, Catalog& into, Range) {
    auto catalog = graph::catalog_from_json(json);
    if (!catalog) return Refusal{{}, "must be a list of node types: " + catalog.error().message};
    into = std::make_shared<const graph::NodeCatalog>(std::move(*catalog));
    return {};
  }
};

template <class Value>
struct ValueIo<std::optional<Value>> {
  static Json write(const std::optional<Value>& value) { return value ? ValueIo<Value>::write(*value) : Json(); }
  static Reading read(const Json& json, std::optional<Value>& into, Range range) {
    into.reset();
    return json.is_null() ? Reading() : ValueIo<Value>::read(json, into.emplace(), range);
  }
};

template <class Value>
struct ValueIo<std::vector<Value>> {
  static Json write(const std::vector<Value>& values) {
    Json json = Json::array();
    for (const Value& value : values) json.push_back(ValueIo<Value>::write(value));
    return json;
  }
  static Reading read(const Json& json, std::vector<Value>& into, Range range) {
    if (!json.is_array()) return Refusal{{}, "must be a list"};
    into.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (auto refusal = ValueIo<Value>::read(json[i], into.emplace_back(), range)) {
        refusal->place = fmt::format("[{}]", i) + (refusal->place.empty() ? "" : "." + refusal->place);
        return refusal;
      }
    }
    return {};
  }
};

template <>
struct ValueIo<std::map<std::string, Json>> {
  static Json write(const std::map<std::string, Json>& values) {
    Json json = Json::object();
    for (const auto& [name, value] : values) json[name] = value;
    return json;
  }
  static Reading read(const Json& json, std::map<std::string, Json>& into, Range) {
    if (!json.is_object()) return Refusal{{}, "must be an object"};
    into.clear();
    for (const auto& [name, value] : json.items()) into.emplace(name, value);
    return {};
  }
};

template <Described Message>
struct ValueIo<Message> {
  static Json write(const Message& message) {
    Json json = Json::object();
    std::apply([&](const auto&... members) { (write_member(json, message, members), ...); }, Message::members());
    return json;
  }
  static Reading read(const Json& json, Message& into, Range) {
    if (!json.is_object()) return Refusal{{}, "must be an object"};
    Reading refusal;
    const auto read_next = [&](const auto& member) {
      refusal = read_member(json, into, member);
      return !refusal;
    };
    std::apply([&](const auto&... members) { (void)(read_next(members) && ...); }, Message::members());
    return refusal;
  }

 private:
  template <class Value>
  static void write_member(Json& json, const Message& message, const Member<Message, Value>& member) {
    Json value = ValueIo<Value>::write(message.*member.place);
    if (member.is_optional && value == ValueIo<Value>::write(Message().*member.place)) return;
    json[std::string(member.name)] = std::move(value);
  }
  template <class Value>
  static Reading read_member(const Json& json, Message& into, const Member<Message, Value>& member) {
    const Json* value = find_member(json, member.name);
    if (value == nullptr && member.is_optional) return {};
    if (value == nullptr) return Refusal{std::string(member.name), "is missing"};
    auto refusal = ValueIo<Value>::read(*value, into.*member.place, member.range);
    if (!refusal) return {};
    const bool is_inside = !refusal->place.empty() && refusal->place.front() != '[';
    refusal->place = std::string(member.name) + (is_inside ? "." : "") + refusal->place;
    return refusal;
  }
};

template <class Message>
Json MessageIo<Message>::write(const Message& message) {
  return ValueIo<Message>::write(message);
}

template <class Message>
Result<Message> MessageIo<Message>::read(const Json& json) {
  Message message;
  const Reading refusal = ValueIo<Message>::read(json, message, {});
  if (!refusal) return message;
  if (refusal->place.empty())
    return fail(ErrorKind::invalid_input, "[protocol] {} {}", Message::kName, refusal->wanted);
  return fail(ErrorKind::invalid_input, "[protocol] {}: '{}' {}", Message::kName, refusal->place, refusal->wanted);
}

}  // namespace heddle::protocol
