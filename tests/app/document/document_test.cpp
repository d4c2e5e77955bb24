#include "document/document.h"

#include <QSignalSpy>
#include <QTest>
#include <QTranslator>
#include <limits>

#include "graph/graph_io.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"

using namespace heddle;
using namespace heddle::document;
using graph::Link;
using graph::NodeId;

namespace {

std::string textOf(const Document& document) { return graph::write_graph(document.graph()); }

// A language in which every node is a "Knoten".
class Knoten final : public QTranslator {
 public:
  [[nodiscard]] bool isEmpty() const override { return false; }
  [[nodiscard]] QString translate(const char* context, const char*, const char*, int) const override {
    return qstrcmp(context, "nodes") == 0 ? QStringLiteral("Knoten") : QString();
  }
};

struct Wired {
  Document document{testing::sampleCatalog()};
  NodeId model = document.addNode("model.load", {0, 0});
  NodeId encoder = document.addNode("text.encode", {300, 0});
  NodeId sampler = document.addNode("sample", {600, 0});
  NodeId upscale = document.addNode("latent.upscale", {600, 300});
  NodeId decode = document.addNode("latent.decode", {900, 0});
  Link text{{encoder, "conditioning"}, {sampler, "positive"}};
  Link latent{{sampler, "latent"}, {decode, "latent"}};
  Wired() {
    if (!document.connectPorts(text) || !document.connectPorts(latent)) qFatal("the sample graph does not fit");
  }
};

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aTitleIsInTheWindowsLanguageUnlessTheUserGaveOne() {
    Document document(testing::sampleCatalog());
    const NodeId id = document.addNode("sample", {12, 34});
    Knoten language;
    QCoreApplication::installTranslator(&language);
    const QString translated = document.title(id);
    document.setTitle(id, "My own");
    const QString own = document.title(id);
    QCoreApplication::removeTranslator(&language);
    QCOMPARE(translated, QString("Knoten"));
    QCOMPARE(own, QString("My own"));
  }

  void aNewNodeStandsWhereItWasPutAndCanBeTakenBack() {
    Document document(testing::sampleCatalog());
    const std::string empty = textOf(document);
    QSignalSpy added(&document, &Document::nodeAdded);
    const NodeId id = document.addNode("sample", {12, 34});
    QCOMPARE(added.size(), 1);
    QCOMPARE(document.position(id), QPointF(12, 34));
    QCOMPARE(document.title(id), QString("Sampler"));
    QVERIFY(document.isModified());
    document.undoStack()->undo();
    QCOMPARE(textOf(document), empty);
    QVERIFY(!document.isModified());
  }

  void aWireThatDoesNotFitIsRefusedWithAReason() {
    Wired w;
    const auto wrong = w.document.connectPorts({{w.model, "model"}, {w.decode, "latent"}});
    QVERIFY(!wrong);
    QVERIFY(wrong.error().message.find("needs latent, not model") != std::string::npos);
    const NodeId big = w.document.addNode("image_encoder.big", {});
    const NodeId prompt = w.document.addNode("image_prompt", {});
    const auto family = w.document.connectPorts({{big, "image_encoder"}, {prompt, "image_encoder"}});
    QVERIFY(!family);
    QVERIFY(family.error().message.find("vit_h") != std::string::npos);
  }

  void fault_33_aRingIsRefused() {
    Document document(testing::sampleCatalog());
    const NodeId a = document.addNode("image.blur", {});
    const NodeId b = document.addNode("image.blur", {});
    QVERIFY(document.connectPorts({{a, "image"}, {b, "image"}}));
    QVERIFY(!document.connectPorts({{b, "image"}, {a, "image"}}));
  }

  void aSingleInputTakesTheNewWireInPlaceOfTheOld() {
    Wired w;
    const NodeId other = w.document.addNode("text.encode", {});
    const std::string before = textOf(w.document);
    const Link link{{other, "conditioning"}, {w.sampler, "positive"}};
    QVERIFY(w.document.connectPorts(link));
    QCOMPARE(w.document.graph().links().size(), std::size_t{2});
    QVERIFY(w.document.graph().links()[0] == link);
    w.document.undoStack()->undo();
    QCOMPARE(textOf(w.document), before);
  }

