#include "nodes/prompt_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/printable.h"
#include "graph/validate.h"
#include "pipeline/load/model_search.h"
#include "text/prompt_syntax.h"

namespace heddle::nodes {

namespace {

using graph::Endpoint;
using graph::Graph;
using graph::Link;
using graph::Node;
using graph::NodeId;

constexpr std::string_view kEmbedding = "embedding:";

class Expansion final {
 public:
  Expansion(const Graph& graph, const graph::NodeCatalog& catalog, const NodeContext& services)
      : original_(graph), catalog_(catalog), services_(services), expanded_{graph} {}

  Result<engine::ExpandedGraph> run();

 private:
  // What feeds an input, or nothing.
  static std::optional<Endpoint> source(const Graph& graph, NodeId node, std::string_view port);
  [[nodiscard]] const Node* text_node(NodeId sampler, std::string_view port) const;
  [[nodiscard]] std::string prompt_of(const Node& node) const;
  [[nodiscard]] std::filesystem::path model_behind(std::optional<Endpoint> from) const;
  Result<void> expand_sampler(const Node& sampler);
  Result<Endpoint> add_loras(const Node& prompt, const std::vector<text::LoraTag>& tags, const Endpoint& model, const Endpoint& encoder);
  void encode_with(NodeId sampler, std::string_view port, const Node& prompt, const Endpoint& encoder);
  void expand_embeddings(const Node& prompt);
  void rewire(const Endpoint& from, NodeId to, const std::string& port);

