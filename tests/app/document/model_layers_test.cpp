// Which model a node works with, and which layers that model has.
#include "document/model_layers.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <map>
#include <string>
#include <utility>

#include "document/document.h"
#include "graph/catalog_json.h"
#include "graph/graph_io.h"
#include "support/qt_test.h"

using namespace heddle;

namespace {

QByteArray resource(const QString& name) {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/") + name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

graph::NodeCatalog programCatalog() {
  return std::move(*graph::catalog_from_json(*parse_json(resource("nodes.json").toStdString(), "nodes")));
}

graph::NodeId add(graph::Graph& graph, const std::string& type, std::map<std::string, graph::ParamValue> params = {}) {
  graph::Node node;
  node.type = type;
  for (auto& [name, value] : params) node.params.emplace(name, std::move(value));
  return graph.add(std::move(node));
}

}  // namespace

class ModelLayersTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anImagePromptWorksWithTheModelOfItsSampler() {
    graph::Graph graph;
    const auto load = add(graph, "model.load", {{"model", graph::FilePath{"/models/dream.safetensors"}}});
    const auto lora = add(graph, "lora.apply"), sampler = add(graph, "sample"), prompt = add(graph, "image_prompt");
    const auto lonely = add(graph, "image_prompt");
    QVERIFY(graph.connect({{load, "model"}, {lora, "model"}}).has_value());
    QVERIFY(graph.connect({{lora, "model"}, {sampler, "model"}}).has_value());
    QVERIFY(graph.connect({{prompt, "image_prompt"}, {sampler, "image_prompt"}}).has_value());
    document::Document document(programCatalog());
    document.replaceGraph(graph);
    QCOMPARE(document::modelWorkedWith(document, prompt), QString("/models/dream.safetensors"));
    QCOMPARE(document::modelWorkedWith(document, lonely), QString());
  }
  void layersAreAskedForOnceAndAStyleOfTheBuiltInModelHasItsLayers() {
    document::ModelLayers layers;
    QSignalSpy asked(&layers, &document::ModelLayers::asked), changed(&layers, &document::ModelLayers::changed);
    QVERIFY(layers.find("bobbin") == nullptr);
    QVERIFY(layers.find("bobbin:ink") == nullptr);
    QCOMPARE(asked.count(), 1);
    layers.askAgain();
    QCOMPARE(asked.count(), 2);
    layers.add("bobbin:ink", graph::LaneLayers::unnamed(10));
    layers.add("bobbin", graph::LaneLayers::unnamed(10));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(layers.find("bobbin")->names.size(), std::size_t{10});
    layers.askAgain();
    QCOMPARE(asked.count(), 2);
  }
  void withoutAModelTheLayersAreStableDiffusions() {
    const graph::LaneLayers& layers = document::ModelLayers::assumed();
    QCOMPARE(layers.names.size(), std::size_t{16});
    QVERIFY(layers.has_presets());
    QCOMPARE(layers.names.front(), std::string("down 0.0"));
  }
};

HEDDLE_QT_TEST_GUILESS(ModelLayersTest)
#include "model_layers_test.moc"
