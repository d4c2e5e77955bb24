#include "nodes/prompt_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/printable.h"
#include "graph/traverse.h"
#include "graph/validate.h"
#include "pipeline/load/model_search.h"
#include "text/prompt_reading.h"
#include "weights/file_kind.h"
#include "weights/lora/lora_file.h"

namespace heddle::nodes {

namespace {

using graph::Endpoint;
using graph::Graph;
using graph::Link;
using graph::Node;
using graph::NodeId;
using graph::origin_of;
using graph::source_of;

constexpr std::string_view kEmbedding = "embedding:";

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

class Expansion final {
 public:
  Expansion(const Graph& graph, const graph::NodeCatalog& catalog, const NodeContext& services)
      : original_(graph), catalog_(catalog), services_(services), expanded_{graph} {}

  Result<engine::ExpandedGraph> run();

 private:
  [[nodiscard]] const Node* text_node(NodeId sampler, std::string_view port) const;
  [[nodiscard]] std::string prompt_of(const Node& node) const;
  [[nodiscard]] std::filesystem::path model_behind(const Endpoint& from) const;
  Result<void> expand_sampler(const Node& sampler);
  Result<Endpoint> add_loras(const Node& prompt, const std::vector<text::LoraTag>& tags, const Endpoint& model,
                             const Endpoint& encoder);
  void encode_with(NodeId sampler, std::string_view port, const Node& prompt, const Endpoint& encoder);
  void expand_embeddings(const Node& prompt);
  void note_bare_names(const Node& prompt, const std::string& words, const pipeline::SmallFiles& known);
  void note_unused_tags(const Node& prompt);
  [[nodiscard]] bool is_brought(const Node& prompt, const std::string& word) const;
  const pipeline::SmallFiles& files(weights::FileKind kind, const std::filesystem::path& model);
  [[nodiscard]] Failure no_lora(const text::LoraTag& tag, const std::filesystem::path& model,
                                const pipeline::SmallFileSearch& search) const;
  void note_others(const Node& prompt, std::string_view tag, const pipeline::SmallFileSearch& search);
  // The user's node for one that was put in for it.
  [[nodiscard]] NodeId written(NodeId node) const {
    const auto found = expanded_.stands_for.find(node);
    return found == expanded_.stands_for.end() ? node : found->second;
  }
  void rewire(const Endpoint& from, NodeId to, const std::string& port);

