#include "engine_host/rpc_handlers.h"

#include <array>

#include "base/system.h"
#include "base/printable.h"
#include "graph/catalog_json.h"
#include "graph/graph_io.h"
#include "protocol/message.h"

namespace heddle::engine_host {
namespace {

using namespace protocol;

Failure wrong(std::string_view what) { return fail(ErrorKind::invalid_input, "[engine] {}", what); }

Result<RunOrder> order_from(const Json& params, const graph::NodeCatalog& catalog) {
  RunOrder order;
  order.run = count_at(params, "run");
  order.slot = text_at(params, "slot", "main");
  order.replace = flag_at(params, "replace");
  order.previews = flag_at(params, "previews", true);
  const Json* graph = find_member(params, "graph");
  if (order.run == 0 || graph == nullptr) return wrong("graph.run needs a run's number and a graph");
  auto file =
      graph::read_graph(graph->is_string() ? graph->get<std::string>() : dump_json(*graph), catalog, "the graph");
  if (!file) return forward(file);
  order.graph = std::move(file->graph);
  if (const Json* targets = find_member(params, "targets"); targets != nullptr && targets->is_array()) {
    for (const Json& target : *targets) {
      if (!target.is_number_integer()) return wrong("a target is a node's number");
      order.targets.push_back(graph::NodeId{target.get<std::uint64_t>()});
    }
  }
  return order;
}

}  // namespace

const RpcHandlers::Method* RpcHandlers::find(std::string_view name) {
  static constexpr std::array<Method, 16> kMethods = {{{"initialize", &RpcHandlers::initialize},
                                                       {"ping", &RpcHandlers::ping},
                                                       {"graph.run", &RpcHandlers::run},
                                                       {"run.update", &RpcHandlers::update},
                                                       {"run.cancel", &RpcHandlers::cancel},
                                                       {"run.pause", &RpcHandlers::pause},
                                                       {"run.continue", &RpcHandlers::go_on},
                                                       {"run.look", &RpcHandlers::show_step},
                                                       {"input.has", &RpcHandlers::has_picture},
                                                       {"input.put", &RpcHandlers::put_picture},
                                                       {"library.list", &RpcHandlers::list},
                                                       {"library.cancel", &RpcHandlers::cancel_list},
                                                       {"library.inspect", &RpcHandlers::inspect},
                                                       {"library.thumbnail", &RpcHandlers::thumbnail},
                                                       {"library.places", &RpcHandlers::places},
                                                       {"settings.set", &RpcHandlers::settings}}};
  for (const Method& method : kMethods) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

bool RpcHandlers::take(const Message& message) {
  if (!message.fault.empty()) {
    writer_.send(error_answer(nullptr, kParseError, message.fault));
    return true;
  }
  const Json* id_member = find_member(message.json, "id");
  const Json id = id_member == nullptr ? Json() : *id_member;
  const std::string name = text_at(message.json, "method");
  if (name == "shutdown") {
    if (!id.is_null()) writer_.send(answer(id, Json::object()));
    return false;
  }
  const Method* method = find(name);
  if (name.empty()) {
    writer_.send(error_answer(id, kInvalidRequest, "[engine] a message without a method"));
  } else if (method == nullptr) {
    writer_.send(error_answer(id, kMethodNotFound, fmt::format("[engine] no method '{}'", printable(name))));
  } else if (!is_initialized_ && name != "initialize" && name != "ping") {
    writer_.send(error_answer(id, kInvalidRequest, "[engine] call initialize first"));
  } else {
    call(*method, id, message);
  }
  return true;
}

void RpcHandlers::call(const Method& method, const Json& id, const Message& message) {
  const Json* params = find_member(message.json, "params");
  const Json none = Json::object();
  auto result = (this->*method.call)(id, params == nullptr ? none : *params, message.bytes);
  if (!result) {
    writer_.send(error_answer(id, result.error()));
  } else if (!result->is_null() && !id.is_null()) {
    writer_.send(answer(id, std::move(*result)));
  }
}

RpcHandlers::Answer RpcHandlers::initialize(const Json&, const Json& params, const std::string&) {
  const std::uint64_t theirs = count_at(params, "protocol");
  if (theirs != kVersion) {
    return fail(ErrorKind::unsupported,
                "[engine] this engine ({}) speaks protocol {}, the window speaks {}; use the same version of both",
                parts_.version, kVersion, theirs);
  }
  is_initialized_ = true;
  return Json{{"protocol", kVersion},          {"version", parts_.version},
              {"build", parts_.build},         {"device", parts_.device},
              {"precision", parts_.precision}, {"nodes", graph::to_json(parts_.registry.catalog())}};
}

RpcHandlers::Answer RpcHandlers::ping(const Json&, const Json&, const std::string&) {
  return Json{{"rss", resident_bytes()}, {"kept", parts_.cache.bytes()}, {"budget", parts_.cache.budget()}};
}

RpcHandlers::Answer RpcHandlers::run(const Json&, const Json& params, const std::string&) {
  auto order = order_from(params, parts_.registry.catalog());
  if (!order) return forward(order);
  const std::uint64_t number = order->run;
  if (auto accepted = scheduler_.submit(std::move(*order)); !accepted) return forward(accepted);
  return Json{{"accepted", true}, {"run", number}};
}

RpcHandlers::Answer RpcHandlers::update(const Json&, const Json& params, const std::string&) {
  const Json* value = find_member(params, "value");
  if (value == nullptr) return wrong("run.update needs a value");
  auto done =
      scheduler_.update(count_at(params, "run"), graph::NodeId{count_at(params, "node")}, text_at(params, "param"), *value);
  if (!done) return forward(done);
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::cancel(const Json&, const Json& params, const std::string&) {
  return Json{{"cancelled", scheduler_.cancel(count_at(params, "run"))}};
}

RpcHandlers::Answer RpcHandlers::pause(const Json&, const Json& params, const std::string&) {
  if (auto done = scheduler_.pause(count_at(params, "run"), true); !done) return forward(done);
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::go_on(const Json&, const Json& params, const std::string&) {
  if (auto done = scheduler_.pause(count_at(params, "run"), false); !done) return forward(done);
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::show_step(const Json&, const Json& params, const std::string&) {
  constexpr std::uint64_t kStepsMax = 1'000'000;
  const auto step = static_cast<int>(std::min(count_at(params, "step"), kStepsMax));
  auto done = scheduler_.show_step(count_at(params, "run"), graph::NodeId{count_at(params, "node")}, step);
  if (!done) return forward(done);
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::has_picture(const Json&, const Json& params, const std::string&) {
  return Json{{"has", pictures_.has(text_at(params, "hash"))}};
}

RpcHandlers::Answer RpcHandlers::put_picture(const Json&, const Json& params, const std::string& bytes) {
  auto put = pictures_.put(text_at(params, "hash"), bytes);
  if (!put) return forward(put);
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::settings(const Json&, const Json& params, const std::string&) {
  Settings settings;
  settings.memory_budget = static_cast<std::size_t>(count_at(params, "memory_budget"));
  settings.threads = static_cast<int>(std::min<std::uint64_t>(count_at(params, "threads"), 1024));
  settings.output_folder = text_at(params, "output_folder");
  settings.model_folders = paths_at(params, "model_folders");
  if (settings.memory_budget > 0) parts_.cache.set_budget(settings.memory_budget);
  if (parts_.on_settings) scheduler_.between_runs([this, settings] { parts_.on_settings(settings); });
  return Json::object();
}

}  // namespace heddle::engine_host
