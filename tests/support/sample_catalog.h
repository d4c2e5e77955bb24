// A few node types like the real ones, for tests of the document and the window. Pure function.
#pragma once

#include "graph/node_catalog.h"

namespace heddle::testing {

inline graph::NodeCatalog sampleCatalog() {
  using namespace heddle::graph;
  NodeCatalog catalog;
  catalog.add(NodeSpec("model.load", 1, "Model")
                  .group("model")
                  .param(file("model", "model").label("Model"))
                  .output("model", port::model)
                  .output("text_encoder", port::text_encoder)
                  .output("vae", port::vae));
  catalog.add(NodeSpec("text.encode", 1, "Text prompt")
                  .group("text")
                  .input("text_encoder", port::text_encoder)
                  .param(text("text", "").label("Text").multiline())
                  .output("conditioning", port::conditioning));
  catalog.add(NodeSpec("image.load", 1, "Picture")
                  .group("image")
                  .param(file("image", "image").label("File"))
                  .output("image", port::image));
  catalog.add(NodeSpec("image_encoder.load", 1, "Image encoder")
                  .group("model")
                  .output("image_encoder", port::image_encoder.of("vit_h")));
  catalog.add(NodeSpec("image_encoder.big", 1, "Large image encoder")
                  .group("model")
                  .output("image_encoder", port::image_encoder.of("vit_bigg")));
  catalog.add(NodeSpec("image_prompt", 1, "Image prompt")
                  .group("reference")
                  .input("image", port::image)
                  .multiple()
                  .input("image_encoder", port::image_encoder.of("vit_h"))
                  .param(lane("scale", 1.0).label("Scale (λ)").range(0, 2).soft_range(0, 1.5, 0.01).by_layer().live())
                  .output("image_prompt", port::image_prompt));
  catalog.add(NodeSpec("sample", 1, "Sampler")
                  .group("sampling")
                  .input("model", port::model)
                  .input("positive", port::conditioning)
                  .input("negative", port::conditioning)
                  .optional()
                  .input("image_prompt", port::image_prompt)
                  .optional()
                  .multiple()
                  .param(seed("seed", 0).label("Seed"))
                  .param(integer("steps", 20).label("Steps").range(1, 150))
                  .param(lane("guidance", 7.5).label("Guidance").range(0, 30).soft_range(1, 15, 0.1).live())
                  .param(choice("sampler", "ddim", {"ddim", "euler", "heun"}).label("Sampler"))
                  .output("latent", port::latent));
  catalog.add(NodeSpec("latent.decode", 1, "Decode")
                  .group("latent")
                  .input("latent", port::latent)
                  .input("vae", port::vae)
                  .output("image", port::image));
  catalog.add(NodeSpec("latent.upscale", 1, "Upscale latent")
                  .group("latent")
                  .input("latent", port::latent)
                  .param(real("scale", 2.0).label("Scale").range(0.25, 8))
                  .output("latent", port::latent));
  catalog.add(NodeSpec("image.blur", 1, "Blur")
                  .group("image")
                  .input("image", port::image)
                  .param(real("radius", 2.0).label("Radius").range(0, 50))
                  .output("image", port::image));
  catalog.add(NodeSpec("image.save", 1, "Save picture")
                  .group("image")
                  .input("image", port::image)
                  .param(text("name", "").label("File name"))
                  .writes_files()
                  .result());
  return catalog;
}

}  // namespace heddle::testing
