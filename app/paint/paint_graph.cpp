#include "paint/paint_graph.h"

#include <set>
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

void addPrompt(Builder& builder, const graph::Graph& document, NodeId image, const char* port, graph::Lane scale,
               NodeId sampler) {
  const NodeId adapter = builder.add("adapter.load", paramsOf(document, "adapter.load"));
  const NodeId encoder = builder.add("image_encoder.load", paramsOf(document, "image_encoder.load"));
  const NodeId prompt = builder.add("image_prompt", {{"scale", std::move(scale)}});
  builder.wire(image, port, prompt, "image");
  builder.wire(adapter, "adapter", prompt, "adapter");
  builder.wire(encoder, "image_encoder", prompt, "image_encoder");
  builder.wire(prompt, "image_prompt", sampler, "image_prompt");
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
  return sampler;
}

}  // namespace

graph::Graph repaintGraph(const graph::Graph& document, const RepaintSettings& settings) {
  Builder builder;
  const NodeId model = builder.add("model.load", paramsOf(document, "model.load"));
  const NodeId prepare = builder.add("inpaint.prepare", {{"fill", graph::Choice{settings.fill}},
                                                         {"feather", std::int64_t{settings.feather}},
                                                         {"grow", std::int64_t{settings.grow}},
                                                         {"only_masked", settings.onlyMasked},
                                                         {"margin", std::int64_t{settings.margin}},
                                                         {"seed", graph::Seed{settings.seed}}});
  const NodeId sampler = addSampler(builder, document, settings);
  builder.wire(loadImage(builder, settings.image), "image", prepare, "image");
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
    addPrompt(builder, document, loadImage(builder, settings.reference), "image", graph::Lane::scalar(settings.scale),
              sampler);
  } else if (settings.words.trimmed().isEmpty()) {
    graph::Lane scale = graph::Lane::scalar(0.5);
    scale.start = 0.2;
    scale.end = 0.8;
    addPrompt(builder, document, prepare, "surroundings", std::move(scale), sampler);
  }
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
