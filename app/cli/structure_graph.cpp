#include "structure_graph.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "pipeline/uni_encoding.h"
#include "weights/control_files.h"

namespace heddle::cli {

namespace {

using graph::FilePath;
using graph::NodeId;

// The map of a control: the image itself, or what an annotator makes of it, at the size of the picture where that is
// known.
NodeId add_map(GraphBuilder& builder, const GenerateOptions& options, const ControlUse& use) {
  const NodeId image = add_image(builder, use.map);
  if (use.annotator.empty()) return image;
  const NodeId annotator = builder.add("annotate." + use.annotator);
  builder.wire(image, "image", annotator, "image");
  if (options.width > 0 && options.height > 0) {
    const NodeId fitted = builder.add("annotate.pixel_perfect",
                                      {{"width", std::int64_t{options.width}},
                                       {"height", std::int64_t{options.height}},
                                       {"fit", graph::Choice{options.control_fit == "crop" ? "crop" : "squash"}}});
    builder.wire(image, "image", fitted, "image");
    builder.wire(fitted, "resolution", annotator, "resolution");
  }
  if (!options.save_maps.empty()) {
    const std::filesystem::path path = builder.free_path(
        options.save_maps / (std::filesystem::path(use.map).stem().string() + "_" + use.annotator + ".png"));
    const NodeId save = builder.add("image.save", {{"name", path.filename().string()}, {"carry", false}});
    builder.wire(annotator, "image", save, "image");
    builder.saves_to(save, path);
  }
  return annotator;
}

std::string nth_or_empty(const std::vector<std::string>& all, std::size_t n) { return n < all.size() ? all[n] : ""; }

graph::Lane strength_of(const ControlUse& use) {
  graph::Lane strength = graph::Lane::scalar(use.strength);
  strength.start = use.start;
  strength.end = use.end;
  return strength;
}

Result<void> add_control(GraphBuilder& builder, const GenerateOptions& options, std::size_t n, NodeId model,
                         NodeId sampler) {
  auto use = parse_control(options.controls[n]);
  if (!use) return forward(use);
  use->annotator = nth_or_empty(options.control_annotators, n);
  const NodeId network = builder.add("control.load", {{"control", FilePath{use->network}}});
  const NodeId apply = builder.add("control.apply", {{"strength", strength_of(*use)},
                                                     {"balance", graph::Choice{options.control_mode}},
                                                     {"fit", graph::Choice{options.control_fit}}});
  if (weights::is_control_difference(use->network)) builder.wire(model, "model", network, "model");
  builder.wire(network, "control_net", apply, "control_net");
  builder.wire(add_map(builder, options, *use), "image", apply, "image");
  builder.wire(apply, "control", sampler, "control");
  return {};
}

Result<void> add_t2i(GraphBuilder& builder, const GenerateOptions& options, std::size_t n, NodeId sampler) {
  auto use = parse_t2i(options.t2i_adapters[n]);
  if (!use) return forward(use);
  use->annotator = nth_or_empty(options.t2i_annotators, n);
  if (options.control_mode.starts_with("guess_mode")) {
    return fail(
        ErrorKind::invalid_input,
        "[generate] --control-mode {} is for ControlNets; with --t2i give balanced, prompt_first or control_first",
        options.control_mode);
  }
  const NodeId network = builder.add("t2i.load", {{"t2i_adapter", FilePath{use->network}}});
  const NodeId apply = builder.add("t2i.apply", {{"strength", strength_of(*use)},
                                                 {"balance", graph::Choice{options.control_mode}},
                                                 {"fit", graph::Choice{options.control_fit}}});
  builder.wire(network, "t2i_adapter", apply, "t2i_adapter");
  builder.wire(add_map(builder, options, *use), "image", apply, "image");
  builder.wire(apply, "control", sampler, "control");
  return {};
}

Result<std::string> style_encoder_of(const GenerateOptions& options, const ControlUse& use) {
  AdapterUse beside;
  beside.adapter = use.network;
  beside.image_encoder = options.style_encoder;
  return find_image_encoder(options, beside, "--style-encoder");
}

Result<void> add_style(GraphBuilder& builder, const GenerateOptions& options, const std::string& text, NodeId sampler) {
  auto use = parse_t2i(text, "--style");
  if (!use) return forward(use);
  auto encoder_path = style_encoder_of(options, *use);
  if (!encoder_path) return forward(encoder_path);
  const NodeId network = builder.add("style.load", {{"style_adapter", FilePath{use->network}}});
  const NodeId encoder = builder.add("image_encoder.load", {{"encoder", FilePath{*encoder_path}}});
  const NodeId apply = builder.add("style.apply", {{"strength", strength_of(*use)}});
  builder.wire(network, "style_adapter", apply, "style_adapter");
  builder.wire(encoder, "image_encoder", apply, "image_encoder");
  builder.wire(add_image(builder, use->map), "image", apply, "image");
  builder.wire(apply, "control", sampler, "control");
  return {};
}

void add_reference(GraphBuilder& builder, const GenerateOptions& options, const std::string& text, NodeId model,
                   NodeId sampler) {
  const WeightedFile file = weighted_file(text);
  const NodeId reference = builder.add("reference_only", {{"strength", graph::Lane::scalar(file.weight)},
                                                          {"mode", graph::Choice{options.reference_mode}},
                                                          {"fidelity", options.reference_fidelity},
                                                          {"fit", graph::Choice{options.control_fit}}});
  builder.wire(add_image(builder, file.path), "image", reference, "image");
  builder.wire(model, "vae", reference, "vae");
  builder.wire(reference, "control", sampler, "control");
}

// FILE=IMAGE and up to `most` numbers behind it, the strength first; a colon that no number follows belongs to the
// name.
Result<std::pair<ControlUse, std::vector<double>>> read_structure(std::string_view option, const std::string& text,
                                                                  std::size_t most) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return fail(ErrorKind::invalid_input, "[generate] {} takes FILE=IMAGE[:strength{}], not '{}'", option,
                most > 2 ? "[:start[:end]]" : "[:end]", text);
  }
  ControlUse use{.network = text.substr(0, equals), .map = text.substr(equals + 1)};
  std::vector<double> numbers;
  while (numbers.size() < most) {
    const auto colon = use.map.rfind(':');
    const auto value =
        colon == std::string::npos ? std::nullopt : number_in(std::string_view(use.map).substr(colon + 1));
    if (!value) break;
    numbers.insert(numbers.begin(), *value);
    use.map.resize(colon);
  }
  if (!numbers.empty()) use.strength = numbers[0];
  if (use.strength < 0 || use.strength > 2) {
    return fail(ErrorKind::invalid_input, "[generate] {} '{}': the strength is {}; give one from 0 to 2", option, text,
                use.strength);
  }
  return std::pair(std::move(use), std::move(numbers));
}

