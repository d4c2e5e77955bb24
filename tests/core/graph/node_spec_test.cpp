#include "graph/node_spec.h"

#include "base/tr.h"
#include "graph/node_catalog.h"

#include <stdexcept>

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a description is written in one breath") {
  const NodeSpec spec = NodeSpec("latent.upscale", 1, TR_NOOP("nodes", "Upscale latent"))
                            .input("latent", port::latent)
                            .input("masks", port::mask)
                            .optional()
                            .multiple()
                            .param(real("scale", 2.0).range(0.25, 8.0).recomputes_from(Stage::denoise))
                            .output("latent", port::latent);
  CHECK(flaw(spec).empty());
  CHECK(spec.title == "Upscale latent");
  CHECK_FALSE(spec.find_input("latent")->is_optional);
  CHECK(spec.find_input("masks")->is_optional);
  CHECK(spec.find_input("masks")->is_multiple);
  CHECK(spec.find_param("scale")->stage == Stage::denoise);
  CHECK(spec.find_output("mask") == nullptr);
  CHECK(spec.side_effect == SideEffect::none);
}

TEST_CASE("a node that writes files is a result too") {
  const NodeSpec spec = NodeSpec("save", 1, "Save").input("image", port::image).writes_files();
  CHECK(spec.side_effect == SideEffect::writes_files);
  CHECK(spec.is_result);
}

TEST_CASE("a catalog refuses a description with a flaw, and a type that it has") {
  NodeCatalog catalog;
  catalog.add(NodeSpec("a", 1, "A"));
  CHECK_THROWS_AS(catalog.add(NodeSpec("a", 1, "A")), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("", 1, "B")), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("b", 1, "B").input("x", port::image).param(real("x", 0))), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("b", 1, "B").param(real("x", 9).range(0, 1))), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("b", 1, "B").param(real("x", 0).range(1, 0))), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("b", 1, "B").param(choice("x", "d", {"c"}))), std::logic_error);
  CHECK_THROWS_AS(catalog.add(NodeSpec("b", 1, "B").output("x", port::image).output("x", port::mask)),
                  std::logic_error);
  CHECK(catalog.all().size() == 1);
}

TEST_CASE("wires fit by kind, and by family where both ends know theirs") {
  CHECK(accepts(port::image, port::image));
  CHECK_FALSE(accepts(port::image, port::mask));
  CHECK(accepts(port::image_encoder, port::image_encoder.of("vit_h")));
  CHECK(accepts(port::image_encoder.of("vit_h"), port::image_encoder));
  CHECK_FALSE(accepts(port::image_encoder.of("vit_h"), port::image_encoder.of("vit_bigg")));
  CHECK(accepts(port::number, port::integer));
  CHECK_FALSE(accepts(port::integer, port::number));
  CHECK(accepts(port::lane, port::number));
  CHECK(accepts(port::any, port::latent));
  CHECK(describe(port::image_encoder.of("vit_h")) == "image encoder (vit_h)");
}

}  // namespace
}  // namespace heddle::graph
