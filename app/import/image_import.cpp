#include "import/image_import.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cctype>

#include "graph/graph_io.h"
#include "image/file_bytes.h"
#include "image/image_kind.h"
#include "image/image_texts.h"
#include "image/png_images.h"
#include "image/read_image.h"

namespace heddle::import {
namespace {

const std::string* textOf(const std::vector<image::PngText>& texts, std::string_view key) {
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const auto& text) { return text.key == key; });
  return found == texts.end() ? nullptr : &found->text;
}

Result<ImageImport> fromHeddle(const std::string& text, const graph::NodeCatalog& catalog) {
  auto file = graph::read_graph(text, catalog, "the picture's graph");
  if (!file) return forward(file);
  ImageImport found{ImageSource::heddle, std::move(file->graph), {}, {}};
  for (const graph::Problem& note : file->notes) found.notUnderstood << QString::fromStdString(note.message);
  return found;
}

// Lower case, letters and digits alone: "DPM++ 2M SDE" and "dpmpp_2m_sde" become one.
std::string plain(std::string_view name) {
  std::string out;
  for (const char letter : name) {
    if (letter == '+') {
      out += 'p';
    } else if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
  }
  return out;
}

struct Name {
  std::string_view theirs, ours;
};
constexpr std::array kSamplers = {
    Name{"dpmpp2msde", "dpmpp_2m_sde"},
    Name{"dpmpp2m", "dpmpp_2m"},
    Name{"dpmpp2", "dpmpp_2m"},
    Name{"eulera", "euler_a"},
    Name{"eulerancestral", "euler_a"},
    Name{"euler", "euler"},
    Name{"ddim", "ddim"},
    Name{"heun", "heun"},
    Name{"unipc", "unipc"},
    Name{"unipcbh2", "unipc"},
    Name{"lcm", "lcm"},
    Name{"pndm", "pndm"},
    Name{"plms", "pndm"},
    Name{"dpmsolver2", "dpm_solver_2"},
    Name{"dpmsolver3", "dpm_solver_3"},
    Name{"dpm2", "dpm_solver_2"},
};
constexpr std::array kSchedules = {
    Name{"karras", "karras"},
    Name{"k", "karras"},
    Name{"exponential", "exponential"},
    Name{"sgmuniform", "sgm_uniform"},
    Name{"normal", "auto"},
    Name{"automatic", "auto"},
    Name{"simple", "trailing"},
    Name{"ddimuniform", "leading"},
    Name{"uniform", "linspace"},
    Name{"linspace", "linspace"},
    Name{"leading", "leading"},
    Name{"trailing", "trailing"},
};

graph::NodeId addNode(graph::Graph& graph, const graph::NodeCatalog& catalog, const std::string& type,
                      const std::string& title, graph::ParamMap params) {
  const graph::NodeSpec* spec = catalog.find(type);
  graph::Node node;
  node.type = type;
  node.version = spec != nullptr ? spec->version : 1;
  node.title = title;
  node.params = std::move(params);
  return graph.add(std::move(node));
}

void wire(graph::Graph& graph, graph::NodeId from, const char* output, graph::NodeId to, const char* input) {
  (void)graph.connect({{from, output}, {to, input}});
}

}  // namespace

bool readSampler(const std::string& text, MadeWith& made) {
  std::string name = plain(text);
  if (text.starts_with("k_")) name.erase(0, 1);             // InvokeAI's and k-diffusion's names
  if (name.ends_with("gpu")) name.resize(name.size() - 3);  // ComfyUI: where the noise is drawn
  for (const Name& schedule : kSchedules) {
    if (schedule.theirs.size() > 3 && name.size() > schedule.theirs.size() && name.ends_with(schedule.theirs)) {
      made.schedule = schedule.ours;
      name.resize(name.size() - schedule.theirs.size());
      break;
    }
  }
  const auto find = [](const auto& table, const std::string& key) {
    return std::find_if(table.begin(), table.end(), [&](const Name& entry) { return entry.theirs == key; });
  };
  auto found = find(kSamplers, name);
  if (found == kSamplers.end() && name.size() > 1 && name.ends_with('k')) {  // InvokeAI's "dpmpp_2m_k"
    found = find(kSamplers, name.substr(0, name.size() - 1));
    if (found != kSamplers.end()) made.schedule = "karras";
  }
  if (found == kSamplers.end()) return false;
  made.sampler = found->ours;
  return true;
}