  const Graph& original_;
  const graph::NodeCatalog& catalog_;
  const NodeContext& services_;
  engine::ExpandedGraph expanded_;
  Graph& graph_ = expanded_.graph;
  std::map<std::pair<weights::FileKind, std::filesystem::path>, pipeline::SmallFiles> files_;
  std::set<NodeId> has_tags_applied_;
};

const Node* Expansion::text_node(NodeId sampler, std::string_view port) const {
  const auto from = source_of(original_, sampler, port);
  const Node* node = from ? original_.find(from->node) : nullptr;
  return node != nullptr && node->type == "text.encode" && node->mode == graph::NodeMode::on ? node : nullptr;
}

// Empty where the syntax is plain, or the text comes by a wire and is not known yet.
std::string Expansion::prompt_of(const Node& node) const {
  if (source_of(original_, node.id, "text")) return {};
  const graph::Params params = graph::resolve_params(node, *catalog_.find(node.type)).params;
  return params.choice("syntax") == "plain" ? std::string() : params.text("text");
}

std::filesystem::path Expansion::model_behind(const Endpoint& from) const {
  const Node* node = graph_.find(origin_of(graph_, from).node);
  if (node == nullptr || node->type != "model.load") return services_.model_path("bobbin");
  return services_.model_path(graph::resolve_params(*node, *catalog_.find(node->type)).params.file("model"));
}

void Expansion::rewire(const Endpoint& from, NodeId to, const std::string& port) {
  for (const Link& link : std::vector(graph_.links())) {
    if (link.to.node == to && link.to.port == port) graph_.disconnect(link);
  }
  (void)graph_.connect({from, {to, port}});
}

const pipeline::SmallFiles& Expansion::files(weights::FileKind kind, const std::filesystem::path& model) {
  const auto place = std::pair(kind, model);
  if (const auto known = files_.find(place); known != files_.end()) return known->second;
  return files_
      .emplace(place, pipeline::SmallFiles(kind, pipeline::small_file_folders(kind, model, services_.model_folders)))
      .first->second;
}

Failure Expansion::no_lora(const text::LoraTag& tag, const std::filesystem::path& model,
                           const pipeline::SmallFileSearch& search) const {
  std::string places;
  for (const auto& folder : pipeline::small_file_folders(weights::FileKind::lora, model, services_.model_folders)) {
    places += fmt::format("{}'{}'", places.empty() ? "" : ", ", folder.string());
  }
  return fail(ErrorKind::not_found,
              "[lora.find] the prompt asks for <lora:{}>, and no file of that name lies in {}{}; put it there, "
              "name the file in a LoRA node or with --lora, or take the tag out",
              printable(tag.name), places.empty() ? "a folder 'loras' or 'Lora' beside the model" : places,
              search.nearest ? fmt::format(" ('{}' does)", printable(*search.nearest, 60)) : "");
}

void Expansion::note_others(const Node& prompt, std::string_view tag, const pipeline::SmallFileSearch& search) {
  if (search.others.empty()) return;
  expanded_.notes.push_back(
      {written(prompt.id), note("prompt.two_files",
                                "{} means several files: '{}' is used, not '{}'; write the folder "
                                "before the name to choose",
                                tag, search.file->string(), search.others.front().string())});
}

// The last of the new nodes; it has both outputs.
Result<Endpoint> Expansion::add_loras(const Node& prompt, const std::vector<text::LoraTag>& tags, const Endpoint& model,
                                      const Endpoint& encoder) {
  const std::filesystem::path model_path = model_behind(model);
  Endpoint last_model = model, last_encoder = encoder;
  for (const text::LoraTag& tag : tags) {
    const pipeline::SmallFileSearch search = files(weights::FileKind::lora, model_path).find(tag.name);
    if (!search.file) return no_lora(tag, model_path, search);
    Node node;
    node.type = "lora.apply";
    node.title = fmt::format("<lora:{}>", printable(tag.name));
    note_others(prompt, node.title, search);
    node.params = {{"lora", graph::FilePath{search.file->string()}},
                   {"unet_weight", tag.unet_weight},
                   {"text_weight", tag.text_weight}};
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
  const auto readers =
      std::ranges::count_if(original_.links(), [&](const Link& link) { return link.from.node == prompt.id; });
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
  const auto tags = text::read_prompt(prompt_of(*positive)).loras;
  const auto model = source_of(original_, sampler.id, "model"),
             encoder = source_of(original_, positive->id, "text_encoder");
  if (tags.empty() || !model || !encoder) return {};
  has_tags_applied_.insert(positive->id);
  auto last = add_loras(*positive, tags, *model, *encoder);
  if (!last) return forward(last);
  rewire(*last, sampler.id, "model");
  const Endpoint words{last->node, "text_encoder"};
  encode_with(sampler.id, "positive", *positive, words);
  const Node* negative = text_node(sampler.id, "negative");
  if (negative != nullptr && negative != positive && source_of(original_, negative->id, "text_encoder") == encoder) {
    encode_with(sampler.id, "negative", *negative, words);
  }
  return {};
}

struct EmbeddingName {
  std::string name;  // as it is looked for
  std::string word;  // as the prompt's words have it, where a backslash is gone
  auto operator<=>(const EmbeddingName&) const = default;
};

// The names after "embedding:"; a name ends at white space and at what means something to prompts.
std::set<EmbeddingName> embedding_names(std::string_view prompt) {
  std::set<EmbeddingName> names;
  for (std::size_t at = prompt.find(kEmbedding); at != prompt.npos; at = prompt.find(kEmbedding, at + 1)) {
    const std::string_view rest = prompt.substr(at + kEmbedding.size());
    std::string name(rest.substr(0, rest.find_first_of(" \t\r\n,:()[]|<>{}\"#")));
    while (!name.empty() && (name.back() == '.' || name.back() == ';' || name.back() == '!' || name.back() == '?'))
      name.pop_back();
    std::string word;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] != '\\' || (i > 0 && name[i - 1] == '\\')) word.push_back(name[i]);
    }
    if (!name.empty()) names.insert({name, word});
  }
  return names;
}

// Words that nodes before the prompt bring: embeddings, and LoRA with some in them.
bool Expansion::is_brought(const Node& prompt, const std::string& word) const {
  const auto is_word = [&](const std::string& other) {
    return std::ranges::equal(other, word, {}, to_lower, to_lower);
  };
  auto from = source_of(graph_, prompt.id, "text_encoder");
  for (std::size_t steps = 0; from && steps < graph_.nodes().size(); ++steps) {
    const Node& node = *graph_.find(from->node);
    if (node.type == "embedding.apply") {
      const graph::Params params = graph::resolve_params(node, *catalog_.find(node.type)).params;
      if (is_word(params.text("token")) || is_word(std::filesystem::path(params.file("embedding")).stem().string()))
        return true;
      const auto file = weights::open_embedding(params.file("embedding"));
      if (file && is_word(file->token)) return true;
    } else if (node.type == "lora.apply") {
      const auto lora = weights::open_lora(graph::resolve_params(node, *catalog_.find(node.type)).params.file("lora"));
      if (lora &&
          std::ranges::any_of(lora->embeddings, [&](const weights::EmbeddingFile& one) { return is_word(one.token); }))
        return true;
    }
    from = source_of(graph_, node.id, from->port);
  }
  return false;
}

