// embedding.apply — Adds a word to a text encoder: a textual inversion.
#include "engine/file_identity.h"
#include "nodes/node_context.h"
#include "pipeline/load/embedding_application.h"
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
      .param(graph::text("token", "").label(TR_NOOP("nodes", "Word")).help(TR_NOOP("nodes", "Empty: the file's name, and the word it brings."))
                 .invalidates(graph::Frontier::text))
      .output("text_encoder", graph::port::text_encoder);
}

Result<std::string> identity_for_apply_embedding(const graph::Params& params) {
  if (params.file("embedding").empty()) return fail(ErrorKind::invalid_input, "[embedding.apply] no embedding is chosen");
  return engine::file_identity(params.file("embedding"));
}

std::vector<std::string> triggers_of(const weights::EmbeddingFile& file, const std::string& chosen) {
  if (!chosen.empty()) return {chosen};
  std::vector<std::string> triggers = {file.path.stem().string()};
  // A1111's name for an unnamed token is "*".
  if (file.token.size() > 1 && file.token != triggers.front()) triggers.push_back(file.token);
  return triggers;
}

Result<engine::Outputs> run_apply_embedding(const engine::Inputs& in) {
  const auto& encoder = in.get<pipeline::TextEncoder>("text_encoder");
  auto file = weights::open_embedding(in.params().file("embedding"));
  if (!file) return forward(file);
  auto taught = pipeline::with_embedding(encoder, *file, triggers_of(*file, in.params().text("token")));
  if (!taught) return forward(taught);
  return engine::Outputs().set("text_encoder", engine::Value::of(std::move(taught->encoder), taught->bytes));
}

}  // namespace

void register_apply_embedding(NodeRegistration& setup) {
  setup.registry.add(
      apply_embedding_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_embedding(in); },
      [](const graph::Params& params) { return identity_for_apply_embedding(params); });
}

}  // namespace heddle::nodes
