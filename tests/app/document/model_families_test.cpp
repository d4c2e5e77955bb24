// Parts and models of different families: refused at the wire with the file that is needed, and found in a whole graph.
#include "document/model_families.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <map>
#include <string>
#include <utility>

#include "document/document.h"
#include "graph/catalog_json.h"
#include "support/qt_test.h"

using namespace heddle;

namespace {

graph::NodeCatalog wholeCatalog() {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/nodes.json"));
  const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  return std::move(*graph::catalog_from_json(*parse_json(bytes.toStdString(), "nodes")));
}

graph::NodeId withNode(graph::Graph& graph, const std::string& type, const std::string& param = {},
                       const std::string& file = {}) {
  graph::Node node;
  node.type = type;
  if (!param.empty()) node.params.emplace(param, graph::FilePath{file});
  return graph.add(std::move(node));
}

struct ModelAndPart {
  graph::Graph graph;
  graph::NodeId model, sampler, load, apply;
};

// A model at a sampler, and a ControlNet with its map's node that nothing reads yet.
ModelAndPart modelAndPart(const std::string& modelFile, const std::string& controlFile) {
  ModelAndPart made;
  made.model = withNode(made.graph, "model.load", "model", modelFile);
  made.sampler = withNode(made.graph, "sample");
  made.load = withNode(made.graph, "control.load", "control", controlFile);
  made.apply = withNode(made.graph, "control.apply");
  (void)made.graph.connect({{made.model, "model"}, {made.sampler, "model"}});
  (void)made.graph.connect({{made.load, "control_net"}, {made.apply, "control_net"}});
  return made;
}

void teachFamilies(document::ModelFamilies& families) {
  families.add("/m/dream.safetensors", "sd1");
  families.add("/m/dream2.safetensors", "sd2");
  families.add("/m/xl.safetensors", "sdxl");
  families.add("/m/control_sd21.safetensors", "sd2");
  families.add("/m/control_sd15.safetensors", "sd1");
  families.add("/m/t2i-adapter-xl.safetensors", "sdxl");
  families.add("/m/odd.safetensors", "unknown");
}

}  // namespace

class ModelFamiliesTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aControlNetOfAnotherFamilyIsRefusedAtTheWireWithTheFileThatIsNeeded() {
    const ModelAndPart made = modelAndPart("/m/dream.safetensors", "/m/control_sd21.safetensors");
    document::Document document(wholeCatalog());
    document::ModelFamilies families;
    teachFamilies(families);
    document.setWireRule([&](const graph::Graph& before, const graph::Graph& after) {
      return families.newConflict(before, after, document.catalog());
    });
    document.replaceGraph(made.graph);
    const graph::Link link{{made.apply, "control"}, {made.sampler, "control"}};
    const QString expected =
        "control_sd21.safetensors is made for Stable Diffusion 2, and the model dream.safetensors is Stable Diffusion "
        "1.5. Take the ControlNet for Stable Diffusion 1.5 (files called control_v11p_sd15_… or control_sd15_…).";
    QCOMPARE(document.objection(link), expected);
    const auto refused = document.connectPorts(link);
    QVERIFY(!refused.has_value());
    QCOMPARE(QString::fromStdString(refused.error().message), expected);
    QCOMPARE(document.graph().links().size(), std::size_t{2});
    // The right file can be wired.
    document.setParam(made.load, "control", graph::FilePath{"/m/control_sd15.safetensors"});
    QVERIFY(document.connectPorts(link).has_value());
    // And then another model is refused at its own wire, while wires that have nothing to do with it are not.
    const graph::NodeId other = document.addNode("model.load", {});
    document.setParam(other, "model", graph::FilePath{"/m/dream2.safetensors"});
    QVERIFY(document.objection({{other, "model"}, {made.sampler, "model"}}).contains("control_v11p_sd21_"));
    const graph::NodeId image = document.addNode("image.load", {});
    QVERIFY(document.connectPorts({{image, "image"}, {made.apply, "image"}}).has_value());
  }

  void aConflictThatIsThereAlreadyDoesNotRefuseOtherWires() {
    ModelAndPart made = modelAndPart("/m/dream.safetensors", "/m/control_sd21.safetensors");
    QVERIFY(made.graph.connect({{made.apply, "control"}, {made.sampler, "control"}}).has_value());
    document::Document document(wholeCatalog());
    document::ModelFamilies families;
    teachFamilies(families);
    document.setWireRule([&](const graph::Graph& before, const graph::Graph& after) {
      return families.newConflict(before, after, document.catalog());
    });
    document.replaceGraph(made.graph);
    QCOMPARE(families.conflicts(document.graph(), document.catalog()).size(), std::size_t{1});
    const graph::NodeId image = document.addNode("image.load", {});
    QVERIFY(document.connectPorts({{image, "image"}, {made.apply, "image"}}).has_value());
    document.setMode({made.load}, graph::NodeMode::muted);
    QVERIFY(families.conflicts(document.graph(), document.catalog()).empty());
  }

  void aT2iAdapterAndPartsOfTheOwnModelAreCheckedToo() {
    ModelAndPart made = modelAndPart("", "bobbin:edges");
    QVERIFY(made.graph.connect({{made.apply, "control"}, {made.sampler, "control"}}).has_value());
    const graph::NodeId load = withNode(made.graph, "t2i.load", "t2i_adapter", "/m/t2i-adapter-xl.safetensors");
    const graph::NodeId apply = withNode(made.graph, "t2i.apply");
    QVERIFY(made.graph.connect({{load, "t2i_adapter"}, {apply, "t2i_adapter"}}).has_value());
    document::ModelFamilies families;
    teachFamilies(families);
    const graph::NodeCatalog catalog = wholeCatalog();
    QVERIFY(families.conflicts(made.graph, catalog).empty());
    QVERIFY(made.graph.connect({{apply, "control"}, {made.sampler, "control"}}).has_value());
    const auto found = families.conflicts(made.graph, catalog);
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY(found.front().part == load);
    QCOMPARE(
        found.front().message,
        QString("t2i-adapter-xl.safetensors is made for Stable Diffusion XL, and the model bobbin is Bobbin. Take the "
                "T2I-Adapter for Bobbin."));
  }

  void anImageFromAnotherModelsRunIsNoConflict() {
    ModelAndPart made = modelAndPart("/m/dream.safetensors", "/m/control_sd15.safetensors");
    QVERIFY(made.graph.connect({{made.apply, "control"}, {made.sampler, "control"}}).has_value());
    const graph::NodeId decode = withNode(made.graph, "latent.decode");
    const graph::NodeId second = withNode(made.graph, "control.load", "control", "/m/xl_control.safetensors");
    const graph::NodeId apply = withNode(made.graph, "control.apply");
    const graph::NodeId model = withNode(made.graph, "model.load", "model", "/m/xl.safetensors");
    const graph::NodeId sampler = withNode(made.graph, "sample");
    for (const graph::Link& link : {graph::Link{{made.sampler, "latent"}, {decode, "latent"}},
                                    {{decode, "image"}, {apply, "image"}},
                                    {{second, "control_net"}, {apply, "control_net"}},
                                    {{apply, "control"}, {sampler, "control"}},
                                    {{model, "model"}, {sampler, "model"}}})
      QVERIFY(made.graph.connect(link).has_value());
    document::ModelFamilies families;
    teachFamilies(families);
    families.add("/m/xl_control.safetensors", "sdxl");
    QVERIFY(families.conflicts(made.graph, wholeCatalog()).empty());
  }

  void whatIsNotKnownIsAskedForOnceAndRefusesNothing() {
    ModelAndPart made = modelAndPart("/m/odd.safetensors", "/m/new.safetensors");
    QVERIFY(made.graph.connect({{made.apply, "control"}, {made.sampler, "control"}}).has_value());
    document::ModelFamilies families;
    teachFamilies(families);
    QSignalSpy asked(&families, &document::ModelFamilies::asked);
    const graph::NodeCatalog catalog = wholeCatalog();
    QVERIFY(families.conflicts(made.graph, catalog).empty());
    QVERIFY(families.conflicts(made.graph, catalog).empty());
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.front().front().toString(), QString("/m/new.safetensors"));
    families.askAgain();
    QCOMPARE(asked.count(), 2);
    families.add("/m/new.safetensors", "sd1");
    families.askAgain();
    QCOMPARE(asked.count(), 2);
  }
};

HEDDLE_QT_TEST_GUILESS(ModelFamiliesTest)
#include "model_families_test.moc"