// A1111 reads each word that is an embedding's file name as that embedding.
void Expansion::note_bare_names(const Node& prompt, const std::string& words, const pipeline::SmallFiles& known) {
  constexpr std::size_t kShortest = 3;  // letters of a name that is looked for
  const auto in_word = [](char c) {
    return (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '_' || c == '/' ||
           (c & 0x80) != 0;
  };
  std::string lower = words;
  std::ranges::transform(lower, lower.begin(), to_lower);
  for (std::string name : known.names()) {
    std::ranges::transform(name, name.begin(), to_lower);
    if (name.size() < kShortest) continue;
    for (std::size_t at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      const bool is_whole = (at == 0 || !in_word(lower[at - 1])) && (end == lower.size() || !in_word(lower[end]));
      const bool is_marked =
          at >= kEmbedding.size() && lower.substr(at - kEmbedding.size(), kEmbedding.size()) == kEmbedding;
      if (!is_whole || is_marked || is_brought(prompt, name)) continue;
      expanded_.notes.push_back({written(prompt.id), note("prompt.embedding_name",
                                                          "'{0}' is read as words, though an embedding has that name; "
                                                          "write {1}{0} to use it",
                                                          printable(name, 60), kEmbedding)});
      break;
    }
  }
}

void Expansion::expand_embeddings(const Node& prompt) {
  const std::string words = prompt_of(prompt);
  if (words.empty() || !source_of(graph_, prompt.id, "text_encoder")) return;
  const std::set<EmbeddingName> names = embedding_names(words);
  const pipeline::SmallFiles& known =
      files(weights::FileKind::textual_inversion, model_behind(*source_of(graph_, prompt.id, "text_encoder")));
  for (const EmbeddingName& name : names) {
    if (is_brought(prompt, name.word)) continue;
    const pipeline::SmallFileSearch search = known.find(name.name);
    if (!search.file) {
      expanded_.notes.push_back(
          {written(prompt.id), note("prompt.no_embedding",
                                    "{}{} is read as words: no embedding of that name lies in the "
                                    "folders 'embeddings' beside the model{}",
                                    kEmbedding, printable(name.name, 60),
                                    search.nearest ? fmt::format("; '{}' does", printable(*search.nearest, 60)) : "")});
      continue;
    }
    Node node;
    node.type = "embedding.apply";
    node.title = fmt::format("{}{}", kEmbedding, printable(name.name));
    note_others(prompt, node.title, search);
    node.params = {{"embedding", graph::FilePath{search.file->string()}}};
    if (search.file->stem().string() != name.word) node.params["token"] = name.word;
    const Endpoint before = *source_of(graph_, prompt.id, "text_encoder");
    const NodeId id = graph_.add(std::move(node));
    expanded_.stands_for.emplace(id, written(prompt.id));
    (void)graph_.connect({before, {id, "text_encoder"}});
    rewire({id, "text_encoder"}, prompt.id, "text_encoder");
  }
  note_bare_names(*graph_.find(prompt.id), words, known);
}

// Tags are for the sampler that reads a prompt as its positive one.
void Expansion::note_unused_tags(const Node& prompt) {
  if (has_tags_applied_.contains(prompt.id) || expanded_.stands_for.contains(prompt.id)) return;
  const auto tags = text::read_prompt(prompt_of(prompt)).loras;
  if (tags.empty()) return;
  expanded_.notes.push_back(
      {prompt.id, note("prompt.lora_unused",
                       "<lora:{}> has no effect: tags count in a prompt that a sampler reads as its "
                       "positive one",
                       printable(tags.front().name, 40))});
}

Result<engine::ExpandedGraph> Expansion::run() {
  for (const auto& [id, node] : original_.nodes()) {
    if (node.type != "sample" || node.mode != graph::NodeMode::on) continue;
    if (auto expanded = expand_sampler(node); !expanded) return forward(expanded);
  }
  const std::map<NodeId, Node> all = graph_.nodes();
  for (const auto& [id, node] : all) {
    if (node.type != "text.encode" || node.mode != graph::NodeMode::on) continue;
    note_unused_tags(node);
    expand_embeddings(node);
  }
  return std::move(expanded_);
}

}  // namespace

Result<engine::ExpandedGraph> with_prompt_files(const Graph& graph, const graph::NodeCatalog& catalog,
                                                const NodeContext& services) {
  return Expansion(graph, catalog, services).run();
}

}  // namespace heddle::nodes
