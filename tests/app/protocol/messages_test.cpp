#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
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

template <class Value>
constexpr bool kMayBeNull = false;
template <class Value>
constexpr bool kMayBeNull<std::optional<Value>> = true;

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
          if (kMayBeNull<Value> && wrong.is_null()) continue;
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

// The row of a table in PROTOCOL.md, after the heading of its section: | `node.steps` | `node total`: … |
std::string row_of(const std::string& page, std::string_view section, std::string_view name) {
  const std::size_t begin = page.find(fmt::format("\n| `{}` |", name), page.find(section));
  return begin == std::string::npos ? std::string() : page.substr(begin + 1, page.find('\n', begin + 1) - begin - 1);
}

bool has_word(const std::string& text, std::string_view word) {
  const auto is_part = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(text[at]) != 0 || text[at] == '_');
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (!is_part(at - 1) && !is_part(at + word.size())) return true;
  }
  return false;
}

template <class Message>
void check_row_has_members(const std::string& row) {
  const auto check_name = [&](std::string_view name) { CHECK_MESSAGE(has_word(row, name), name, " is not in: ", row); };
  std::apply([&](const auto&... member) { (check_name(member.name), ...); }, Message::members());
}

TEST_CASE("PROTOCOL.md has a row for each call and event, with all their members, and no other rows") {
  std::ifstream file(std::string(HEDDLE_SOURCE_DIR) + "/app/protocol/PROTOCOL.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  CHECK(page.starts_with(fmt::format("# The engine's protocol, version {}\n", kVersion)));
  std::size_t rows = 0;
  for (std::size_t at = page.find("\n| `"); at != std::string::npos; at = page.find("\n| `", at + 1)) ++rows;
  CHECK(rows == std::tuple_size_v<Calls> + std::variant_size_v<Event>);
  const auto check_call = [&]<class Call>(std::type_identity<Call>) {
    const std::string row = row_of(page, "## Calls", Call::kName);
    CHECK_MESSAGE(!row.empty(), Call::kName);
    check_row_has_members<Call>(row);
    check_row_has_members<typename Call::Answer>(row);
  };
  const auto check_event = [&]<class Message>(std::type_identity<Message>) {
    const std::string row =
        "run: " + row_of(page, "## Events", Message::kName);  // the page says once that each event has it
    CHECK_MESSAGE(row != "run: ", Message::kName);
    check_row_has_members<Message>(row);
    CHECK(has_word(row, "frame") == HasImage<Message>);
  };
  [&]<class... Call>(std::type_identity<std::tuple<Call...>>) {
    (check_call(std::type_identity<Call>()), ...);
  }(std::type_identity<Calls>());
  [&]<class... Message>(std::type_identity<std::variant<Message...>>) {
    (check_event(std::type_identity<Message>()), ...);
  }(std::type_identity<Event>());
  check_row_has_members<LibraryEntry>(row_of(page, "## Events", LibraryEntryFound::kName));
}

TEST_CASE("the examples have every call and every event") {
  CHECK(std::is_same_v<decltype(example_calls()), Calls>);
  CHECK(std::tuple_size_v<decltype(example_events())> == std::variant_size_v<Event>);
}

TEST_CASE("the answer to initialize says the engine's version, and so does its refusal") {
  const EngineVersion engine{7, "2.0"};
  const Json refusal = version_refusal(3, {kVersion, "a test"}, engine);
  CHECK(refusal["id"] == 3);
  CHECK(refusal["error"]["message"] ==
        "[engine] this engine (Heddle 2.0) speaks protocol 7, the window speaks 1; install the same version of Heddle "
        "for both");
  for (const Json& answer : {refusal, answer(3, engine), answer(3, EngineInfo{7, "2.0", {}, {}, {}, {}})}) {
    const auto version = engine_version(open_message(answer));
    REQUIRE(version);
    CHECK(to_json(*version) == to_json(engine));
  }
  CHECK_FALSE(engine_version(open_message(error_answer(3, kFailed, "no"))));
  CHECK_FALSE(engine_version(open_message(answer(3, Json("odd")))));
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
