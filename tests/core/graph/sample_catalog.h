// A few node types that tests of the graph room know: one parameter of each kind, typed ports. Used by
// tests/core/graph.
#pragma once

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

inline NodeCatalog sample_catalog() {
  NodeCatalog catalog;
  catalog.add(NodeSpec("model.load", 1, "Model")
                  .group("model")
                  .param(file("path", "model"))
                  .output("model", port::model)
                  .output("text_encoder", port::text_encoder));
  catalog.add(NodeSpec("text.encode", 2, "Text")
                  .input("encoder", port::text_encoder)
                  .param(text("prompt", "").multiline().recomputes_from(Stage::text))
                  .output("conditioning", port::conditioning));
  catalog.add(NodeSpec("image.load", 1, "Image").param(file("path", "image")).output("image", port::image));
  catalog.add(NodeSpec("adapter.apply", 1, "Image prompt")
                  .input("images", port::image)
                  .multiple()
                  .input("encoder", port::image_encoder.of("vit_h"))
                  .optional()
                  .param(lane("scale", 1.0)
                             .range(-2.0, 3.0)
                             .soft_range(0, 1.5, 0.01)
                             .by_layer()
                             .shown_live(1, "image")
                             .live()
                             .recomputes_from(Stage::denoise))
                  .param(list("weights", ParamKind::real).range(0.0, 10.0))
                  .output("image_prompt", port::image_prompt));
  catalog.add(NodeSpec("encoder.big", 1, "Big encoder").output("encoder", port::image_encoder.of("vit_bigg")));
  catalog.add(NodeSpec("sample", 3, "Sampler")
                  .input("model", port::model)
                  .input("positive", port::conditioning)
                  .input("image_prompts", port::image_prompt)
                  .optional()
                  .multiple()
                  .param(integer("steps", 20).range(1, 1000))
                  .param(seed("seed", 0))
                  .param(real("guidance", 7.5).range(0.0, 30.0).live())
                  .param(choice("sampler", "ddim", {"ddim", "euler", "heun"}))
                  .param(boolean("loop", false))
                  .output("latent", port::latent));
  catalog.add(NodeSpec("view", 1, "View").input("latent", port::latent).result());
  catalog.add(NodeSpec("number", 1, "Number").param(real("value", 0.0)).output("out", port::number));
  return catalog;
}

// Model -> Text -> Sampler -> View, complete.
struct SampleGraph {
  Graph graph;
  NodeId model = add("model.load");
  NodeId text = add("text.encode");
  NodeId sampler = add("sample");
  NodeId view = add("view");

  SampleGraph() {
    wire(model, "text_encoder", text, "encoder");
    wire(model, "model", sampler, "model");
    wire(text, "conditioning", sampler, "positive");
    wire(sampler, "latent", view, "latent");
  }

  NodeId add(std::string type) {
    Node node;
    node.type = std::move(type);
    return graph.add(std::move(node));
  }
  void wire(NodeId from, std::string out, NodeId to, std::string in) {
    if (!graph.connect({{from, std::move(out)}, {to, std::move(in)}})) throw std::logic_error("a test wires nothing");
  }
};

}  // namespace heddle::graph
