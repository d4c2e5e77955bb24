#include "graph_image_generator.h"

#include <fmt/format.h>

#include "pipeline/load/bobbin.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

// What image.save writes for --count: "a.png" alone, "a-1.png", "a-2.png" … of several.
fs::path saved_name(const fs::path& file, std::size_t index, std::size_t count) {
  if (count == 1) return file;
  return file.parent_path() / fmt::format("{}-{}{}", file.stem().string(), index + 1, file.extension().string());
}

}  // namespace

Result<void> GraphImageGenerator::paint(const evaluation::ImageRequest& request, const std::vector<fs::path>& files,
                                        const RunControl& control) {
  GenerateOptions options = base_;
  options.prompt = request.prompt;
  options.seed = request.seed;
  options.count = request.count;
  options.output = files.front();
  if (!request.lora.empty()) options.loras = {request.lora.string()};
  if (!request.control.empty())
    options.controls = {fmt::format("{}={}", request.control.string(), request.map.string())};
  if (!request.t2i_adapter.empty())
    options.t2i_adapters = {fmt::format("{}={}", request.t2i_adapter.string(), request.map.string())};
  if (!request.start.empty()) options.strength = request.strength;
  if (!request.start.empty() && request.mask.empty()) options.init_image = request.start.string();
  if (!request.mask.empty()) {
    InpaintOptions& repaint = options.inpaint.emplace();
    repaint.image = request.start.string();
    repaint.mask = request.mask.string();
    repaint.surroundings = false;
    options.grey_mask = true;  // what stays is put back at every step, with a repainting UNet too
  }
  if (!request.unet.empty()) {
    const std::string name = pipeline::bobbin_name_of(context_.services().model_path(""), request.unet);
    options.model = name.empty() ? request.unet.string() : name;
  }
  if (!request.adapter.empty()) {
    options.adapters = {{.adapter = request.adapter.string(),
                         .image_encoder = image_encoder,
                         .images = {request.reference.string() + ":1"},
                         .scale = graph::Lane::scalar(request.scale)}};
  }
  auto built = build_graph(options);
  if (!built) return forward(built);
  context_.services().output_paths = std::move(built->output_paths);
  if (auto done = context_.execute(built->graph, control); !done) return forward(done);
  for (std::size_t i = 0; files.size() > 1 && i < files.size(); ++i) {
    std::error_code error;
    fs::rename(saved_name(files.front(), i, files.size()), files[i], error);
    if (error)
      return fail(ErrorKind::io, "[evaluate.paint] '{}' cannot be renamed: {}", files[i].string(), error.message());
  }
  return {};
}

Result<void> GraphImageGenerator::reconstruct(const fs::path& image, const fs::path& file, const RunControl& control) {
  graph::Graph graph;
  const auto add = [&](const char* type, graph::ParamMap params) {
    graph::Node node;
    node.type = type;
    node.params = std::move(params);
    return graph.add(std::move(node));
  };
  const graph::NodeId model =
      add("model.load", {{"model", graph::FilePath{base_.model}}, {"vae", graph::FilePath{base_.vae}}});
  const graph::NodeId load = add("image.load", {{"image", graph::FilePath{image.string()}}});
  const graph::NodeId encode = add("latent.encode", {}), decode = add("latent.decode", {});
  const graph::NodeId save = add("image.save", {{"name", file.filename().string()}});
  const graph::Link wires[] = {{{load, "image"}, {encode, "image"}},
                               {{model, "vae"}, {encode, "vae"}},
                               {{encode, "latent"}, {decode, "latent"}},
                               {{model, "vae"}, {decode, "vae"}},
                               {{decode, "image"}, {save, "image"}}};
  for (const graph::Link& wire : wires) (void)graph.connect(wire);
  context_.services().output_paths = {{save, file}};
  return context_.execute(graph, control);
}

}  // namespace heddle::cli
