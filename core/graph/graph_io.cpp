#include "graph/graph_io.h"

#include <algorithm>

#include "graph/graph_migrations.h"
#include "graph/param_io.h"

namespace heddle::graph {
namespace {

template <class... Args>
Failure refuse(fmt::format_string<Args...> format, Args&&... args) {
  return Failure(
      Error{ErrorKind::invalid_input, "[graph.read] " + fmt::format(format, std::forward<Args>(args)...), {}});
}

std::string_view to_string(NodeMode mode) { return mode == NodeMode::muted ? "muted" : "bypassed"; }

// Reads one document; known fields are removed from the JSON, so that the rest is what this version does not know.
class Reader final {
 public:
  Reader(const NodeCatalog& catalog, std::string_view what) : catalog_(catalog), what_(what) {}

  Result<void> read(Json document) {
    Json nodes = take(document, "nodes");
    Json links = take(document, "links");
    document.erase("format");
    document.erase("version");
    if (!nodes.is_array() || !(links.is_null() || links.is_array())) {
      return refuse("{} is not a Heddle graph: it has no list of nodes", what_);
    }
    if (nodes.size() > kNodesMax || links.size() > kLinksMax) {
      return refuse("{} has {} nodes and {} wires; at most {} and {} are read", what_, nodes.size(), links.size(),
                    kNodesMax, kLinksMax);
    }
    for (Json& node : nodes) {
      if (auto done = read_node(std::move(node)); !done) return done;
    }
    for (Json& link : links) {
      if (auto done = read_link(std::move(link)); !done) return done;
    }
    file.graph.extra = std::move(document);
    return {};
  }

  GraphFile file;

 private:
  static Json take(Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return nullptr;
    Json value = std::move(*found);
    object.erase(found);
    return value;
  }

  Result<void> read_node(Json json) {
    const Json id = json.is_object() ? take(json, "id") : Json();
    if (!id.is_number_unsigned()) return refuse("{} has a node without a number", what_);
    Node node;
    node.id = NodeId{id.get<std::uint64_t>()};
    const Json type = take(json, "type");
    const Json version = take(json, "version");
    const Json title = take(json, "title");
    const bool good_version = version.is_null() || (version.is_number_unsigned() && version <= 1'000'000);
    if (!type.is_string() || !good_version || !(title.is_null() || title.is_string())) {
      return refuse("node {} in {} has no type, or a version or title of the wrong kind", node.id.value, what_);
    }
    node.type = type.get<std::string>();
    if (!version.is_null()) node.version = version.get<int>();
    if (!title.is_null()) node.title = title.get<std::string>();
    if (auto done = read_mode(take(json, "mode"), node); !done) return done;
    if (auto done = read_params(take(json, "params"), node); !done) return done;
    node.extra = std::move(json);
    if (auto added = file.graph.insert(std::move(node)); !added) {
      return refuse("{}: {}", what_, added.error().message);
    }
    return {};
  }

  Result<void> read_mode(const Json& mode, Node& node) {
    if (mode.is_null() || mode == "on") return {};
    if (mode == "muted") {
      node.mode = NodeMode::muted;
    } else if (mode == "bypassed") {
      node.mode = NodeMode::bypassed;
    } else {
      return refuse("node {} in {} has an unknown mode; it can be on, muted or bypassed", node.id.value, what_);
    }
    return {};
  }

  Result<void> read_params(Json params, Node& node) {
    if (params.is_null()) return {};
    if (!params.is_object()) return refuse("'params' of node {} in {} is not an object", node.id.value, what_);
    const NodeSpec* spec = catalog_.find(node.type);
    for (const auto& [name, json] : params.items()) {
      const ParamSpec* param = spec == nullptr ? nullptr : spec->find_param(name);
      auto value = param == nullptr ? std::nullopt : param_from_json(json, *param);
      node.params.emplace(name, value ? std::move(*value) : ParamValue(raw_from_json(json)));
    }
    return {};
  }

