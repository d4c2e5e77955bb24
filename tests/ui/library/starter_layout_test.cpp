// The starters open tidy: no node overlaps another, not even when the nodes hold their pictures.
#include <QFile>
#include <QTest>

#include "document/document.h"
#include "document/starters.h"
#include "graph/catalog_json.h"
#include "graph_view/node_card.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;

class StarterLayoutTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void noNodeLiesOnAnother_data() {
    QTest::addColumn<QString>("id");
    for (const auto& starter : document::starters()) QTest::newRow(qPrintable(starter.id)) << starter.id;
  }
  void noNodeLiesOnAnother() {
    QFETCH(QString, id);
    QFile file(":/heddle/nodes.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    auto catalog = graph::catalog_from_json(*parse_json(file.readAll().toStdString(), "nodes"));
    document::Document document(*catalog);
    document::DocumentImages images;
    document.replaceGraph(*document::openStarter(id, images, document.catalog()));
    std::map<graph::NodeId, QRectF> rects;
    for (const auto& [node, content] : document.graph().nodes()) rects[node] = rectOf(document, node);
    for (const auto& [a, first] : rects) {
      for (const auto& [b, second] : rects) {
        if (!(a < b)) continue;
        QVERIFY2(!first.adjusted(-8, -8, 8, 8).intersects(second),
                 qPrintable(document.title(a) + " and " + document.title(b)));
      }
    }
  }
  void eachHasASmallImage() {
    for (const auto& starter : document::starters()) {
      const QImage image(document::starterThumbnail(starter.id));
      QVERIFY2(!image.isNull(), qPrintable(starter.id));
      QVERIFY(image.width() <= 256);
    }
  }

 private:
  // With a square picture in every node that can hold one.
  static QRectF rectOf(const document::Document& document, graph::NodeId node) {
    const graph::NodeSpec* spec = document.spec(node);
    const bool holds =
        spec->find_output("image") != nullptr || spec->find_output("latent") != nullptr || spec->is_result;
    NodeStatus status;
    if (holds) status.image = QImage(64, 64, QImage::Format_RGB32);
    return {document.position(node), makeCard(document, node, {}, status, makeTheme(Scheme::dark)).size};
  }
};

HEDDLE_QT_TEST(StarterLayoutTest)
#include "starter_layout_test.moc"
