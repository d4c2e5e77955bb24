// embedding.apply — Adds a word to a text encoder: a textual inversion.
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/note.h"
#include "base/printable.h"
#include "engine/file_identity.h"
#include "nodes/node_context.h"
#include "pipeline/load/embedding_application.h"
#include "weights/embedding_file.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_embedding_spec() {
  return graph::NodeSpec("embedding.apply", 1, TR_NOOP("nodes", "Embedding"))
      .group("text")
      .help(TR_NOOP("nodes",
                    "A textual inversion: a word that stands for a look or a subject. Write the file's name, or the "
                    "word it brings, in the prompt."))
      .input("text_encoder", graph::port::text_encoder)
      .param(graph::file("embedding", "embedding")
                 .label(TR_NOOP("nodes", "Embedding"))
                 .recomputes_from(graph::Stage::text))
      .param(graph::text("token", "")
                 .label(TR_NOOP("nodes", "Word"))
                 .help(TR_NOOP(
                     "nodes",
                     "Empty: the file's name, and the words it brings. Of a file with several words: the one to take."))
                 .recomputes_from(graph::Stage::text))
      .output("text_encoder", graph::port::text_encoder);
}

Result<std::string> identity_for_apply_embedding(const graph::Params& params) {
  if (params.file("embedding").empty())
    return fail(ErrorKind::invalid_input, "[embedding.apply] no embedding is chosen");
  return engine::file_identity(params.file("embedding"));
}

std::vector<std::string> triggers_of(const weights::EmbeddingFile& file) {
  std::vector<std::string> triggers = {file.path.stem().string()};
  // A1111's name for an unnamed token is "*".
  if (file.token.size() > 1 && file.token != triggers.front()) triggers.push_back(file.token);
  return triggers;
}

// A word of a file that holds several, as a file of its own.
weights::EmbeddingFile only(const weights::EmbeddingFile& file, const weights::EmbeddingWord& word) {
  weights::EmbeddingFile one = file;
  one.token = word.token;
  one.vectors = {word.vectors};
  one.others.clear();
  return one;
}

// What each word stands for. `chosen`: of a file of several words the one of that name; else the name that the file's
// gets.
using NamedFile = std::pair<weights::EmbeddingFile, std::vector<std::string>>;
std::vector<NamedFile> words_in(const weights::EmbeddingFile& file, const std::string& chosen) {
  const auto other = std::ranges::find(file.others, chosen, &weights::EmbeddingWord::token);
  if (!chosen.empty() && other != file.others.end()) return {{only(file, *other), {chosen}}};
  if (!chosen.empty()) return {{file, {chosen}}};
  std::vector<NamedFile> words;
  for (const weights::EmbeddingWord& word : file.others) words.push_back({only(file, word), {word.token}});
  words.push_back({file, triggers_of(file)});
  return words;
}

Result<engine::Outputs> run_apply_embedding(const engine::Inputs& in) {
  const std::string& chosen = in.params().text("token");
  auto file = weights::open_embedding(in.params().file("embedding"));
  if (!file) return forward(file);
  pipeline::TextEncoder encoder = in.get<pipeline::TextEncoder>("text_encoder");
  std::size_t bytes = 0;
  for (const auto& [word, triggers] : words_in(*file, chosen)) {
    auto taught = pipeline::with_embedding(encoder, word, triggers);
    if (!taught) return forward(taught);
    encoder = std::move(taught->encoder);
    bytes += taught->bytes;
  }
  engine::Outputs outputs;
  if (chosen.empty() && !file->others.empty()) {
    const std::vector<std::string> names = weights::words_of(*file);
    outputs.add_note(note("embedding.several_words",
                          "'{}' holds several words: {}; its name stands for '{}', write another for itself, or "
                          "choose one in the node's field Word (--embedding FILE:WORD)",
                          file->name(), printable(fmt::format("{}", fmt::join(names, ", ")), 300),
                          printable(names.front())));
  }
  return outputs.set("text_encoder", engine::Value::of(std::move(encoder), bytes));
}

}  // namespace

void register_apply_embedding(NodeRegistration& setup) {
  setup.registry.add(
      apply_embedding_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_embedding(in); },
      [](const graph::Params& params) { return identity_for_apply_embedding(params); });
}

}  // namespace heddle::nodes