  static std::optional<Endpoint> endpoint_from(const Json& json) {
    if (!json.is_array() || json.size() != 2) return std::nullopt;
    if (!json[0].is_number_unsigned() || !json[1].is_string()) return std::nullopt;
    return Endpoint{NodeId{json[0].get<std::uint64_t>()}, json[1].get<std::string>()};
  }

  Result<void> read_link(Json json) {
    if (!json.is_object()) return refuse("{} has a wire that is not an object", what_);
    auto from = endpoint_from(take(json, "from"));
    auto to = endpoint_from(take(json, "to"));
    if (!from || !to) return refuse("{} has a wire without [node, port] at 'from' or 'to'", what_);
    Link link{std::move(*from), std::move(*to)};
    if (auto added = file.graph.connect(link); !added) {
      file.notes.push_back({Severity::note,
                            ProblemKind::dropped,
                            {link.to.node, link.from.node},
                            link.to.port,
                            "A wire was left out: " + added.error().message});
      return {};
    }
    if (!json.empty()) file.graph.set_link_extra(link, std::move(json));
    return {};
  }

  const NodeCatalog& catalog_;
  std::string_view what_;
};

Json node_to_json(const Node& node) {
  Json json = node.extra.is_object() ? node.extra : Json::object();
  json["id"] = node.id.value;
  json["type"] = node.type;
  json["version"] = node.version;
  if (!node.title.empty()) json["title"] = node.title;
  if (node.mode != NodeMode::on) json["mode"] = to_string(node.mode);
  Json params = Json::object();
  for (const auto& [name, value] : node.params) params[name] = to_json(value);
  if (!params.empty()) json["params"] = std::move(params);
  return json;
}

Json link_to_json(const Graph& graph, const Link& link) {
  Json json = graph.link_extra(link);
  json["from"] = {link.from.node.value, link.from.port};
  json["to"] = {link.to.node.value, link.to.port};
  return json;
}

// The version of the document, or 0 when it is not a Heddle graph.
int version_of(const Json& document) {
  const Json* format = find_member(document, "format");
  if (!document.is_object() || (format != nullptr && *format != kGraphFormat)) return 0;
  const Json* version = find_member(document, "version");
  if (version == nullptr) return 1;
  return version->is_number_unsigned() && *version <= 1'000'000 ? version->get<int>() : 0;
}

}  // namespace

Result<GraphFile> read_graph(std::string_view text, const NodeCatalog& catalog, std::string_view what) {
  auto document = parse_json(text, what);
  if (!document) return forward(document);
  const int version = version_of(*document);
  if (version < 1) return refuse("{} is not a Heddle graph", what);
  auto present = migrate(std::move(*document), version, graph_migrations());
  if (!present) return forward(present);
  Reader reader(catalog, what);
  if (auto done = reader.read(std::move(*present)); !done) return Failure(std::move(done.error()));
  reader.file.version = version;
  reader.file.is_newer = version > graph_version();
  if (reader.file.is_newer) {
    reader.file.notes.push_back({Severity::note,
                                 ProblemKind::newer_node,
                                 {},
                                 {},
                                 fmt::format("{} was made with a newer version of Heddle (format {})", what, version)});
  }
  return std::move(reader.file);
}

std::string write_graph(const Graph& graph) {
  std::string text =
      fmt::format("{{\n\"format\": \"{}\",\n\"version\": {},\n\"nodes\": [", kGraphFormat, graph_version());
  const char* separator = "\n  ";
  for (const auto& [id, node] : graph.nodes()) {
    text += separator + dump_json(node_to_json(node));
    separator = ",\n  ";
  }
  text += "\n],\n\"links\": [";
  separator = "\n  ";
  for (const Link& link : graph.links()) {
    text += separator + dump_json(link_to_json(graph, link));
    separator = ",\n  ";
  }
  text += "\n]";
  if (graph.extra.is_object()) {
    for (const auto& [name, value] : graph.extra.items()) text += ",\n" + dump_json(name) + ": " + dump_json(value);
  }
  return text + "\n}\n";
}

}  // namespace heddle::graph
