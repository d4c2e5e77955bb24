// Every starter opens ready to run: known nodes, no problems, its images inside, and nothing that only this machine
// has.
#include "document/starters.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include "document/document.h"
#include "graph/catalog_json.h"
#include "graph/graph_io.h"
#include "graph/validate.h"
#include "support/qt_test.h"

using namespace heddle;

namespace {

const QString kFolder = QStringLiteral(HEDDLE_SOURCE_DIR "/resources/graphs");

graph::NodeCatalog catalog() {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/nodes.json"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  auto json = parse_json(file.readAll().toStdString(), "nodes");
  return std::move(*graph::catalog_from_json(*json));
}

}  // namespace

class StartersTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void eachHasItsOwnTitle() {
    QSet<QString> titles;
    for (const document::Starter& starter : document::starters()) {
      QVERIFY(!starter.about.isEmpty());
      titles.insert(starter.title);
    }
    QCOMPARE(static_cast<std::size_t>(titles.size()), document::starters().size());
  }
  void eachOpensReadyToRun_data() { addStarters(); }
  void eachOpensReadyToRun() {
    QFETCH(QString, id);
    document::DocumentImages images;
    auto graph = document::openStarter(id, images, catalog(), kFolder);
    QVERIFY2(graph.has_value(), graph ? "" : graph.error().message.c_str());
    for (const graph::Problem& problem : graph::validate(*graph, catalog())) {
      QVERIFY2(problem.severity != graph::Severity::error, problem.message.c_str());
    }
    for (const QString& hash : document::imagesNamedBy(*graph)) QVERIFY(images.contains(hash));
    int results = 0;
    for (const auto& [node, content] : graph->nodes()) {
      results += content.type == "image.save";
      for (const auto& [name, value] : content.params) {
        QVERIFY2(graph::kind_of(value) != graph::ParamKind::raw, name.c_str());  // a value of another kind
        const auto* path = std::get_if<graph::FilePath>(&value);
        if (path == nullptr) continue;
        const bool isOurs =
            path->path == "bobbin" || path->path.starts_with("bobbin:") || path->path.starts_with("hash:");
        QVERIFY2(isOurs, path->path.c_str());
      }
    }
    QVERIFY(results > 0);
  }
  void eachIsTheSameAfterSavingAndOpening_data() { addStarters(); }
  void eachIsTheSameAfterSavingAndOpening() {
    QFETCH(QString, id);
    document::DocumentImages images;
    document::Document document(catalog());
    document.replaceGraph(*document::openStarter(id, images, catalog(), kFolder));
    const std::string text = graph::write_graph(document.graph());
    auto again = graph::read_graph(text, catalog(), "again");
    QVERIFY(again.has_value());
    QVERIFY(again->notes.empty());
    QCOMPARE(graph::write_graph(again->graph), text);
    for (const auto& pin : document.pins()) QVERIFY(document.paramSpec(pin.node, pin.param) != nullptr);
  }
  void oneThatIsNotThereSaysSo() {
    document::DocumentImages images;
    const auto graph = document::openStarter("nothing", images, catalog(), kFolder);
    QVERIFY(!graph.has_value());
    QCOMPARE(graph.error().kind, ErrorKind::not_found);
  }

 private:
  static void addStarters() {
    QTest::addColumn<QString>("id");
    for (const document::Starter& starter : document::starters()) {
      QTest::newRow(qPrintable(starter.id)) << starter.id;
    }
  }
};

HEDDLE_QT_TEST(StartersTest)
#include "starters_test.moc"