Result<ControlUse> of_fuser(const std::string& text, std::string_view option) {
  auto use = parse_t2i(text, option);
  if (use && use->end < 1) {
    return fail(ErrorKind::invalid_input,
                "[generate] {} '{}': what goes through --coadapter acts in all steps; leave the end out", option, text);
  }
  return use;
}

// All T2I-Adapters and styles through one fuser.
Result<void> add_coadapter(GraphBuilder& builder, const GenerateOptions& options, NodeId sampler) {
  const NodeId fuser = builder.add("coadapter.load", {{"coadapter", FilePath{options.coadapter}}});
  const NodeId apply = builder.add("coadapter.apply");
  builder.wire(fuser, "coadapter", apply, "coadapter");
  builder.wire(apply, "control", sampler, "control");
  for (std::size_t i = 0; i < options.t2i_adapters.size(); ++i) {
    auto use = of_fuser(options.t2i_adapters[i], "--t2i");
    if (!use) return forward(use);
    use->annotator = nth_or_empty(options.t2i_annotators, i);
    const NodeId network = builder.add("t2i.load", {{"t2i_adapter", FilePath{use->network}}});
    const NodeId condition =
        builder.add("coadapter.condition", {{"weight", use->strength}, {"fit", graph::Choice{options.control_fit}}});
    builder.wire(network, "t2i_adapter", condition, "t2i_adapter");
    builder.wire(add_map(builder, options, *use), "image", condition, "image");
    builder.wire(condition, "condition", apply, "condition");
  }
  for (const std::string& text : options.styles) {
    auto use = of_fuser(text, "--style");
    if (!use) return forward(use);
    auto encoder_path = style_encoder_of(options, *use);
    if (!encoder_path) return forward(encoder_path);
    const NodeId network = builder.add("style.load", {{"style_adapter", FilePath{use->network}}});
    const NodeId encoder = builder.add("image_encoder.load", {{"encoder", FilePath{*encoder_path}}});
    const NodeId condition = builder.add("coadapter.style", {{"weight", use->strength}});
    builder.wire(network, "style_adapter", condition, "style_adapter");
    builder.wire(encoder, "image_encoder", condition, "image_encoder");
    builder.wire(add_image(builder, use->map), "image", condition, "image");
    builder.wire(condition, "condition", apply, "condition");
  }
  return {};
}