  void anInputThatTakesManyKeepsAll() {
    Document document(testing::sampleCatalog());
    const NodeId prompt = document.addNode("image_prompt", {});
    for (int i = 0; i < 3; ++i) {
      const NodeId image = document.addNode("image.load", {});
      QVERIFY(document.connectPorts({{image, "image"}, {prompt, "image"}}));
    }
    QCOMPARE(document.graph().links().size(), std::size_t{3});
  }

  void aNodePutOnAWireIsLedThrough() {
    Wired w;
    const std::string before = textOf(w.document);
    QVERIFY(w.document.insertOnLink(w.latent, w.upscale));
    const auto& links = w.document.graph().links();
    const Link in{{w.sampler, "latent"}, {w.upscale, "latent"}};
    const Link out{{w.upscale, "latent"}, {w.decode, "latent"}};
    QVERIFY(std::find(links.begin(), links.end(), in) != links.end());
    QVERIFY(std::find(links.begin(), links.end(), out) != links.end());
    QCOMPARE(links.size(), std::size_t{3});
    w.document.undoStack()->undo();
    QCOMPARE(textOf(w.document), before);
    QVERIFY(!w.document.insertOnLink(w.latent, w.model));
  }

  void deletingTakesWiresAndPinsAlongAndUndoBringsThemBack() {
    Wired w;
    w.document.pin(w.sampler, "steps");
    const std::string before = textOf(w.document);
    w.document.remove({w.sampler, w.encoder});
    QCOMPARE(w.document.graph().nodes().size(), std::size_t{3});
    QVERIFY(w.document.graph().links().empty());
    QVERIFY(w.document.pins().empty());
    w.document.undoStack()->undo();
    QCOMPARE(textOf(w.document), before);
    QCOMPARE(w.document.pins().size(), std::size_t{1});
  }

  void editsOfOneGestureAreOneUndo() {
    Wired w;
    const int count = w.document.undoStack()->count();
    const Gesture drag = Gesture::next();
    for (int i = 0; i < 50; ++i) w.document.setParam(w.sampler, "steps", std::int64_t{i + 21}, drag);
    QCOMPARE(w.document.undoStack()->count(), count + 1);
    w.document.setParam(w.sampler, "steps", std::int64_t{9}, Gesture::next());
    QCOMPARE(w.document.undoStack()->count(), count + 2);
    w.document.undoStack()->undo();
    w.document.undoStack()->undo();
    QVERIFY(w.document.param(w.sampler, "steps") == graph::ParamValue(std::int64_t{20}));
    QVERIFY(w.document.node(w.sampler)->params.empty());
  }

  void aGestureThatComesBackLeavesNoUndo() {
    Wired w;
    w.document.setParam(w.sampler, "steps", std::int64_t{30});
    const int count = w.document.undoStack()->count();
    const Gesture drag = Gesture::next();
    w.document.setParam(w.sampler, "steps", std::int64_t{40}, drag);
    w.document.setParam(w.sampler, "steps", std::int64_t{30}, drag);
    QCOMPARE(w.document.undoStack()->count(), count);
  }

  void aPreviewShowsButOnlyKeepingItIsAnEdit() {
    Wired w;
    const std::string before = textOf(w.document);
    const int count = w.document.undoStack()->count();
    const quint64 revision = w.document.revision();
    w.document.previewParam(w.sampler, "guidance", graph::Lane::scalar(3));
    w.document.previewParam(w.sampler, "guidance", graph::Lane::scalar(4));
    QVERIFY(w.document.param(w.sampler, "guidance") == graph::ParamValue(graph::Lane::scalar(4)));
    QVERIFY(w.document.revision() > revision);
    w.document.endPreview(PreviewEnd::drop);
    QCOMPARE(textOf(w.document), before);
    QCOMPARE(w.document.undoStack()->count(), count);
    w.document.previewParam(w.sampler, "guidance", graph::Lane::scalar(5));
    w.document.endPreview();
    QCOMPARE(w.document.undoStack()->count(), count + 1);
    QVERIFY(w.document.param(w.sampler, "guidance") == graph::ParamValue(graph::Lane::scalar(5)));
    w.document.undoStack()->undo();
    QCOMPARE(textOf(w.document), before);
  }

