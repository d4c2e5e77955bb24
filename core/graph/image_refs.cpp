#include "graph/image_refs.h"

#include <algorithm>
#include <vector>

namespace heddle::graph {
namespace {

constexpr std::string_view kPrefix = "hash:";
constexpr std::size_t kDigitsMin = 16, kDigitsMax = 128;

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// Each text of a value that may be a reference. `Value` is a ParamValue, const or not.
template <class Value, class See>
void each_path(Value& value, bool in_list, const See& see) {
  if (auto* file = std::get_if<FilePath>(&value)) see(file->path, false, in_list);
  if (auto* lane = std::get_if<Lane>(&value)) see(lane->mask, true, in_list);
  if (auto* list = std::get_if<ParamList>(&value)) {
    for (auto& item : list->items) each_path(item, true, see);
  }
}

// JSON that this version cannot read may hold references anywhere.
void gather_in_text(std::string_view text, std::set<std::string>& hashes) {
  for (std::size_t at = text.find(kPrefix); at != text.npos; at = text.find(kPrefix, at)) {
    at += kPrefix.size();
    std::size_t length = 0;
    while (at + length < text.size() && is_digit(text[at + length])) ++length;
    if (const std::string_view hash = text.substr(at, length); is_image_hash(hash)) hashes.emplace(hash);
  }
}

void gather_in_raw(const ParamValue& value, std::set<std::string>& hashes) {
  if (const auto* raw = std::get_if<RawJson>(&value)) gather_in_text(raw->text, hashes);
  if (const auto* list = std::get_if<ParamList>(&value)) {
    for (const ParamValue& item : list->items) gather_in_raw(item, hashes);
  }
}

}  // namespace

bool is_image_hash(std::string_view text) {
  return text.size() >= kDigitsMin && text.size() <= kDigitsMax && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::string> image_hash_in(std::string_view path) {
  if (!path.starts_with(kPrefix) || !is_image_hash(path.substr(kPrefix.size()))) return std::nullopt;
  return std::string(path.substr(kPrefix.size()));
}

std::string image_ref(std::string_view hash) { return std::string(kPrefix).append(hash); }

void visit_image_refs(const Graph& graph, const std::function<void(const ImageRef&)>& see) {
  for (const auto& [id, node] : graph.nodes()) {
    for (const auto& [name, value] : node.params) {
      each_path(value, false, [&](const std::string& path, bool is_mask, bool in_list) {
        if (auto hash = image_hash_in(path)) see({id, name, std::move(*hash), is_mask, in_list});
      });
    }
  }
}

std::set<std::string> image_hashes(const Graph& graph) {
  std::set<std::string> hashes;
  visit_image_refs(graph, [&](const ImageRef& ref) { hashes.insert(ref.hash); });
  for (const auto& [id, node] : graph.nodes()) {
    for (const auto& [name, value] : node.params) gather_in_raw(value, hashes);
  }
  return hashes;
}

Result<Graph> resolve_image_refs(const Graph& graph,
                                 const std::function<Result<std::string>(std::string_view ref)>& path_of) {
  Graph made = graph;
  Result<void> done;
  const auto resolve = [&](std::string& path, bool, bool) {
    if (!done || !path.starts_with(kPrefix)) return;
    auto resolved = path_of(path);
    if (resolved) {
      path = std::move(*resolved);
    } else {
      done = forward(resolved);
    }
  };
  std::vector<NodeId> ids;
  for (const auto& [id, node] : made.nodes()) ids.push_back(id);
  for (const NodeId id : ids) {
    for (auto& [name, value] : made.find(id)->params) each_path(value, false, resolve);
  }
  if (!done) return forward(done);
  return made;
}

}  // namespace heddle::graph
