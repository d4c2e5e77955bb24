#include "generate_graph.h"

#include <fmt/format.h>

#include <cctype>
#include <fstream>
#include <set>
#include <utility>

#include "base/json.h"
#include "graph/param_io.h"
#include "graph/param_spec.h"
#include "graph_builder.h"
#include "pipeline/load/bobbin.h"
#include "structure_graph.h"
#include "text/prompt_syntax.h"

namespace heddle::cli {

namespace {

using graph::FilePath;
using graph::NodeId;
using graph::ParamMap;

// An image prompt whose pictures are still to be wired, and its encoder.
struct WiredPrompt {
  NodeId node, encoder;
};

Result<WiredPrompt> add_prompt(GraphBuilder& builder, const GenerateOptions& options, const AdapterUse& use,
                               const graph::Lane& scale, NodeId sampler) {
  auto encoder_path = find_image_encoder(options, use);
  if (!encoder_path) return forward(encoder_path);
  const NodeId adapter = builder.add("adapter.load", {{"adapter", FilePath{use.adapter}}});
  const NodeId encoder = builder.add("image_encoder.load", {{"encoder", FilePath{*encoder_path}}});
  const NodeId prompt = builder.add("image_prompt", {{"scale", scale}, {"fit", graph::Choice{options.fit}}});
  builder.wire(adapter, "adapter", prompt, "adapter");
  builder.wire(encoder, "image_encoder", prompt, "image_encoder");
  builder.wire(prompt, "image_prompt", sampler, "image_prompt");
  return WiredPrompt{prompt, encoder};
}

// A light hand in the middle of the run: enough for light and texture.
graph::Lane surrounding_scale() {
  graph::Lane scale = graph::Lane::scalar(0.5);
  scale.start = 0.2;
  scale.end = 0.8;
  return scale;
}

Result<void> add_adapter(GraphBuilder& builder, const GenerateOptions& options, const AdapterUse& use, NodeId sampler) {
  auto added = add_prompt(builder, options, use, use.scale.value_or(graph::Lane::scalar(0.6)), sampler);
  if (!added) return forward(added);
  const auto [prompt, encoder] = *added;
  graph::ParamList weights;
  for (const std::string& image : use.images) weights.items.emplace_back(weighted_file(image).weight);
  builder.set(prompt, "weights", weights);
  const bool names_rule = options.negative_image == "zeros" || options.negative_image == "black";
  if (names_rule) builder.set(prompt, "negative", graph::Choice{options.negative_image});
  for (const std::string& image : use.images) {
    const NodeId load = add_image(builder, weighted_file(image).path);
    builder.wire(load, "image", prompt, "image");
    if (!options.save_encoder_input.empty() && &image == &use.images.front() && &use == &options.adapters.front()) {
      const NodeId view = builder.add("image.encoder_view", {{"fit", graph::Choice{options.fit}}});
      builder.wire(load, "image", view, "image");
      builder.wire(encoder, "image_encoder", view, "image_encoder");
      const NodeId save = builder.add("image.save", {{"name", options.save_encoder_input.filename().string()}});
      builder.wire(view, "image", save, "image");
      builder.saves_to(save, options.save_encoder_input);
    }
  }
  if (!options.negative_image.empty() && !names_rule && options.negative_image != "official") {
    builder.wire(add_image(builder, options.negative_image), "image", prompt, "negative_image");
  }
  return {};
}

// From noise alone, from a picture as a whole, or from one whose hole is filled and shall not show.
double first_strength(const GenerateOptions& options) {
  if (options.inpaint) return 0.75;
  return options.init_image.empty() ? 1.0 : 0.6;
}

ParamMap sampler_params(const GenerateOptions& options) {
  return {{"seed", graph::Seed{options.seed}},
          {"steps", std::int64_t{options.steps}},
          {"guidance", graph::Lane::scalar(options.guidance)},
          {"guidance_rescale", options.guidance_rescale},
          {"sampler", graph::Choice{options.sampler}},
          {"schedule", graph::Choice{options.schedule}},
          {"width", std::int64_t{options.width}},
          {"height", std::int64_t{options.height}},
          {"count", std::int64_t{options.count}},
          {"eta", options.eta},
          {"strength", options.strength.value_or(first_strength(options))},
          {"strength_rule", graph::Choice{options.strength_rule}},
          {"mask_blend", graph::Choice{options.mask_blend}},
          {"grey_mask", options.grey_mask},
          {"keep_attention", !options.attention_maps.empty()}};
}

NodeId add_text(GraphBuilder& builder, const std::string& text, int clip_skip, NodeId encoder) {
  const NodeId node = builder.add("text.encode", {{"text", text}, {"clip_skip", std::int64_t{clip_skip}}});
  builder.wire(encoder, "text_encoder", node, "text_encoder");
  return node;
}

// Which nodes the sampler and the prompts take the network and the text encoder from.
struct Sources {
  NodeId model, text_encoder;
};

Sources add_loras_and_embeddings(GraphBuilder& builder, const GenerateOptions& options, NodeId model) {
  Sources sources{model, model};
  for (const std::string& text : options.loras) {
    const WeightedFile file = weighted_file(text);
    const NodeId lora = builder.add(
        "lora.apply", {{"lora", FilePath{file.path}}, {"unet_weight", file.weight}, {"text_weight", file.weight}});
    builder.wire(sources.model, "model", lora, "model");
    builder.wire(sources.text_encoder, "text_encoder", lora, "text_encoder");
    sources = {lora, lora};
  }
  for (const std::string& text : options.embeddings) {
    const auto [file, word] = embedding_word(text);
    const NodeId embedding = builder.add("embedding.apply", {{"embedding", FilePath{file}}, {"token", word}});
    builder.wire(sources.text_encoder, "text_encoder", embedding, "text_encoder");
    sources.text_encoder = embedding;
  }
  return sources;
}

void add_start(GraphBuilder& builder, const GenerateOptions& options, NodeId model, NodeId sampler) {
  if (!options.init_image.empty()) {
    const NodeId encode = builder.add(
        "latent.encode", {{"width", std::int64_t{options.width}}, {"height", std::int64_t{options.height}}});
    builder.wire(add_image(builder, options.init_image), "image", encode, "image");
    builder.wire(model, "vae", encode, "vae");
    builder.wire(encode, "latent", sampler, "latent");
  }
  if (!options.mask.empty()) builder.wire(add_image(builder, options.mask), "image", sampler, "mask");
  if (!options.latents.empty()) {
    builder.wire(builder.add("latent.load", {{"file", FilePath{options.latents}}}), "latent", sampler, "noise");
  }
}

// Picture and mask, the part that is worked on, and the sampler that starts from it; the node that prepares.
NodeId add_repaint(GraphBuilder& builder, const GenerateOptions& options, const Sources& sources, NodeId model,
                   NodeId sampler) {
  const InpaintOptions& o = *options.inpaint;
  const auto whole = [](int value) { return std::int64_t{value}; };
  const NodeId prepare = builder.add("inpaint.prepare", {{"fill", graph::Choice{o.fill}},
                                                         {"seed", graph::Seed{options.seed}},
                                                         {"invert", o.invert},
                                                         {"grow", whole(o.grow)},
                                                         {"feather", whole(o.feather)},
                                                         {"grey", options.grey_mask},
                                                         {"only_masked", o.only_masked.has_value()},
                                                         {"margin", whole(o.only_masked.value_or(32))},
                                                         {"size", whole(o.size)},
                                                         {"left", whole(o.left)},
                                                         {"top", whole(o.top)},
                                                         {"right", whole(o.right)},
                                                         {"bottom", whole(o.bottom)}});
  builder.wire(add_image(builder, o.image), "image", prepare, "image");
  if (!o.mask.empty()) builder.wire(add_image(builder, o.mask), "image", prepare, "mask");
  builder.wire(sources.model, "model", prepare, "model");
  const NodeId encode = builder.add("latent.encode");
  builder.wire(prepare, "image", encode, "image");
  builder.wire(prepare, "mask", encode, "mask");
  builder.wire(model, "vae", encode, "vae");
  builder.wire(encode, "latent", sampler, "latent");
  builder.wire(prepare, "mask", sampler, "mask");
  return prepare;
}

// `prepare`: of a repaint, which is finished before it is saved; no node: there is none.
constexpr std::size_t kWordsMost = 64;

// Runs of letters and digits of all texts of a prompt, without its weights and tags; other scripts as they are.
std::vector<std::string> words_of(const std::string& prompt) {
  std::vector<std::string> words;
  for (const text::PromptPart& part : text::parse_prompt(prompt).parts) {
    std::string word;
    for (const char c : (part.is_break ? std::string() : part.text) + ' ') {
      const auto byte = static_cast<unsigned char>(c);
      if (std::isalnum(byte) != 0 || byte >= 0x80) {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
  }
  if (words.size() > kWordsMost) words.resize(kWordsMost);
  return words;
}

// The tensors, and a picture for each word and each image prompt, with light where it acted.
void add_attention(GraphBuilder& builder, const GenerateOptions& options, NodeId sampler, NodeId decode) {
  const auto show = [&](const graph::ParamMap& params, const std::string& name) {
    const NodeId shown = builder.add("attention.show", params);
    builder.wire(sampler, "attention", shown, "attention");
    builder.wire(decode, "image", shown, "image");
    const NodeId save = builder.add("image.save", {{"name", name}, {"carry", false}});
    builder.wire(shown, "image", save, "image");
    builder.saves_to(save, options.attention_maps / name);
  };
  std::set<std::string> words;
  for (const std::string& word : words_of(options.prompt)) {
    if (words.insert(word).second) show({{"word", word}}, fmt::format("word-{:02}-{}.png", words.size(), word));
  }
  std::size_t references = 0;
  for (const AdapterUse& use : options.adapters) references += use.images.empty() ? 0 : 1;
  for (std::size_t i = 1; i <= references; ++i) {
    show({{"of", graph::Choice{"reference"}}, {"reference", static_cast<std::int64_t>(i)}},
         fmt::format("reference-{}.png", i));
  }
  const NodeId all = builder.add("attention.save", {{"name", std::string("attention.safetensors")}});
  builder.wire(sampler, "attention", all, "attention");
  builder.saves_to(all, options.attention_maps / "attention.safetensors");
}

void add_results(GraphBuilder& builder, const GenerateOptions& options, NodeId model, NodeId sampler, NodeId prepare) {
  const NodeId decode = builder.add("latent.decode");
  builder.wire(sampler, "latent", decode, "latent");
  builder.wire(model, "vae", decode, "vae");
  const NodeId save = builder.add("image.save", {{"name", options.output.filename().string()}});
  if (options.inpaint) {
    const NodeId finish = builder.add("inpaint.finish", {{"match", options.inpaint->match}});
    builder.wire(decode, "image", finish, "image");
    builder.wire(prepare, "repaint", finish, "repaint");
    builder.wire(finish, "facts", save, "facts");
    builder.wire(finish, "image", save, "image");
  } else {
    builder.wire(decode, "image", save, "image");
  }
  builder.saves_to(save, options.output);
  if (!options.attention_maps.empty()) add_attention(builder, options, sampler, decode);
  if (options.save_latents.empty()) return;
  const NodeId latents = builder.add("latent.save", {{"name", options.save_latents.filename().string()}});
  builder.wire(sampler, "latent", latents, "latent");
  builder.saves_to(latents, options.save_latents);
}

}  // namespace

std::pair<std::string, std::string> embedding_word(const std::string& text) {
  const auto colon = text.rfind(':');
  std::error_code error;
  if (colon == std::string::npos || std::filesystem::exists(text, error) ||
      !std::filesystem::exists(text.substr(0, colon), error)) {
    return {text, ""};
  }
  return {text.substr(0, colon), text.substr(colon + 1)};
}

Result<graph::Lane> parse_scale(const std::string& text) {
  if (text.starts_with('@')) {
    const std::string path = text.substr(1);
    std::ifstream stream(path);
    if (!stream) return fail(ErrorKind::not_found, "[generate] --scale: '{}' cannot be opened", path);
    auto json = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), path);
    if (!json) return forward(json);
    const auto value = graph::param_from_json(*json, graph::lane("scale", 1));
    if (!value) {
      return fail(ErrorKind::invalid_input,
                  "[generate] --scale: '{}' is no lane; write a number, a list (one a layer), "
                  "a list of lists (layers x steps), or {{\"values\": …, \"mask\": FILE}}",
                  path);
    }
    graph::Lane lane = std::get<graph::Lane>(*value);
    const auto beside =
        std::filesystem::path(path).parent_path() / lane.mask;  // the scale's file and its mask travel together
    std::error_code error;
    if (!lane.mask.empty() && !std::filesystem::exists(lane.mask, error) && std::filesystem::exists(beside, error))
      lane.mask = beside.string();
    return lane;
  }
  std::vector<double> layers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const auto value = number_in(std::string_view(text).substr(begin, end - begin));
    if (!value)
      return fail(ErrorKind::invalid_input, "[generate] --scale: '{}' is no number in '{}'",
                  text.substr(begin, end - begin), text);
    layers.push_back(*value);
    begin = end + 1;
  }
  return layers.size() == 1 ? graph::Lane::scalar(layers.front()) : graph::Lane::per_layer(layers);
}