  void keepingAPreviewNeverShowsTheOldValueAgain() {
    Wired w;
    std::vector<graph::ParamValue> told;
    w.document.previewParam(w.sampler, "guidance", graph::Lane::scalar(5));
    connect(&w.document, &Document::paramChanged, this,
            [&](const ParamChange& change) { told.push_back(change.value); });
    w.document.endPreview();
    QCOMPARE(told.size(), std::size_t{1});
    QVERIFY(told.front() == graph::ParamValue(graph::Lane::scalar(5)));
  }

  void undoInAPreviewUndoesTheLastRealEdit() {
    Wired w;
    const std::string before = textOf(w.document);
    w.document.setTitle(w.sampler, "Mine");
    w.document.previewParam(w.sampler, "steps", std::int64_t{3});
    w.document.undoStack()->undo();
    QCOMPARE(textOf(w.document), before);
    QVERIFY(!w.document.isPreviewing());
  }

  void copiesCarryTheirWires() {
    Wired w;
    const auto apart = w.document.duplicate({w.sampler, w.decode}, false);
    QCOMPARE(apart.size(), std::size_t{2});
    QCOMPARE(w.document.graph().links().size(), std::size_t{3});
    w.document.undoStack()->undo();
    const auto fed = w.document.duplicate({w.sampler, w.decode}, true);
    QCOMPARE(w.document.graph().links().size(), std::size_t{4});
    QCOMPARE(w.document.position(fed[1]), QPointF(932, 32));
  }

  void framesPinsAndBendsAreStoredInTheGraph() {
    Wired w;
    const quint64 frame = w.document.addFrame({0, 0, 100, 50}, "Likeness");
    w.document.setBends(w.latent, {{700, 80}, {800, 90}});
    w.document.pin(w.sampler, "seed");
    w.document.setCollapsed({w.model}, true);
    const auto again = graph::read_graph(textOf(w.document), w.document.catalog(), "copy");
    QVERIFY(again);
    Document copy(testing::sampleCatalog());
    copy.replaceGraph(again->graph, "a.heddle");
    QCOMPARE(copy.frames().size(), std::size_t{1});
    QCOMPARE(copy.frames()[0].id, frame);
    QCOMPARE(copy.frames()[0].title, QString("Likeness"));
    QCOMPARE(copy.bends(w.latent).size(), std::size_t{2});
    QCOMPARE(copy.pins().size(), std::size_t{1});
    QVERIFY(copy.isCollapsed(w.model));
    QVERIFY(!copy.isModified());
    QCOMPARE(textOf(copy), textOf(w.document));
  }

  void placesThatAreNoNumbersAreTamed() {
    Document document(testing::sampleCatalog());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const NodeId id = document.addNode("sample", {nan, 1e300});
    QCOMPARE(document.position(id), QPointF(0, kPlaceMax));
  }

  void nodesWithoutPlacesAreArrangedWithoutAnEdit() {
    Wired w;
    graph::Graph bare = w.document.graph();
    for (const auto& [id, node] : w.document.graph().nodes()) bare.find(id)->extra = Json::object();
    const std::string before = graph::write_graph(bare);
    Document document(testing::sampleCatalog());
    document.replaceGraph(bare);
    QVERIFY(document.position(w.encoder).x() < document.position(w.sampler).x());
    QVERIFY(document.position(w.sampler).x() < document.position(w.decode).x());
    QCOMPARE(textOf(document), before);
    QVERIFY(!document.isModified());
  }
};

HEDDLE_QT_TEST_GUILESS(DocumentTest)
#include "document_test.moc"