Result<void> add_uni(GraphBuilder& builder, const GenerateOptions& options, NodeId sampler) {
  const NodeId network = builder.add("uni.load", {{"uni_control", FilePath{options.uni}}});
  const NodeId apply = builder.add("uni.apply", {{"strength", graph::Lane::scalar(options.uni_strength)},
                                                 {"image_strength", options.uni_image_strength},
                                                 {"map_fit", graph::Choice{options.control_fit}}});
  builder.wire(network, "uni_control", apply, "uni_control");
  builder.wire(apply, "control", sampler, "control");
  for (const std::string& text : options.uni_maps) {
    const auto equals = text.find('=');
    const std::string kind = text.substr(0, equals);
    if (equals == std::string::npos || std::ranges::find(pipeline::kUniMaps, kind) == pipeline::kUniMaps.end()) {
      return fail(ErrorKind::invalid_input, "[generate] --uni-map takes KIND=IMAGE with one of {}, not '{}'",
                  fmt::join(pipeline::kUniMaps, ", "), text);
    }
    builder.wire(add_image(builder, text.substr(equals + 1)), "image", apply, kind);
  }
  if (options.uni_image.empty()) return {};
  AdapterUse beside;
  beside.adapter = options.uni;
  beside.image_encoder = options.uni_encoder;
  auto encoder_path = find_image_encoder(options, beside, "--uni-encoder");
  if (!encoder_path) return forward(encoder_path);
  const NodeId encoder = builder.add("image_encoder.load", {{"encoder", FilePath{*encoder_path}}});
  builder.wire(encoder, "image_encoder", apply, "image_encoder");
  builder.wire(add_image(builder, options.uni_image), "image", apply, "image");
  return {};
}

}  // namespace

Result<void> add_structure(GraphBuilder& builder, const GenerateOptions& options, graph::NodeId model,
                           graph::NodeId sampler) {
  for (std::size_t i = 0; i < options.controls.size(); ++i) {
    if (auto added = add_control(builder, options, i, model, sampler); !added) return added;
  }
  const bool is_fused = !options.coadapter.empty() && !(options.t2i_adapters.empty() && options.styles.empty());
  if (is_fused) {
    if (auto added = add_coadapter(builder, options, sampler); !added) return added;
  }
  for (std::size_t i = 0; !is_fused && i < options.t2i_adapters.size(); ++i) {
    if (auto added = add_t2i(builder, options, i, sampler); !added) return added;
  }
  for (std::size_t i = 0; !is_fused && i < options.styles.size(); ++i) {
    if (auto added = add_style(builder, options, options.styles[i], sampler); !added) return added;
  }
  if (!options.uni.empty()) {
    if (auto added = add_uni(builder, options, sampler); !added) return added;
  }
  for (const std::string& image : options.references) add_reference(builder, options, image, model, sampler);
  return {};
}

Result<ControlUse> parse_control(const std::string& text) {
  auto read = read_structure("--control", text, 3);
  if (!read) return forward(read);
  auto& [use, numbers] = *read;
  if (numbers.size() > 1) use.start = numbers[1];
  if (numbers.size() > 2) use.end = numbers[2];
  if (use.start < 0 || use.end > 1 || use.start > use.end) {
    return fail(ErrorKind::invalid_input,
                "[generate] --control '{}': start and end are shares of the run, 0 <= start <= end <= 1", text);
  }
  return use;
}

Result<ControlUse> parse_t2i(const std::string& text, std::string_view option) {
  auto read = read_structure(option, text, 2);
  if (!read) return forward(read);
  auto& [use, numbers] = *read;
  if (numbers.size() > 1) use.end = numbers[1];
  if (use.end < 0 || use.end > 1) {
    return fail(ErrorKind::invalid_input, "[generate] {} '{}': the end is a share of the run, from 0 to 1", option,
                text);
  }
  return use;
}

}  // namespace heddle::cli
