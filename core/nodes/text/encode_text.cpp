// text.encode — Reads a prompt in A1111's syntax and encodes it, 75 tokens at a time.
#include "nodes/node_context.h"
#include "pipeline/text_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec encode_text_spec() {
  return graph::NodeSpec("text.encode", 1, TR_NOOP("nodes", "Text prompt"))
      .group("text")
      .help(TR_NOOP("nodes",
                    "(more) and [less] weigh words, (word:1.3) exactly; BREAK starts a new chunk. [from:to:0.5] "
                    "changes on the way, [a|b] takes turns, AND joins prompts, # begins a comment."))
      .input("text_encoder", graph::port::text_encoder)
      .param(graph::text("text", "").multiline().label(TR_NOOP("nodes", "Text")).recomputes_from(graph::Stage::text))
      .param(graph::choice("syntax", "a1111", {"a1111", "plain"})
                 .label(TR_NOOP("nodes", "Syntax"))
                 .recomputes_from(graph::Stage::text))
      .param(graph::integer("clip_skip", 1)
                 .range(1, 12)
                 .soft_range(1, 12, 1)
                 .label(TR_NOOP("nodes", "Clip skip"))
                 .recomputes_from(graph::Stage::text))
      .param(graph::choice("emphasis", "original", {"original", "no_norm", "ignore"})
                 .label(TR_NOOP("nodes", "Emphasis"))
                 .recomputes_from(graph::Stage::text))
      .output("conditioning", graph::port::conditioning);
}

Result<engine::Outputs> run_encode_text(const engine::Inputs& in, const RunControl& control) {
  if (control.cancelled()) return cancelled();
  pipeline::TextRequest request;
  request.text = in.params().text("text");
  request.syntax = in.params().choice("syntax") == "plain" ? text::PromptSyntax::plain : text::PromptSyntax::a1111;
  request.clip_skip = text::ClipSkip::from_a1111(static_cast<int>(in.params().integer("clip_skip")));
  request.emphasis = pipeline::emphasis_from(in.params().choice("emphasis"));
  auto encoded = pipeline::encode_text(in.shared<pipeline::TextEncoder>("text_encoder"), request);
  if (!encoded) return forward(encoded);
  const auto bytes = static_cast<std::size_t>(encoded->conditioning.states.nbytes());
  return engine::Outputs()
      .set("conditioning", engine::Value::of(std::move(encoded->conditioning), bytes))
      .add_notes(std::move(encoded->notes));
}

}  // namespace

void register_encode_text(NodeRegistration& setup) {
  setup.registry.add(encode_text_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_encode_text(in, control); });
}

}  // namespace heddle::nodes
