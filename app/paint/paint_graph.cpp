#include "paint/paint_graph.h"

#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "graph/lane.h"

namespace heddle::paint {

namespace {

using graph::FilePath;
using graph::NodeId;
using graph::ParamMap;

constexpr std::uint64_t kFirstId = std::uint64_t{1} << 40;

class Builder final {
 public:
  NodeId add(std::string type, ParamMap params = {}) {
    graph::Node node;
    node.id = NodeId(kFirstId + ++count_);
    node.type = std::move(type);
    node.params = std::move(params);
    const NodeId id = node.id;
    (void)graph_.insert(std::move(node));
    return id;
  }
  void wire(NodeId from, std::string output, NodeId to, std::string input) {
    (void)graph_.connect({{from, std::move(output)}, {to, std::move(input)}});
  }
  void set(NodeId node, std::string name, graph::ParamValue value) {
    graph_.set_param(node, std::move(name), std::move(value));
  }
  graph::Graph take() { return std::move(graph_); }

 private:
  graph::Graph graph_;
  std::uint64_t count_ = 0;
};

// The parameters of the document's first node of a type.
ParamMap paramsOf(const graph::Graph& document, const std::string& type) {
  for (const auto& [id, node] : document.nodes()) {
    if (node.type == type) return node.params;
  }
  return {};
}

NodeId loadImage(Builder& builder, const QString& path) {
  return builder.add("image.load", {{"image", FilePath{path.toStdString()}}});
}

NodeId addPrompt(Builder& builder, const graph::Graph& document, NodeId image, const char* port, graph::Lane scale,
                 NodeId sampler) {
  const NodeId adapter = builder.add("adapter.load", paramsOf(document, "adapter.load"));
  const NodeId encoder = builder.add("image_encoder.load", paramsOf(document, "image_encoder.load"));
  const NodeId prompt = builder.add("image_prompt", {{"scale", std::move(scale)}});
  builder.wire(image, port, prompt, "image");
  builder.wire(adapter, "adapter", prompt, "adapter");
  builder.wire(encoder, "image_encoder", prompt, "image_encoder");
  builder.wire(prompt, "image_prompt", sampler, "image_prompt");
  return prompt;
}

// A mask of the whole canvas at a node's port, cut as the repaint is.
void addMask(Builder& builder, const QString& path, NodeId prepare, NodeId node) {
  const NodeId cut = builder.add("inpaint.cut");
  builder.wire(loadImage(builder, path), "image", cut, "image");
  builder.wire(prepare, "repaint", cut, "repaint");
  builder.wire(cut, "image", node, "mask");
}

// A map of the canvas and the ControlNet that follows it.
struct Structure {
  std::string annotator;
  ParamMap map, control, apply;
};

const graph::Node* sourceOf(const graph::Graph& document, NodeId node, std::string_view port) {
  for (const graph::Link& link : document.links()) {
    if (link.to.node != node || link.to.port != port) continue;
    const auto found = document.nodes().find(link.from.node);
    return found == document.nodes().end() ? nullptr : &found->second;
  }
  return nullptr;
}

std::optional<Structure> structureOf(const graph::Graph& document) {
  for (const auto& [id, node] : document.nodes()) {
    if (node.type != "control.apply") continue;
    const graph::Node *map = sourceOf(document, id, "image"), *control = sourceOf(document, id, "control_net");
    const bool isWhole = map != nullptr && map->type.starts_with("annotate.") && control != nullptr;
    if (isWhole && control->type == "control.load")
      return Structure{map->type, map->params, control->params, node.params};
  }
  const ParamMap model = paramsOf(document, "model.load");
  const auto named = model.find("model");
  if (named != model.end() && named->second != graph::ParamValue(FilePath{"bobbin"})) return std::nullopt;
  return Structure{"annotate.canny", {{"resolution", std::int64_t{0}}}, {{"control", FilePath{"bobbin:canny"}}}, {}};
}

void addStructure(Builder& builder, const Structure& structure, NodeId image, NodeId prepare, NodeId sampler,
                  const QString& mask) {
  const NodeId cut = builder.add("inpaint.cut"), map = builder.add(structure.annotator, structure.map);
  const NodeId control = builder.add("control.load", structure.control);
  const NodeId apply = builder.add("control.apply", structure.apply);
  builder.wire(image, "image", cut, "image");
  builder.wire(prepare, "repaint", cut, "repaint");
  builder.wire(cut, "image", map, "image");
  builder.wire(map, "image", apply, "image");
  builder.wire(control, "control_net", apply, "control_net");
  builder.wire(apply, "control", sampler, "control");
  if (!mask.isEmpty()) addMask(builder, mask, prepare, apply);
}

NodeId addText(Builder& builder, const QString& words, NodeId model) {
  const NodeId text = builder.add("text.encode", {{"text", words.toStdString()}});
  builder.wire(model, "text_encoder", text, "text_encoder");
  return text;
}

NodeId addSampler(Builder& builder, const graph::Graph& document, const RepaintSettings& settings) {
  const NodeId sampler = builder.add("sample");
  const std::set<std::string> taken{"steps", "sampler", "schedule", "guidance", "guidance_rescale", "eta"};
  for (const auto& [name, value] : paramsOf(document, "sample")) {
    if (taken.contains(name)) builder.set(sampler, name, value);
  }
  builder.set(sampler, "seed", graph::Seed{settings.seed});
  builder.set(sampler, "strength", settings.strength);
  builder.set(sampler, "grey_mask", settings.isGrey);
  return sampler;
}

}  // namespace

bool hasStructure(const graph::Graph& document) { return structureOf(document).has_value(); }

graph::Graph repaintGraph(const graph::Graph& document, const RepaintSettings& settings) {
  Builder builder;
  const NodeId model = builder.add("model.load", paramsOf(document, "model.load"));
  const NodeId prepare = builder.add("inpaint.prepare", {{"fill", graph::Choice{settings.fill}},
                                                         {"feather", std::int64_t{settings.feather}},
                                                         {"grow", std::int64_t{settings.grow}},
                                                         {"grey", settings.isGrey},
                                                         {"only_masked", settings.onlyMasked},
                                                         {"margin", std::int64_t{settings.margin}},
                                                         {"seed", graph::Seed{settings.seed}}});
  const NodeId sampler = addSampler(builder, document, settings);
  const NodeId image = loadImage(builder, settings.image);
  builder.wire(image, "image", prepare, "image");
  builder.wire(loadImage(builder, settings.mask), "image", prepare, "mask");
  builder.wire(model, "model", prepare, "model");
  const NodeId encode = builder.add("latent.encode");
  builder.wire(prepare, "image", encode, "image");
  builder.wire(prepare, "mask", encode, "mask");
  builder.wire(model, "vae", encode, "vae");
  builder.wire(encode, "latent", sampler, "latent");
  builder.wire(prepare, "mask", sampler, "mask");
  builder.wire(model, "model", sampler, "model");
  builder.wire(addText(builder, settings.words, model), "conditioning", sampler, "positive");
  builder.wire(addText(builder, {}, model), "conditioning", sampler, "negative");
  if (!settings.reference.isEmpty()) {
    const NodeId prompt = addPrompt(builder, document, loadImage(builder, settings.reference), "image",
                                    graph::Lane::scalar(settings.scale), sampler);
    if (!settings.scaleMask.isEmpty()) addMask(builder, settings.scaleMask, prepare, prompt);
  } else if (settings.words.trimmed().isEmpty()) {
    graph::Lane scale = graph::Lane::scalar(0.5);
    scale.start = 0.2;
    scale.end = 0.8;
    addPrompt(builder, document, prepare, "surroundings", std::move(scale), sampler);
  }
  if (const auto structure = structureOf(document); structure && settings.followsStructure)
    addStructure(builder, *structure, image, prepare, sampler, settings.controlMask);
  const NodeId decode = builder.add("latent.decode");
  builder.wire(sampler, "latent", decode, "latent");
  builder.wire(model, "vae", decode, "vae");
  const NodeId finish = builder.add("inpaint.finish", {{"match", settings.matchColours}});
  builder.wire(decode, "image", finish, "image");
  builder.wire(prepare, "repaint", finish, "repaint");
  const NodeId save = builder.add("image.save");
  builder.wire(finish, "image", save, "image");
  builder.wire(finish, "facts", save, "facts");
  return builder.take();
}

}  // namespace heddle::paint
