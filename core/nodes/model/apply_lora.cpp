// lora.apply — Merges a LoRA into a model and its text encoder.
#include "base/printable.h"
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "pipeline/load/embedding_application.h"
#include "pipeline/load/lora_application.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::nodes {

namespace {

namespace port = graph::port;
using weights::LoraFile;
using weights::LoraMatch;
using weights::LoraPart;

constexpr double kMostStrength = 10;

graph::NodeSpec apply_lora_spec() {
  return graph::NodeSpec("lora.apply", 1, TR_NOOP("nodes", "LoRA"))
      .group("model")
      .help(TR_NOOP("nodes",
                    "A small file that teaches a model a style, a subject or a trick: LoRA, LoCon, LoHa, LoKr or DoRA. "
                    "Several in a row add up; bypass the node and the model is as it was."))
      .input("model", port::model)
      .input("text_encoder", port::text_encoder)
      .optional()
      .param(graph::file("lora", "lora").label(TR_NOOP("nodes", "LoRA")).recomputes_from(graph::Stage::model))
      .param(graph::real("unet_weight", 1)
                 .range(-kMostStrength, kMostStrength)
                 .step(0.05)
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::model))
      .param(graph::real("text_weight", 1)
                 .range(-kMostStrength, kMostStrength)
                 .step(0.05)
                 .label(TR_NOOP("nodes", "Strength in the text"))
                 .recomputes_from(graph::Stage::text))
      .output("model", port::model)
      .output("text_encoder", port::text_encoder)
      .costs(2);
}