bool is_led_by_surroundings(const GenerateOptions& options) {
  return options.inpaint && options.inpaint->surroundings && options.prompt.empty() && options.adapters.empty() &&
         pipeline::is_bobbin(options.model);
}

Result<GenerateGraph> build_graph(const GenerateOptions& options) {
  if (!options.mask.empty() && options.init_image.empty()) {
    return fail(ErrorKind::invalid_input,
                "[generate] --mask says where to repaint a picture; give the picture with --init-image");
  }
  GraphBuilder builder;
  const NodeId model = builder.add("model.load", {{"model", FilePath{options.model}},
                                                  {"vae", FilePath{options.vae}},
                                                  {"text_encoder", FilePath{options.text_encoder}},
                                                  {"prediction", graph::Choice{options.prediction}},
                                                  {"zero_terminal_snr", graph::Choice{options.zero_terminal_snr}}});
  const NodeId sampler = builder.add("sample", sampler_params(options));
  Sources sources = add_loras_and_embeddings(builder, options, model);
  if (options.inpaint && !options.inpaint->inpainting_model.empty()) {
    const NodeId merge =
        builder.add("model.merge_inpaint", {{"inpainting", FilePath{options.inpaint->inpainting_model}},
                                            {"base", FilePath{options.inpaint->inpainting_base}}});
    builder.wire(sources.model, "model", merge, "model");
    sources.model = merge;
  }
  builder.wire(sources.model, "model", sampler, "model");
  builder.wire(add_text(builder, options.prompt, options.clip_skip, sources.text_encoder), "conditioning", sampler,
               "positive");
  builder.wire(add_text(builder, options.negative, options.clip_skip, sources.text_encoder), "conditioning", sampler,
               "negative");
  for (const AdapterUse& use : options.adapters) {
    if (use.images.empty()) {
      return fail(ErrorKind::invalid_input, "[generate] the adapter '{}' has no reference; give it one with --image",
                  use.adapter);
    }
    if (use.adapter.empty() && !pipeline::is_bobbin(options.model)) {
      return fail(ErrorKind::invalid_input,
                  "[generate] --image needs the IP-Adapter that was made for this kind of model; "
                  "name it with --adapter");
    }
    if (auto added = add_adapter(builder, options, use, sampler); !added) return forward(added);
  }
  if (auto added = add_structure(builder, options, model, sampler); !added) return forward(added);
  NodeId prepare;
  if (options.inpaint) prepare = add_repaint(builder, options, sources, model, sampler);
  if (is_led_by_surroundings(options)) {
    auto prompt = add_prompt(builder, options, AdapterUse{}, surrounding_scale(), sampler);
    if (!prompt) return forward(prompt);
    builder.wire(prepare, "surroundings", prompt->node, "image");
  }
  add_start(builder, options, model, sampler);
  add_results(builder, options, model, sampler, prepare);
  return builder.take();
}

}  // namespace heddle::cli