graph::Graph graphOf(const MadeWith& made, const graph::NodeCatalog& catalog) {
  graph::Graph graph;
  const auto model = addNode(graph, catalog, "model.load", "", {{"model", graph::FilePath{made.model}}});
  const auto text = [&](const std::string& prompt, const char* title) {
    graph::ParamMap params{{"text", prompt}};
    if (made.clipSkip != 1) params.emplace("clip_skip", std::int64_t{made.clipSkip});
    return addNode(graph, catalog, "text.encode", title, std::move(params));
  };
  const auto positive = text(made.prompt, "");
  const auto negative = text(made.negative, "Not this");
  graph::ParamMap params{{"seed", graph::Seed{made.seed}},
                         {"steps", std::int64_t{made.steps}},
                         {"guidance", graph::Lane::scalar(made.guidance)},
                         {"width", std::int64_t{made.width}},
                         {"height", std::int64_t{made.height}}};
  if (made.strength != 1) params.emplace("strength", made.strength);
  if (!made.sampler.empty()) params.emplace("sampler", graph::Choice{made.sampler});
  if (!made.schedule.empty()) params.emplace("schedule", graph::Choice{made.schedule});
  const auto sampler = addNode(graph, catalog, "sample", "", std::move(params));
  const auto decode = addNode(graph, catalog, "latent.decode", "", {});
  const auto save = addNode(graph, catalog, "image.save", "", {});
  wire(graph, model, "text_encoder", positive, "text_encoder");
  wire(graph, model, "text_encoder", negative, "text_encoder");
  wire(graph, model, "model", sampler, "model");
  wire(graph, positive, "conditioning", sampler, "positive");
  wire(graph, negative, "conditioning", sampler, "negative");
  wire(graph, sampler, "latent", decode, "latent");
  wire(graph, model, "vae", decode, "vae");
  wire(graph, decode, "image", save, "image");
  return graph;
}

namespace {

bool isJson(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && (text[first] == '{' || text[first] == '[');
}

// What the user should know of settings that the graph takes over but cannot act on.
ImageImport importOf(ImageSource source, const MadeWith& made, QStringList notUnderstood,
                     const graph::NodeCatalog& catalog) {
  if (made.strength < 1) {
    notUnderstood << QCoreApplication::translate(
                         "import", "denoising strength %1: the picture that it started from is not in the file")
                         .arg(made.strength);
  }
  return {source, graphOf(made, catalog), std::move(notUnderstood), {}};
}

Result<ImageImport> fromParameters(const std::string& text, const graph::NodeCatalog& catalog) {
  QStringList notUnderstood;
  if (!isJson(text)) {
    const MadeWith made = readA1111(text, notUnderstood);
    return importOf(ImageSource::a1111, made, notUnderstood, catalog);
  }
  auto settings = readJsonParameters(text);
  if (!settings) return forward(settings);
  return importOf(settings->source, settings->made, settings->notUnderstood, catalog);
}

}  // namespace

Result<ImageImport> importTexts(const std::vector<image::PngText>& texts, const graph::NodeCatalog& catalog) {
  if (const auto* own = textOf(texts, "heddle")) return fromHeddle(*own, catalog);
  if (const auto* parameters = textOf(texts, "parameters")) return fromParameters(*parameters, catalog);
  struct Reader {
    const char* key;
    ImageSource source;
    Result<MadeWith> (*read)(const std::string& text, QStringList& notUnderstood);
  };
  static constexpr std::array<Reader, 4> kReaders = {{
      {"prompt", ImageSource::comfy, readComfy},
      {"invokeai_metadata", ImageSource::invoke, readInvoke},
      {"sd-metadata", ImageSource::invoke, readInvokeOld},
      {"Dream", ImageSource::invoke,
       [](const std::string& text, QStringList& notUnderstood) {
         return Result<MadeWith>(readDream(text, notUnderstood));
       }},
  }};
  for (const Reader& reader : kReaders) {
    const auto* text = textOf(texts, reader.key);
    if (text == nullptr) continue;
    QStringList notUnderstood;
    auto made = reader.read(*text, notUnderstood);
    if (!made) return forward(made);
    return importOf(reader.source, *made, notUnderstood, catalog);
  }
  // NovelAI, Draw Things, ComfyUI's editor without what it ran, …
  const bool isForeign = std::ranges::any_of(texts, [](const image::PngText& text) { return isJson(text.text); });
  if (isForeign)
    return fail(ErrorKind::unsupported,
                "[picture.import] the picture's settings are of a tool that Heddle does not read");
  return ImageImport();
}

Result<ImageImport> importImage(const std::filesystem::path& path, const graph::NodeCatalog& catalog) {
  auto texts = image::read_image_texts(path);
  if (!texts) return forward(texts);
  auto found = importTexts(*texts, catalog);
  if (!found || found->source != ImageSource::heddle) return found;
  const auto bytes = image::read_file_bytes(path, image::ReadLimits{}.bytes);
  if (!bytes || image::image_kind(*bytes) != image::ImageKind::png) return found;  // others carry none
  auto carried = image::read_png_images(path);
  if (!carried) return forward(carried);
  for (const image::CarriedImage& image : *carried) found->images << QByteArray::fromStdString(image.bytes);
  return found;
}

}  // namespace heddle::import
