// image_prompt — Reference pictures through an IP-Adapter, with the strength lambda by layer, step and place.
#include <filesystem>

#include "base/printable.h"
#include "engine/file_identity.h"
#include "image/read_image.h"
#include "nodes/node_context.h"
#include "pipeline/mask.h"
#include "pipeline/reference_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec image_prompt_spec() {
  return pipeline::with_fit_params(
             graph::NodeSpec("image_prompt", 1, TR_NOOP("nodes", "Image prompt"))
                 .group("reference")
                 .help(TR_NOOP("nodes", "Guides the result by pictures, beside the words (IP-Adapter)."))
                 .input("image", graph::port::image)
                 .multiple()
                 .input("adapter", graph::port::adapter)
                 .input("image_encoder", graph::port::image_encoder)
                 .input("negative_image", graph::port::image)
                 .optional()
                 .multiple()
                 .input("mask", graph::port::image)
                 .optional())
      .param(graph::lane("scale", 0.6)
                 .range(-5, 5)
                 .soft_range(0, 1.5, 0.01)
                 .by_layer()
                 .shown_live(1)
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Scale (λ)"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::list("weights", graph::ParamKind::real)
                 .label(TR_NOOP("nodes", "Weight of each picture"))
                 .recomputes_from(graph::Stage::reference))
      .param(graph::choice("negative", "official", {"official", "zeros", "black"})
                 .label(TR_NOOP("nodes", "Unconditional picture"))
                 .recomputes_from(graph::Stage::reference))
      .output("image_prompt", graph::port::image_prompt)
      .output("seen", graph::port::image);
}

// The encoder's own input, for people to look at.
engine::Value seen(const adapters::EncodedReference& reference) {
  std::size_t bytes = 0;
  for (const image::Image& view : reference.views) bytes += view.pixels().size();
  return engine::Value::of(reference.views, bytes);
}

std::vector<image::Image> images_at(const engine::Inputs& in, std::string_view port) {
  std::vector<image::Image> all;
  for (const engine::Value& value : in.values(port)) {
    const pipeline::Images& images = value.as<pipeline::Images>();
    all.insert(all.end(), images.begin(), images.end());
  }
  return all;
}

pipeline::ReferenceRequest request_of(const engine::Inputs& in) {
  pipeline::ReferenceRequest request;
  request.images = images_at(in, "image");
  request.negatives = images_at(in, "negative_image");
  for (const graph::ParamValue& weight : in.params().list("weights"))
    request.weights.push_back(std::get<double>(weight));
  request.negative_image = pipeline::negative_image_from(in.params().choice("negative"));
  request.fit = pipeline::fit_request(in.params());
  return request;
}

// The mask of the port, else that of the scale. Empty for none. Failure: the scale's file cannot be read.
Result<image::Image> mask_of(const engine::Inputs& in, engine::Outputs& outputs) {
  const std::string& file = in.params().lane("scale").mask;
  const auto* wired = in.find<pipeline::Images>("mask");
  image::Image image;
  if (wired != nullptr && !wired->empty()) {
    image = wired->front();
    if (!file.empty())
      outputs.add_note(note("scale.mask_wired", "the scale's own mask '{}' has no effect: a mask is wired to the node",
                            printable(file)));
  } else if (!file.empty()) {
    std::vector<Note> notes;
    auto read = image::read_image(file, {}, &notes);
    if (!read) return forward(read);
    outputs.add_notes(std::move(notes));
    image = std::move(*read);
  }
  if (image.empty()) return image;
  pipeline::Mask mask = pipeline::read_mask(image, "the mask of the image prompt");
  outputs.add_notes(std::move(mask.notes));
  return std::move(mask.grey);
}

// The scale's mask is read from its file, so that its bytes are part of what a result is known by.
Result<std::string> identity_for_image_prompt(const graph::Params& params) {
  const std::string& file = params.lane("scale").mask;
  if (file.empty()) return std::string();
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return fail(ErrorKind::not_found,
                "[image_prompt] the mask '{}' of the scale does not exist; name another, or take \"mask\" "
                "out of the scale",
                printable(file));
  }
  return engine::file_identity(file);
}

Result<engine::Outputs> run_image_prompt(NodeContext& services, const engine::Inputs& in, const RunControl& control) {
  const auto& encoder = in.get<pipeline::ImageEncoder>("image_encoder");
  const auto& adapter = in.get<pipeline::Adapter>("adapter");
  const pipeline::ReferenceRequest request = request_of(in);
  auto reference = services.references.find(pipeline::reference_identity(encoder, adapter, request));
  if (reference == nullptr) {
    auto encoded = pipeline::encode_reference(encoder, adapter, request, control);
    if (!encoded) return forward(encoded);
    reference = std::make_shared<const adapters::EncodedReference>(std::move(*encoded));
    services.references.put(reference);
  }
  engine::Outputs outputs;
  auto mask = mask_of(in, outputs);
  if (!mask) return forward(mask);
  pipeline::ScaledTerm term{pipeline::image_prompt_term(reference, *mask), in.live_lane("scale"), {in.node(), "scale"}};
  if (!mask->empty() && term.term->place().empty()) {
    outputs.add_note(note("image_prompt.no_mask",
                          "this adapter acts on the whole picture at once, so the mask has no effect; an adapter "
                          "with keys of its own for each layer takes one"));
  }
  return outputs.set("image_prompt", engine::Value::of(std::move(term))).set("seen", seen(*reference));
}

}  // namespace

void register_image_prompt(NodeRegistration& setup) {
  setup.registry.add(
      image_prompt_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_image_prompt(*s, in, control); },
      identity_for_image_prompt);
}

}  // namespace heddle::nodes
