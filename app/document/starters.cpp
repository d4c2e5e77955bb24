#include "document/starters.h"

#include <QCoreApplication>
#include <QFile>
#include <array>

#include "graph/graph_io.h"

namespace heddle::document {
namespace {

struct Entry {
  const char* id;
  const char* title;
  const char* about;
};

constexpr std::array<Entry, 15> kStarters = {{
    {"words", QT_TRANSLATE_NOOP("starters", "A picture from words"),
     QT_TRANSLATE_NOOP("starters", "A sentence, a sampler, a picture: the shortest graph there is.")},
    {"first", QT_TRANSLATE_NOOP("starters", "Words and a picture"),
     QT_TRANSLATE_NOOP("starters", "A reference picture beside the sentence; λ sets how strongly it acts.")},
    {"picture", QT_TRANSLATE_NOOP("starters", "A picture alone"),
     QT_TRANSLATE_NOOP("starters", "No words: a reference picture alone.")},
    {"two_references", QT_TRANSLATE_NOOP("starters", "Two references"),
     QT_TRANSLATE_NOOP("starters", "Two pictures, each with its own λ, in one result.")},
    {"style_and_layout", QT_TRANSLATE_NOOP("starters", "Style only, layout only"),
     QT_TRANSLATE_NOOP("starters", "The same reference twice: one λ on the layers of colour, one on those of shape.")},
    {"ease_in", QT_TRANSLATE_NOOP("starters", "A reference that eases in"),
     QT_TRANSLATE_NOOP("starters", "λ rises from step to step: words lay the picture out, the reference colours it.")},
    {"variation", QT_TRANSLATE_NOOP("starters", "Variation of a picture"),
     QT_TRANSLATE_NOOP("starters", "Starts from a picture instead of noise; strength says how much may change.")},
    {"side_by_side", QT_TRANSLATE_NOOP("starters", "A little and a lot"),
     QT_TRANSLATE_NOOP("starters", "The same noise with a small and a large λ, side by side.")},
    {"styles", QT_TRANSLATE_NOOP("starters", "One sentence, three styles"),
     QT_TRANSLATE_NOOP("starters",
                       "The same words and the same noise through Bobbin and two of its styles, which are LoRA.")},
    {"plus", QT_TRANSLATE_NOOP("starters", "Global beside plus"),
     QT_TRANSLATE_NOOP("starters",
                       "The same reference and noise through two adapters: one picture as 4 words, one as 16.")},
    {"attention", QT_TRANSLATE_NOOP("starters", "What shaped it"),
     QT_TRANSLATE_NOOP("starters", "Light where a word was looked at, and where the reference landed.")},
    {"edges", QT_TRANSLATE_NOOP("starters", "Edges and a picture"),
     QT_TRANSLATE_NOOP("starters", "The outlines of one picture by a ControlNet, the look of another, and a word.")},
    {"depth", QT_TRANSLATE_NOOP("starters", "In this depth"),
     QT_TRANSLATE_NOOP("starters", "A picture of depth, near in white, says what is where; the words say what it is.")},
    {"pose", QT_TRANSLATE_NOOP("starters", "In this pose"),
     QT_TRANSLATE_NOOP("starters", "A skeleton that you drag in the inspector; the words say who stands so.")},
    {"colours", QT_TRANSLATE_NOOP("starters", "In these colours"),
     QT_TRANSLATE_NOOP("starters",
                       "Large squares of a picture's colours to start from; the words say what becomes of them.")},
}};

Result<QByteArray> bytesOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::not_found, "[starters] '{}' is not there; the program is not installed whole",
                path.toStdString());
  }
  return file.readAll();
}

}  // namespace

std::vector<Starter> starters() {
  std::vector<Starter> all;
  for (const Entry& entry : kStarters) {
    all.push_back({QString::fromLatin1(entry.id), QCoreApplication::translate("starters", entry.title),
                   QCoreApplication::translate("starters", entry.about)});
  }
  return all;
}

Result<graph::Graph> openStarter(const QString& id, DocumentImages& images, const graph::NodeCatalog& catalog,
                                 const QString& folder) {
  auto text = bytesOf(folder + '/' + id + ".json");
  if (!text) return forward(text);
  auto read = graph::read_graph(text->toStdString(), catalog, "the starter '" + id.toStdString() + "'");
  if (!read) return forward(read);
  graph::Graph graph = std::move(read->graph);
  const graph::Graph before = graph;
  for (const auto& [node, content] : before.nodes()) {
    graph.find(node)->title = QCoreApplication::translate("starters", content.title.c_str()).toStdString();
    if (content.type != "image.load") continue;
    for (const auto& [name, value] : content.params) {
      const auto* path = std::get_if<graph::FilePath>(&value);
      if (path == nullptr || path->path.empty()) continue;
      auto image = bytesOf(folder + '/' + QString::fromStdString(path->path));
      if (!image) return forward(image);
      const QString stored = DocumentImages::pathOf(images.add(*image));
      graph.set_param(node, name, graph::FilePath{stored.toStdString()});
    }
  }
  return graph;
}

QString starterThumbnail(const QString& id, const QString& folder) {
  const QString path = folder + "/thumbnails/" + id + ".jpg";
  return QFile::exists(path) ? path : QString();
}

}  // namespace heddle::document
