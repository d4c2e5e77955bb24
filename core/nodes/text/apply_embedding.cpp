// embedding.apply — Teaches a text encoder a word: a textual inversion.
#include <ATen/ops/isfinite.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/note.h"
#include "base/printable.h"
#include "engine/file_identity.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"
#include "tensor/weight_tensors.h"
#include "weights/embedding_file.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_embedding_spec() {
  return graph::NodeSpec("embedding.apply", 1, TR_NOOP("nodes", "Embedding"))
      .group("text")
      .help(TR_NOOP("nodes", "A textual inversion: a word that stands for a look or a subject. Write the file's name, or the "
                             "word it brings, in the prompt."))
      .input("text_encoder", graph::port::text_encoder)
      .param(graph::file("embedding", "embedding").label(TR_NOOP("nodes", "Embedding")).invalidates(graph::Frontier::text))
      .param(graph::text("token", "").label(TR_NOOP("nodes", "Word")).help(TR_NOOP("nodes", "Empty: the file's name, and the words it brings. Of a file with several words: the one to take."))
                 .invalidates(graph::Frontier::text))
      .output("text_encoder", graph::port::text_encoder);
}

Result<std::string> identity_for_apply_embedding(const graph::Params& params) {
  if (params.file("embedding").empty()) return fail(ErrorKind::invalid_input, "[embedding.apply] no embedding is chosen");
  return engine::file_identity(params.file("embedding"));
}

Result<at::Tensor> read_vectors(const weights::EmbeddingFile& file, const weights::EmbeddingVectors& vectors) {
  auto view = tensor::tensor_view(vectors.ref);
  if (!view) return forward(view);
  const at::Tensor values = view->to(at::kFloat).reshape({vectors.count, vectors.width}).clone();
  if (auto same = vectors.ref.file->check_unchanged(); !same) return forward(same);
  if (!at::isfinite(values).all().item<bool>()) {
    return fail(ErrorKind::invalid_input, "[embedding.apply] '{}' holds numbers that are not finite; it is damaged", file.name());
  }
  return values;
}

std::vector<std::string> triggers_of(const weights::EmbeddingFile& file) {
  std::vector<std::string> triggers = {file.path.stem().string()};
  // A1111 names what it did not name "*".
  if (file.token.size() > 1 && file.token != triggers.front()) triggers.push_back(file.token);
  return triggers;
}

// What a word stands for. `chosen`: of a file of several words the one of that name; else the name that the file's gets.
struct NamedVectors {
  std::vector<std::string> triggers;
  weights::EmbeddingVectors vectors;
};

Result<std::vector<NamedVectors>> words_of(const weights::EmbeddingFile& file, const std::string& chosen, std::int64_t width) {
  auto first = weights::vectors_for(file, width);
  if (!first) return forward(first);
  std::vector<NamedVectors> words;
  const auto other = std::ranges::find(file.others, chosen, &weights::EmbeddingWord::token);
  if (!chosen.empty() && other != file.others.end()) {
    words.push_back({{chosen}, other->vectors});
  } else if (!chosen.empty()) {
    words.push_back({{chosen}, *first});
  } else {
    for (const weights::EmbeddingWord& word : file.others) words.push_back({{word.token}, word.vectors});
    words.push_back({triggers_of(file), *first});
  }
  return words;
}

Result<engine::Outputs> run_apply_embedding(const engine::Inputs& in) {
  const auto& encoder = in.get<pipeline::TextEncoder>("text_encoder");
  const std::string& chosen = in.params().text("token");
  auto file = weights::open_embedding(in.params().file("embedding"));
  if (!file) return forward(file);
  auto words = words_of(*file, chosen, encoder.network.config().hidden_size);
  if (!words) return forward(words);
  engine::Outputs outputs;
  pipeline::TextEncoder next = encoder;
  std::size_t bytes = 0;
  for (const NamedVectors& word : *words) {
    auto values = read_vectors(*file, word.vectors);
    if (!values) return forward(values);
    bytes += static_cast<std::size_t>(values->nbytes());
    next.embeddings.push_back(std::make_shared<const pipeline::Embedding>(pipeline::Embedding{word.triggers, std::move(*values)}));
  }
  if (chosen.empty() && !file->others.empty()) {
    const std::vector<std::string> names = weights::words_of(*file);
    outputs.add_note(note("embedding.several_words", "'{}' holds several words: {}; its name stands for '{}', write another for itself, or "
                              "choose one in the node's field Word (--embedding FILE:WORD)", file->name(),
                              printable(fmt::format("{}", fmt::join(names, ", ")), 300), printable(names.front())));
  }
  return outputs.set("text_encoder", engine::Value::of(std::move(next), bytes));
}

}  // namespace

void register_apply_embedding(NodeRegistration& setup) {
  setup.registry.add(
      apply_embedding_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_embedding(in); },
      [](const graph::Params& params) { return identity_for_apply_embedding(params); });
}

}  // namespace heddle::nodes
