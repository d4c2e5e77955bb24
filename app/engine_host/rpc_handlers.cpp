#include "engine_host/rpc_handlers.h"

#include <array>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/printable.h"
#include "base/system.h"
#include "graph/graph_io.h"
#include "protocol/message.h"

namespace heddle::engine_host {

using namespace protocol;

namespace {

constexpr std::size_t kPanesMost = 16;

}  // namespace

struct RpcHandlers::Method {
  std::string_view name;
  void (RpcHandlers::*answer)(const Request& request);
  bool may_come_first;  // before initialize
};

template <class Call>
constexpr RpcHandlers::Method RpcHandlers::method_of() {
  constexpr bool kMayComeFirst =
      std::is_same_v<Call, Initialize> || std::is_same_v<Call, Ping> || std::is_same_v<Call, Shutdown>;
  return {Call::kName, &RpcHandlers::answer_call<Call>, kMayComeFirst};
}

template <class Call>
void RpcHandlers::answer_call(const Request& request) {
  auto call = from_json<Call>(request.params);
  if (!call) return writer_.send(error_answer(request.id, call.error()));
  if constexpr (std::is_same_v<Call, Initialize>) {
    if (call->protocol != kVersion) return writer_.send(version_refusal(request.id, *call, {kVersion, parts_.version}));
  }
  if constexpr (requires { start(*call, std::uint64_t{}); }) {
    auto started = request.id.is_number_integer()
                       ? start(*call, request.id.template get<std::uint64_t>())
                       : Result<void>(fail(ErrorKind::invalid_input, "[engine] {} needs an id", Call::kName));
    if (!started) writer_.send(error_answer(request.id, started.error()));
  } else {
    auto result = [&]() -> Result<typename Call::Answer> {
      if constexpr (requires { handle(*call, request.bytes); }) {
        return handle(*call, request.bytes);
      } else {
        return handle(*call);
      }
    }();
    if (!result) return writer_.send(error_answer(request.id, result.error()));
    if (!request.id.is_null()) writer_.send(answer(request.id, *result));
  }
}

const RpcHandlers::Method* RpcHandlers::find(std::string_view name) {
  static constexpr auto kMethods = []<class... Call>(std::type_identity<std::tuple<Call...>>) {
    return std::array{method_of<Call>()...};
  }(std::type_identity<Calls>());
  for (const Method& method : kMethods) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

bool RpcHandlers::take(Message message) {
  if (!message.fault.empty()) {
    writer_.send(error_answer(nullptr, kParseError, message.fault));
    return true;
  }
  Envelope envelope = open_message(std::move(message.json));
  const Method* method = find(envelope.method);
  if (envelope.method.empty()) {
    writer_.send(error_answer(envelope.id, kInvalidRequest, "[engine] a message without a method"));
  } else if (method == nullptr) {
    const std::string text = fmt::format("[engine] no method '{}'", printable(envelope.method));
    writer_.send(error_answer(envelope.id, kMethodNotFound, text));
  } else if (!is_initialized_ && !method->may_come_first) {
    writer_.send(error_answer(envelope.id, kInvalidRequest, "[engine] call initialize first"));
  } else {
    (this->*method->answer)({std::move(envelope.id), std::move(envelope.params), std::move(message.bytes)});
  }
  return !is_shut_down_;
}

Result<EngineInfo> RpcHandlers::handle(const Initialize&) {
  is_initialized_ = true;
  const std::shared_ptr<const graph::NodeCatalog> catalog(&parts_.registry.catalog(), [](const auto*) {});
  return EngineInfo{kVersion, parts_.version, parts_.build, parts_.device, parts_.precision, catalog};
}

Result<MemoryUse> RpcHandlers::handle(const Ping&) {
  return MemoryUse{resident_bytes(), parts_.cache.bytes(), parts_.cache.budget()};
}

Result<Done> RpcHandlers::handle(const Shutdown&) {
  is_shut_down_ = true;
  return Done{};
}

Result<RunAccepted> RpcHandlers::handle(const GraphRun& call) {
  const std::string text = call.graph.is_string() ? call.graph.get<std::string>() : dump_json(call.graph);
  auto file = graph::read_graph(text, parts_.registry.catalog(), "the graph");
  if (!file) return forward(file);
  ScheduledRun order{call.run, call.slot, call.replace, call.previews, std::move(file->graph), call.targets};
  scheduler_.submit(std::move(order));
  return RunAccepted{true, call.run};
}

Result<CompareAccepted> RpcHandlers::handle(const CompareRun& call) {
  if (call.panes.empty() || call.panes.size() > kPanesMost) {
    return fail(ErrorKind::invalid_input, "[engine] compare.run takes 1 to {} panes, not {}", kPanesMost,
                call.panes.size());
  }
  std::vector<ScheduledRun> orders;
  for (const ComparePane& pane : call.panes) {
    const std::string text = pane.graph.is_string() ? pane.graph.get<std::string>() : dump_json(pane.graph);
    auto file = graph::read_graph(text, parts_.registry.catalog(), "the graph");
    if (!file) return forward(file);
    orders.push_back({pane.run, call.slot, call.replace, call.previews, std::move(file->graph), pane.targets});
  }
  scheduler_.submit(std::move(orders));
  return CompareAccepted{};
}

Result<void> RpcHandlers::start(const ImageScore& call, std::uint64_t id) {
  if (!parts_.score) return fail(ErrorKind::unsupported, "[engine] this engine has no judge of pictures");
  ImageScore named = call;
  std::vector<std::string*> paths{&named.image};
  for (std::string& reference : named.references) paths.push_back(&reference);
  for (std::string* path : paths) {
    if (!path->starts_with("hash:")) continue;  // a file where the engine is
    auto found = images_.path_of(*path);
    if (!found) return forward(found);
    *path = *found;
  }
  scheduler_.when_idle([this, named, id] {
    auto scores = parts_.score(named);
    writer_.send(scores ? answer(id, *scores) : error_answer(id, scores.error()));
  });
  return {};
}

Result<NoiseLevels> RpcHandlers::handle(const ScheduleLevels& call) {
  if (!parts_.levels) return fail(ErrorKind::unsupported, "[engine] this engine has no samplers");
  return parts_.levels(call);
}

Result<Done> RpcHandlers::handle(const RunUpdate& call) {
  if (auto done = scheduler_.update(call.run, call.node, call.param, call.value); !done) return forward(done);
  return Done{};
}

Result<CancelAnswer> RpcHandlers::handle(const RunCancel& call) { return CancelAnswer{scheduler_.cancel(call.run)}; }

Result<Done> RpcHandlers::handle(const RunPause& call) {
  if (auto done = scheduler_.pause(call.run, true); !done) return forward(done);
  return Done{};
}

Result<Done> RpcHandlers::handle(const RunContinue& call) {
  if (auto done = scheduler_.pause(call.run, false); !done) return forward(done);
  return Done{};
}

Result<Done> RpcHandlers::handle(const RunLook& call) {
  if (auto done = scheduler_.show_step(call.run, call.node, call.step); !done) return forward(done);
  return Done{};
}

Result<InputHasAnswer> RpcHandlers::handle(const InputHas& call) { return InputHasAnswer{images_.has(call.hash)}; }

Result<Done> RpcHandlers::handle(const InputPut& call, const std::string& bytes) {
  if (auto put = images_.put(call.hash, bytes); !put) return forward(put);
  return Done{};
}

Result<Done> RpcHandlers::handle(const SettingsSet& call) {
  if (call.memory_budget > 0) parts_.cache.set_budget(call.memory_budget);
  if (parts_.on_settings) scheduler_.between_runs([this, call] { parts_.on_settings(call); });
  return Done{};
}

}  // namespace heddle::engine_host