  const Graph& original_;
  const graph::NodeCatalog& catalog_;
  const NodeContext& services_;
  engine::ExpandedGraph expanded_;
  Graph& graph_ = expanded_.graph;
};

std::optional<Endpoint> Expansion::source(const Graph& graph, NodeId node, std::string_view port) {
  const auto found = std::ranges::find_if(graph.links(), [&](const Link& link) { return link.to.node == node && link.to.port == port; });
  return found == graph.links().end() ? std::nullopt : std::optional(found->from);
}

const Node* Expansion::text_node(NodeId sampler, std::string_view port) const {
  const auto from = source(original_, sampler, port);
  const Node* node = from ? original_.find(from->node) : nullptr;
  return node != nullptr && node->type == "text.encode" && node->mode == graph::NodeMode::on ? node : nullptr;
}

// Empty where the syntax is plain, or the text comes by a wire and is not known yet.
std::string Expansion::prompt_of(const Node& node) const {
  if (source(original_, node.id, "text")) return {};
  const graph::Params params = graph::resolve_params(node, *catalog_.find(node.type)).params;
  return params.choice("syntax") == "plain" ? std::string() : params.text("text");
}

std::filesystem::path Expansion::model_behind(std::optional<Endpoint> from) const {
  for (std::size_t steps = 0; from && steps < graph_.nodes().size(); ++steps) {
    const Node* node = graph_.find(from->node);
    if (node->type == "model.load") {
      return services_.model_path(graph::resolve_params(*node, *catalog_.find(node->type)).params.file("model"));
    }
    from = source(graph_, node->id, from->port);
  }
  return services_.model_path("bobbin");
}

void Expansion::rewire(const Endpoint& from, NodeId to, const std::string& port) {
  for (const Link& link : std::vector(graph_.links())) {
    if (link.to.node == to && link.to.port == port) graph_.disconnect(link);
  }
  (void)graph_.connect({from, {to, port}});
}

// The last of the new nodes; it has both outputs.
Result<Endpoint> Expansion::add_loras(const Node& prompt, const std::vector<text::LoraTag>& tags, const Endpoint& model,
                                      const Endpoint& encoder) {
  const auto folders = pipeline::small_file_folders(pipeline::NamedFile::lora, model_behind(model), services_.model_folders);
  Endpoint last_model = model, last_encoder = encoder;
  for (const text::LoraTag& tag : tags) {
    const auto file = pipeline::find_small_file(folders, tag.name);
    if (!file) {
      std::string places;
      for (const auto& folder : folders) places += fmt::format("{}'{}'", places.empty() ? "" : ", ", folder.string());
      return fail(ErrorKind::not_found, "[lora.find] the prompt asks for <lora:{}>, and no file of that name lies in {}; put it there, "
                  "name the file in a LoRA node or with --lora, or take the tag out", printable(tag.name),
                  places.empty() ? "a folder 'loras' or 'Lora' beside the model" : places);
    }
    Node node;
    node.type = "lora.apply";
    node.title = fmt::format("<lora:{}>", printable(tag.name));
    node.params = {{"lora", graph::FilePath{file->string()}}, {"unet_weight", tag.unet_weight}, {"text_weight", tag.text_weight}};
    const NodeId id = graph_.add(std::move(node));
    expanded_.stands_for.emplace(id, prompt.id);
    (void)graph_.connect({last_model, {id, "model"}});
    (void)graph_.connect({last_encoder, {id, "text_encoder"}});
    last_model = {id, "model"};
    last_encoder = {id, "text_encoder"};
  }
  return last_model;
}

// A prompt that others read too is encoded a second time, by a node of its own.
void Expansion::encode_with(NodeId sampler, std::string_view port, const Node& prompt, const Endpoint& encoder) {
  NodeId target = prompt.id;
  const auto readers = std::ranges::count_if(original_.links(), [&](const Link& link) { return link.from.node == prompt.id; });
  if (readers > 1) {
    Node copy = prompt;
    copy.id = {};
    target = graph_.add(std::move(copy));
    expanded_.stands_for.emplace(target, prompt.id);
    for (const Link& link : original_.links()) {
      if (link.to.node == prompt.id) (void)graph_.connect({link.from, {target, link.to.port}});
    }
    rewire({target, "conditioning"}, sampler, std::string(port));
  }
  rewire(encoder, target, "text_encoder");
}

Result<void> Expansion::expand_sampler(const Node& sampler) {
  const Node* positive = text_node(sampler.id, "positive");
  if (positive == nullptr) return {};
  const auto tags = text::parse_prompt(prompt_of(*positive)).loras;
  const auto model = source(original_, sampler.id, "model"), encoder = source(original_, positive->id, "text_encoder");
  if (tags.empty() || !model || !encoder) return {};
  auto last = add_loras(*positive, tags, *model, *encoder);
  if (!last) return forward(last);
  rewire(*last, sampler.id, "model");
  const Endpoint words{last->node, "text_encoder"};
  encode_with(sampler.id, "positive", *positive, words);
  const Node* negative = text_node(sampler.id, "negative");
  if (negative != nullptr && negative != positive && source(original_, negative->id, "text_encoder") == encoder) {
    encode_with(sampler.id, "negative", *negative, words);
  }
  return {};
}

// The names after "embedding:" in a prompt; a name ends at white space and at what means something to prompts.
std::set<std::string> embedding_names(std::string_view prompt) {
  std::set<std::string> names;
  for (std::size_t at = prompt.find(kEmbedding); at != prompt.npos; at = prompt.find(kEmbedding, at + 1)) {
    const std::string_view rest = prompt.substr(at + kEmbedding.size());
    const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n,:()[]"));
    if (!name.empty()) names.emplace(name);
  }
  return names;
}

void Expansion::expand_embeddings(const Node& prompt) {
  const std::set<std::string> names = embedding_names(prompt_of(prompt));
  if (names.empty() || !source(graph_, prompt.id, "text_encoder")) return;
  const auto folders = pipeline::small_file_folders(pipeline::NamedFile::embedding, model_behind(source(graph_, prompt.id, "text_encoder")),
                                          services_.model_folders);
  for (const std::string& name : names) {
    const auto file = pipeline::find_small_file(folders, name);
    if (!file) continue;  // an embedding node before this one may bring it
    Node node;
    node.type = "embedding.apply";
    node.title = fmt::format("{}{}", kEmbedding, printable(name));
    node.params = {{"embedding", graph::FilePath{file->string()}}};
    const Endpoint before = *source(graph_, prompt.id, "text_encoder");
    const NodeId id = graph_.add(std::move(node));
    const auto asked = expanded_.stands_for.find(prompt.id);
    expanded_.stands_for.emplace(id, asked == expanded_.stands_for.end() ? prompt.id : asked->second);
    (void)graph_.connect({before, {id, "text_encoder"}});
    rewire({id, "text_encoder"}, prompt.id, "text_encoder");
  }
}

Result<engine::ExpandedGraph> Expansion::run() {
  for (const auto& [id, node] : original_.nodes()) {
    if (node.type != "sample" || node.mode != graph::NodeMode::on) continue;
    if (auto expanded = expand_sampler(node); !expanded) return forward(expanded);
  }
  const std::map<NodeId, Node> all = graph_.nodes();
  for (const auto& [id, node] : all) {
    if (node.type == "text.encode") expand_embeddings(node);
  }
  return std::move(expanded_);
}

}  // namespace

Result<engine::ExpandedGraph> with_prompt_files(const Graph& graph, const graph::NodeCatalog& catalog, const NodeContext& services) {
  return Expansion(graph, catalog, services).run();
}

}  // namespace heddle::nodes
