// attention.show — Where in a picture a word, a reference or a token of it acted, as light on the picture.
#include <ATen/TensorOperators.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include "nodes/node_context.h"
#include "pipeline/attention_maps.h"
#include "pipeline/image_tensors.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec show_attention_spec() {
  using graph::Stage;
  return graph::NodeSpec("attention.show", 1, TR_NOOP("nodes", "What shaped it"))
      .group("image")
      .help(TR_NOOP("nodes",
                    "Light where a word was looked at, or where a reference acted, while the picture was made. Needs "
                    "\"Keep attention\" at the sampler."))
      .input("attention", pipeline::attention_port)
      .input("image", graph::port::image, TR_NOOP("nodes", "Drawn on"))
      .optional()
      .param(graph::choice("of", "word", {"word", "reference", "token"})
                 .label(TR_NOOP("nodes", "Shows"))
                 .recomputes_from(Stage::decode))
      .param(graph::text("word", "").label(TR_NOOP("nodes", "Word")).recomputes_from(Stage::decode))
      .param(graph::integer("reference", 1)
                 .range(1, 64)
                 .label(TR_NOOP("nodes", "Reference"))
                 .recomputes_from(Stage::decode))
      .param(graph::integer("token", 1)
                 .range(1, 4096)
                 .soft_range(1, 16, 1)
                 .label(TR_NOOP("nodes", "Token of it"))
                 .recomputes_from(Stage::decode))
      .param(graph::text("layers", "")
                 .label(TR_NOOP("nodes", "Layers"))
                 .help(TR_NOOP("nodes", "A part of their names: down, mid, up_blocks.1. Empty: the mean of all."))
                 .recomputes_from(Stage::decode))
      .param(graph::integer("first_step", 1)
                 .range(1, 1000)
                 .soft_range(1, 60, 1)
                 .label(TR_NOOP("nodes", "First step"))
                 .recomputes_from(Stage::decode))
      .param(graph::integer("steps", 0)
                 .range(0, 1000)
                 .soft_range(0, 60, 1)
                 .label(TR_NOOP("nodes", "Steps"))
                 .help(TR_NOOP("nodes", "0: all from there to the last."))
                 .recomputes_from(Stage::decode))
      .output("image", graph::port::image)
      .costs(1);
}

// (height, width): of the asked word, reference or token.
Result<at::Tensor> asked_map(const pipeline::AttentionMaps& maps, const graph::Params& params, std::int64_t image) {
  pipeline::AttentionChoice choice;
  const std::string of = params.choice("of");
  choice.layers = params.text("layers");
  choice.first_step = static_cast<int>(params.integer("first_step")) - 1;
  choice.steps = params.integer("steps") == 0 ? -1 : static_cast<int>(params.integer("steps"));
  choice.reference = static_cast<std::size_t>(params.integer("reference") - 1);
  choice.image = image;
  choice.kind = of == "word"        ? pipeline::AttentionKind::words
                : of == "reference" ? pipeline::AttentionKind::shares
                                    : pipeline::AttentionKind::reference;
  if (of == "reference" && choice.reference >= maps.references) {
    return fail(ErrorKind::invalid_input,
                "[attention.show] there are {} image prompts at the sampler, none is number {}", maps.references,
                choice.reference + 1);
  }
  auto map = mean_map(maps, choice);
  if (!map) return map;
  if (of == "reference") return map->select(2, static_cast<std::int64_t>(choice.reference) + 1);
  if (of == "token") {
    const std::int64_t token = params.integer("token") - 1;
    if (token < map->size(2)) return map->select(2, token);
    return fail(ErrorKind::invalid_input, "[attention.show] the reference has {} tokens, none is number {}",
                map->size(2), token + 1);
  }
  const std::vector<std::int64_t> places = tokens_of_word(maps, params.text("word"));
  if (places.empty()) {
    std::string known;
    for (const std::string& token : maps.tokens) {
      if (!token.starts_with('<') && !token.empty()) known += (known.empty() ? "" : ", ") + token;
    }
    return fail(ErrorKind::invalid_input, "[attention.show] '{}' is no word of the prompt; its words are: {}",
                params.text("word"), known);
  }
  at::Tensor sum = map->select(2, places.front());
  for (std::size_t i = 1; i < places.size(); ++i) sum = sum + map->select(2, places[i]);
  return sum;
}

// Dark where nothing was, the picture's own colours where most was; without a picture in grey.
at::Tensor lit(const at::Tensor& map, const image::Image* image, const pipeline::AttentionMaps& maps) {
  constexpr double kDark = 0.15;
  const at::Tensor base = image == nullptr ? at::Tensor() : pipeline::to_tensor(*image);
  const std::int64_t height = image == nullptr ? maps.height * weights::kLatentFactor : image->height();
  const std::int64_t width = image == nullptr ? maps.width * weights::kLatentFactor : image->width();
  const at::Tensor from_least = map - map.min();
  const at::Tensor share = from_least / from_least.max().clamp_min(1e-12);
  const at::Tensor large =
      at::upsample_bilinear2d(share.unsqueeze(0).unsqueeze(0), {height, width}, /*align_corners=*/false);
  if (!base.defined()) return large.expand({1, 3, height, width}) * 2 - 1;
  return (base + 1) * (large * (1 - kDark) + kDark) - 1;
}

Result<engine::Outputs> run_show_attention(const engine::Inputs& in) {
  const auto& maps = in.get<pipeline::AttentionMaps>("attention");
  if (maps.records.empty()) {
    return fail(ErrorKind::invalid_input,
                "[attention.show] the sampler kept no attention: switch on \"Keep attention\" at the sampler");
  }
  const auto* drawn_on = in.find<pipeline::Images>("image");
  pipeline::Images shown;
  std::size_t bytes = 0;
  for (std::int64_t i = 0; i < maps.records.front().words.size(0); ++i) {
    auto map = asked_map(maps, in.params(), i);
    if (!map) return forward(map);
    const auto place = static_cast<std::size_t>(i);
    const image::Image* image = drawn_on != nullptr && place < drawn_on->size() ? &(*drawn_on)[place] : nullptr;
    for (image::Image& one : pipeline::to_images(lit(*map, image, maps))) {
      bytes += one.pixels().size();
      shown.push_back(std::move(one));
    }
  }
  return engine::Outputs().set("image", engine::Value::of(std::move(shown), bytes));
}

}  // namespace

void register_show_attention(NodeRegistration& setup) {
  setup.registry.add(show_attention_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_show_attention(in); });
}

}  // namespace heddle::nodes
