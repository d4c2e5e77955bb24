#include <string>
#include <type_traits>
#include <vector>

#include "example_messages.h"
#include "support/test.h"

namespace heddle::protocol {
namespace {

template <class Check>
void for_each_message(Check check) {
  std::apply([&](const auto&... messages) { (check(messages), ...); }, example_messages());
}

// What no member of the kind of `good` can be.
std::vector<Json> wrong_values(const Json& good) {
  if (good.is_string()) return {3, true, nullptr, Json::array()};
  if (good.is_boolean()) return {0, "true", nullptr};
  if (good.is_number_integer()) return {"1", true, Json::array(), -1, 0.5, 9007199254740992.0, 18446744073709551615u};
  if (good.is_number()) return {"1", true, Json::array(), -0.5, 1e300};
  if (good.is_array()) return {3, "a", Json::object(), nullptr};
  return {3, "a", Json::array(), nullptr};
}

template <class Message>
void check_refusal(const Json& json, std::string_view name) {
  const auto read = from_json<Message>(json);
  CAPTURE(dump_json(json));
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::invalid_input);
  CHECK(read.error().message.find(fmt::format("{}: '{}", Message::kName, name)) != std::string::npos);
}

TEST_CASE("every message comes back from JSON as it was") {
  for_each_message([]<class Message>(const Message& message) {
    const Json json = to_json(message);
    CAPTURE(Message::kName);
    auto parsed = parse_json(dump_json(json), "a test");
    REQUIRE(parsed);
    const auto read = from_json<Message>(*parsed);
    REQUIRE(read);
    CHECK(dump_json(to_json(*read)) == dump_json(json));
  });
}

TEST_CASE("the examples have no member at its default") {
  for_each_message([]<class Message>(const Message& message) {
    const Json json = to_json(message), usual = to_json(Message());
    CHECK(json.size() == std::tuple_size_v<decltype(Message::members())>);
    for (const auto& [name, value] : json.items()) {
      CAPTURE(fmt::format("{}: {}", Message::kName, name));
      CHECK((!usual.contains(name) || usual[name] != value));
    }
  });
}

TEST_CASE("a member that is missing or malformed is refused by its name") {
  for_each_message([]<class Message>(const Message& message) {
    const Json good = to_json(message);
    const auto check_member = [&]<class Value>(const Member<Message, Value>& member) {
      const std::string name(member.name);
      Json bad = good;
      bad.erase(name);
      if (member.is_optional) {
        CHECK(from_json<Message>(bad));
      } else {
        check_refusal<Message>(bad, name);
      }
      if constexpr (!std::is_same_v<Value, Json>) {
        for (const Json& wrong : wrong_values(good[name])) {
          const bool may_be_null = std::is_same_v<Value, std::optional<graph::NodeId>>;
          if (may_be_null && wrong.is_null()) continue;
          bad[name] = wrong;
          check_refusal<Message>(bad, name);
        }
      }
    };
    std::apply([&](const auto&... members) { (check_member(members), ...); }, Message::members());
    for (const Json& no_object : {Json(), Json(3), Json::array(), Json("a")})
      CHECK_FALSE(from_json<Message>(no_object));
  });
}

TEST_CASE("members that are not known are passed over") {
  for_each_message([]<class Message>(const Message& message) {
    Json json = to_json(message);
    json["of a later version"] = {1, 2, 3};
    const auto read = from_json<Message>(json);
    REQUIRE(read);
    CHECK(to_json(*read) == to_json(message));
  });
}

TEST_CASE("a refusal says where in a member the flaw is, and what should be there") {
  const auto message_of = [](const auto& read) { return read ? std::string() : read.error().message; };
  CHECK(message_of(from_json<GraphRun>({{"run", 0}, {"graph", "{}"}})) ==
        "[protocol] graph.run: 'run' must be a whole number from 1");
  CHECK(message_of(from_json<GraphRun>({{"run", 1}, {"graph", "{}"}, {"targets", {1, "x"}}})) ==
        "[protocol] graph.run: 'targets[1]' must be a whole number from 0");
  Json progress = to_json(NodeProgress{{1}, {2}, 0.5, 0.5, "a"});
  progress["fraction"] = 1.5;
  CHECK(message_of(from_json<NodeProgress>(progress)) ==
        "[protocol] node.progress: 'fraction' must be a number from 0 to 1");
  Json found = to_json(LibraryEntryFound{1, example_entry()});
  found["entry"]["bytes"] = "many";
  CHECK(message_of(from_json<LibraryEntryFound>(found)) ==
        "[protocol] library.entry: 'entry.bytes' must be a whole number from 0");
  Json finished = to_json(NodeFinished{});
  finished["used_upstream"] = {{{"node", 1}, {"param", 5}, {"value", 1}}};
  CHECK(message_of(from_json<NodeFinished>(finished)) ==
        "[protocol] node.finished: 'used_upstream[0].param' must be a text");
}

TEST_CASE("an event is read by its name, and one that is not known is nothing") {
  std::apply(
      [](const auto&... events) {
        const auto check_event = []<class Message>(const Message& message) {
          const auto read = read_event(Message::kName, to_json(message));
          REQUIRE(read);
          REQUIRE(*read);
          REQUIRE(std::holds_alternative<Message>(**read));
          CHECK(to_json(std::get<Message>(**read)) == to_json(message));
        };
        static_assert(sizeof...(events) == std::variant_size_v<Event>);
        (check_event(events), ...);
      },
      example_events());
  const auto later = read_event("of.a.later.version", Json::object());
  REQUIRE(later);
  CHECK_FALSE(*later);
  CHECK_FALSE(read_event("preview", {{"run", 1}}));
}

TEST_CASE("optional members at their default are not sent") {
  CHECK(to_json(GraphRun{{1}, "{}", {}, "main", false, true}) == Json{{"run", 1}, {"graph", "{}"}});
  const auto read = from_json<GraphRun>({{"run", 1}, {"graph", "{}"}});
  REQUIRE(read);
  CHECK(read->slot == "main");
  CHECK(read->previews);
  CHECK(to_json(RunCancelled{{1}, {}}) == Json{{"run", 1}, {"node", nullptr}});
}

TEST_CASE("seeds in values and used values keep all their bits") {
  const Json json = to_json(RunUpdate{{1}, {2}, "seed", "18446744073709551615"});
  const auto read = from_json<RunUpdate>(json);
  REQUIRE(read);
  CHECK(read->value == "18446744073709551615");
}

}  // namespace
}  // namespace heddle::protocol
