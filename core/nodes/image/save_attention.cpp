// attention.save — The maps of a run as tensors: the means by layer, by step, and of all.
#include <fmt/format.h>

#include "nodes/node_context.h"
#include "pipeline/attention_maps.h"
#include "tensor/weight_tensors.h"

namespace heddle::nodes {

namespace {

using pipeline::AttentionChoice;
using pipeline::AttentionKind;
using pipeline::AttentionMaps;

graph::NodeSpec save_attention_spec() {
  return graph::NodeSpec("attention.save", 1, TR_NOOP("nodes", "Save attention"))
      .group("image")
      .help(TR_NOOP("nodes",
                    "A safetensors file with the maps of words and references, by layer, by step and of all, in the "
                    "output folder."))
      .input("attention", pipeline::attention_port)
      .param(graph::text("name", "attention.safetensors")
                 .label(TR_NOOP("nodes", "File name"))
                 .recomputes_from(graph::Stage::output))
      .writes_files()
      .result();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "\n") + name;
  return text;
}

// What was recorded of one call's layer, the pictures one after another.
void put_records(const AttentionMaps& maps, tensor::NamedTensors& tensors) {
  for (const pipeline::AttentionRecord& record : maps.records) {
    const std::string name = fmt::format("step.{}.layer.{}.", record.step, record.layer);
    tensors[name + "words"] = record.words;
    tensors[name + "shares"] = record.shares;
    for (std::size_t i = 0; i < record.references.size(); ++i) {
      if (record.references[i].defined()) tensors[fmt::format("{}reference.{}", name, i + 1)] = record.references[i];
    }
  }
}

void put_mean(const AttentionMaps& maps, const std::string& name, AttentionChoice choice,
              tensor::NamedTensors& tensors) {
  const auto put = [&](const std::string& kind) {
    if (auto mean = mean_map(maps, choice)) tensors[name + kind] = *mean;  // a reference may not act there
  };
  put("words");
  choice.kind = AttentionKind::shares;
  put("shares");
  choice.kind = AttentionKind::reference;
  for (choice.reference = 0; choice.reference < maps.references; ++choice.reference)
    put(fmt::format("reference.{}", choice.reference + 1));
}

Result<engine::Outputs> run_save_attention(const NodeContext& services, const engine::Inputs& in) {
  const auto& maps = in.get<AttentionMaps>("attention");
  if (maps.records.empty()) {
    return fail(ErrorKind::invalid_input,
                "[attention.save] the sampler kept no attention: switch on \"Keep attention\" at the sampler");
  }
  tensor::NamedTensors tensors;
  put_records(maps, tensors);
  for (std::int64_t image = 0; image < maps.records.front().words.size(0); ++image) {
    const std::string prefix = fmt::format("picture.{}.", image + 1);
    put_mean(maps, prefix + "all.", {.image = image}, tensors);
    for (int step = 0; step < maps.steps; ++step) {
      put_mean(maps, fmt::format("{}step.{}.", prefix, step), {.first_step = step, .steps = 1, .image = image},
               tensors);
    }
    for (std::size_t layer = 0; layer < maps.layers.size(); ++layer) {
      put_mean(maps, fmt::format("{}layer.{}.", prefix, layer), {.layers = maps.layers[layer], .image = image},
               tensors);
    }
  }
  const std::filesystem::path path = services.output_path(in.node(), in.params().text("name"));
  auto written = tensor::save_file(path, tensors, {{"layers", joined(maps.layers)}, {"tokens", joined(maps.tokens)}});
  if (!written) return forward(written);
  if (services.saved) services.saved(path);
  return engine::Outputs();
}

}  // namespace

void register_save_attention(NodeRegistration& setup) {
  setup.registry.add(save_attention_spec(), [s = setup.services](const engine::Inputs& in, RunControl&) {
    return run_save_attention(*s, in);
  });
}

}  // namespace heddle::nodes
