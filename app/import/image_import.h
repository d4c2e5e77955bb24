// Imports the generation metadata of an image as a graph: Heddle, AUTOMATIC1111, ComfyUI, InvokeAI, SwarmUI and
// Fooocus. What cannot be expressed is listed, never dropped silently. Used by the shell when an image is dropped.
// Thread rule: pure functions.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "image/png_text.h"

namespace heddle::import {

enum class ImageSource { none, heddle, a1111, comfy, invoke, swarm, fooocus };

struct ImageImport {
  ImageSource source = ImageSource::none;  // none: the image has no such metadata
  graph::Graph graph;
  QStringList notUnderstood;      // as messages for the user
  QList<QByteArray> images = {};  // files that the graph names by their content, where the picture carries them
};

// The fields that the four kinds share; nothing where the image has none.
struct MadeWith {
  std::string prompt, negative;
  std::string model;  // its name, not a path
  std::string sampler, schedule;
  std::uint64_t seed = 0;
  int steps = 20, width = 0, height = 0, clipSkip = 1;
  double guidance = 7.0, strength = 1.0;
};

// The first kind that the texts hold, in the order Heddle, A1111 (SwarmUI and Fooocus write into the same text),
// ComfyUI, InvokeAI. Fails where they hold one and it cannot be read at all, or settings of a tool that Heddle does not
// read.
[[nodiscard]] Result<ImageImport> importTexts(const std::vector<image::PngText>& texts,
                                              const graph::NodeCatalog& catalog);
[[nodiscard]] Result<ImageImport> importImage(const std::filesystem::path& path, const graph::NodeCatalog& catalog);

// The plain graph: model, two texts, sampler, decode, save.
[[nodiscard]] graph::Graph graphOf(const MadeWith& made, const graph::NodeCatalog& catalog);

// Heddle's name of another tool's sampler ("DPM++ 2M Karras" is dpmpp_2m with karras); false where there is none.
bool readSampler(const std::string& name, MadeWith& made);

// The readers of one kind each; they add to `notUnderstood`.
[[nodiscard]] MadeWith readA1111(const std::string& text, QStringList& notUnderstood);
[[nodiscard]] Result<MadeWith> readComfy(const std::string& json, QStringList& notUnderstood);
[[nodiscard]] Result<MadeWith> readInvoke(const std::string& json, QStringList& notUnderstood);
// InvokeAI 1 and 2: `sd-metadata` (JSON) and `Dream` (a command line).
[[nodiscard]] Result<MadeWith> readInvokeOld(const std::string& json, QStringList& notUnderstood);
[[nodiscard]] MadeWith readDream(const std::string& line, QStringList& notUnderstood);

// SwarmUI's or Fooocus' settings, which are JSON where A1111 has a text. Fails for JSON of other tools.
struct ToolSettings {
  ImageSource source = ImageSource::none;
  MadeWith made;
  QStringList notUnderstood;
};
[[nodiscard]] Result<ToolSettings> readJsonParameters(const std::string& json);

}  // namespace heddle::import