Result<std::string> identity_for_apply_lora(const NodeContext& services, const graph::Params& params) {
  if (params.file("lora").empty()) return fail(ErrorKind::invalid_input, "[lora.apply] no LoRA is chosen");
  auto file = engine::file_identity(params.file("lora"));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

struct Matches {
  std::shared_ptr<const LoraMatch> unet, text;  // text is null without a text encoder
};

Result<Matches> match_parts(const LoraFile& lora, const engine::Inputs& in) {
  Matches matches;
  auto unet = match_lora(lora, LoraPart::unet, in.get<pipeline::DiffusionModel>("model").source->stored);
  if (!unet) return forward(unet);
  matches.unet = std::make_shared<const LoraMatch>(std::move(*unet));
  const auto* encoder = in.find<pipeline::TextEncoder>("text_encoder");
  if (encoder == nullptr) return matches;
  auto text = match_lora(lora, LoraPart::text_encoder, encoder->source->stored);
  if (!text) return forward(text);
  matches.text = std::make_shared<const LoraMatch>(std::move(*text));
  return matches;
}

// What of the file is not used: an error where that is all of it, a note otherwise.
Result<void> tell_unused(engine::Outputs& outputs, const LoraFile& lora, const Matches& matches) {
  std::vector<std::string> unused = matches.unet->unmatched;
  if (matches.text != nullptr)
    unused.insert(unused.end(), matches.text->unmatched.begin(), matches.text->unmatched.end());
  std::size_t words = 0;
  for (const weights::LoraModule& module : lora.modules) {
    const bool is_text = module.part == LoraPart::text_encoder;
    if (is_text && matches.text == nullptr) ++words;
    if (!is_text && module.part != LoraPart::unet) unused.push_back(module.name);
  }
  const std::size_t taught = lora.embeddings.size();
  const std::size_t used =
      matches.unet->patches.size() + (matches.text == nullptr ? 0 : matches.text->patches.size() + taught);
  if (used == 0 && words + taught > 0) {
    return fail(ErrorKind::invalid_input,
                "[lora.apply] '{}' changes only the text encoder; wire the text encoder through this "
                "node too",
                lora.name());
  }
  if (used == 0) {
    return fail(ErrorKind::invalid_input,
                "[lora.apply] '{}' changes nothing in this model: none of its {} modules is there, {}; "
                "choose a LoRA made for the model's family ({})",
                lora.name(), lora.modules.size(), weights::layouts::count_and_first(unused), describe(lora.signature));
  }
  if (!unused.empty()) {
    outputs.add_note(note("lora.unmatched", "'{}': {} of {} modules are used; the model does not have {}", lora.name(),
                          lora.modules.size() - words - unused.size(), lora.modules.size(),
                          weights::layouts::count_and_first(unused)));
  }
  if (matches.text == nullptr && taught > 0) {
    outputs.add_note(note("lora.embedding_unused",
                          "'{}': its embedding '{}' is not used; wire the text encoder through the LoRA too",
                          lora.name(), printable(lora.embeddings.front().token, 40)));
  }
  if (words > 0) {
    outputs.add_note(
        note("lora.no_text_encoder",
             "'{}': {} modules of the text encoder are not used; wire the text encoder through the LoRA too",
             lora.name(), words));
  }
  if (!lora.unknown.empty()) {
    outputs.add_note(note("lora.foreign_tensors", "'{}' holds tensors that are no part of a LoRA: {}", lora.name(),
                          weights::layouts::count_and_first(lora.unknown)));
  }
  return {};
}

// The same value where there is nothing to merge.
template <class Network>
Result<engine::Value> applied(const engine::Inputs& in, std::string_view port_name,
                              std::shared_ptr<const LoraMatch> match, double strength, const RunControl& control) {
  if (match->patches.empty() || strength == 0) return in.values(port_name).front();
  auto merged = pipeline::with_lora(in.get<Network>(port_name), {std::move(match), strength}, control);
  if (!merged) return forward(merged);
  return to_value(std::move(*merged));
}

// The words that the file brings; those for another text encoder are noted.
Result<engine::Value> taught(engine::Value encoder, const LoraFile& lora, engine::Outputs& outputs) {
  for (const weights::EmbeddingFile& embedding : lora.embeddings) {
    const auto& before = encoder.as<pipeline::TextEncoder>();
    if (auto fits = weights::vectors_for(embedding, before.network.config().hidden_size); !fits) {
      outputs.add_note(note("lora.embedding_unused",
                            "'{}': its embedding '{}' is not used: it was made for another text encoder", lora.name(),
                            printable(embedding.token, 40)));
      continue;
    }
    auto next = pipeline::with_embedding(before, embedding, {embedding.token});
    if (!next) return forward(next);
    encoder = engine::Value::of(std::move(next->encoder), encoder.bytes() + next->bytes);
  }
  return encoder;
}

Result<engine::Outputs> run_apply_lora(const engine::Inputs& in, const RunControl& control) {
  auto lora = weights::open_lora(in.params().file("lora"));
  if (!lora) return forward(lora);
  auto matches = match_parts(*lora, in);
  if (!matches) return forward(matches);
  engine::Outputs outputs;
  if (auto told = tell_unused(outputs, *lora, *matches); !told) return forward(told);
  auto model = applied<pipeline::DiffusionModel>(in, "model", matches->unet, in.params().real("unet_weight"),
                                                 control.sub(0, 0.8));
  if (!model) return forward(model);
  outputs.set("model", std::move(*model));
  if (matches->text == nullptr) return outputs;
  auto encoder = applied<pipeline::TextEncoder>(in, "text_encoder", matches->text, in.params().real("text_weight"),
                                                control.sub(0.8, 0.2));
  if (encoder) encoder = taught(std::move(*encoder), *lora, outputs);
  if (!encoder) return forward(encoder);
  outputs.set("text_encoder", std::move(*encoder));
  return outputs;
}

}  // namespace

void register_apply_lora(NodeRegistration& setup) {
  setup.registry.add(
      apply_lora_spec(), [](const engine::Inputs& in, RunControl& control) { return run_apply_lora(in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_apply_lora(*s, params); });
}

}  // namespace heddle::nodes
