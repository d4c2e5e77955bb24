// Draws the graph view of resources/graphs/first.json in both themes and at both ends of the scale. The pictures go to
// the folder that HEDDLE_SCREENS names, to be looked at; without it only the drawing is tested.
#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QTest>

#include "document/document.h"
#include "graph/catalog_json.h"
#include "graph/graph_io.h"
#include "graph_view/graph_view.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"

using namespace heddle;
using namespace heddle::ui;
using graph::NodeId;

namespace {

// The engine's own catalog where the tree has it, so that the picture is of the real nodes.
graph::NodeCatalog catalogToShow() {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/nodes.json"));
  if (!file.open(QFile::ReadOnly)) return testing::sampleCatalog();
  const auto json = parse_json(file.readAll().toStdString(), "nodes.json");
  auto catalog = json ? graph::catalog_from_json(*json) : fail(ErrorKind::io, "no catalog");
  return catalog ? std::move(*catalog) : testing::sampleCatalog();
}

QImage paintedImage(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  QPainter painter(&image);
  QLinearGradient sky(0, 0, 0, height);
  sky.setColorAt(0, QColor("#30508f"));
  sky.setColorAt(0.6, QColor("#e0a070"));
  sky.setColorAt(0.61, QColor("#205070"));
  sky.setColorAt(1, QColor("#103048"));
  painter.fillRect(image.rect(), sky);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(QColor("#e05030"));
  painter.setPen(Qt::NoPen);
  painter.drawEllipse(QPointF(width * 0.6, height * 0.55), width * 0.15, width * 0.15);
  return image;
}

graph::Graph firstGraph(const graph::NodeCatalog& catalog) {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/graphs/first.json"));
  if (!file.open(QFile::ReadOnly)) qFatal("no first.json");
  auto read = graph::read_graph(file.readAll().toStdString(), catalog, "first.json");
  if (!read) qFatal("first.json does not read");
  return std::move(read->graph);
}

void dress(GraphView& view) {
  view.setNodeStatus(NodeId{1}, {"cached", -1, {}, {}});
  view.setNodeStatus(NodeId{2}, {"cached", -1, {}, {}});
  view.setNodeStatus(NodeId{4}, {"cached", -1, paintedImage(256, 256), {}});
  view.setNodeStatus(NodeId{7}, {"0.2 s", -1, {}, {}});
  view.setNodeStatus(NodeId{8}, {"step 13", 0.65, paintedImage(64, 64), {}});
  view.setNodeStatus(NodeId{9}, {"", -1, {}, {}});
  view.setNodeStatus(NodeId{10}, {"", -1, {}, "The disk is full; save it in another folder."});
}

void keep(const QPixmap& pixmap, const QString& name) {
  QVERIFY(!pixmap.isNull());
  const QString folder = qEnvironmentVariable("HEDDLE_SCREENS");
  if (!folder.isEmpty()) QVERIFY(pixmap.save(folder + "/" + name + ".png"));
}

}  // namespace

class GraphScreensTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFirstGraph_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("zoom");
    QTest::newRow("dark_100") << 0 << 1.0 << 0.0;
    QTest::newRow("light_100") << 1 << 1.0 << 0.0;
    QTest::newRow("contrast_100") << 2 << 1.0 << 0.0;
    QTest::newRow("dark_200") << 0 << 2.0 << 1.0;
    QTest::newRow("dark_75") << 0 << 0.75 << 0.0;
    QTest::newRow("dark_close") << 0 << 1.0 << 1.0;
    QTest::newRow("dark_plain") << 0 << 1.0 << 0.3;
    QTest::newRow("dark_blocks") << 0 << 1.0 << 0.1;
  }

  void theFirstGraph() {
    QFETCH(int, scheme);
    QFETCH(double, scale);
    QFETCH(double, zoom);
    const Theme theme = makeTheme(static_cast<Scheme>(scheme), scale);
    applyTheme(theme);
    const auto catalog = catalogToShow();
    document::Document document(catalog);
    document.replaceGraph(firstGraph(catalog));
    document.setMode({NodeId{3}}, graph::NodeMode::muted);
    document.setBends({{NodeId{1}, "vae"}, {NodeId{9}, "vae"}}, {{1000, -60}});
    GraphView view(document, theme);
    view.resize(1280, 800);
    view.show();
    dress(view);
    view.fit();
    if (zoom > 0) view.zoomAt({640, 400}, zoom / view.zoom());
    view.select({NodeId{7}});
    QTest::qWait(150);  // the minimap is drawn a little later
    keep(view.grab(), QString("graph_%1").arg(QTest::currentDataTag()));
  }

  void theAddMenu() {
    const Theme theme = makeTheme(Scheme::dark);
    applyTheme(theme);
    const auto catalog = catalogToShow();
    AddMenu menu(catalog, theme, {"sample"}, std::nullopt, nullptr);
    menu.setAttribute(Qt::WA_DeleteOnClose, false);
    menu.show();
    QTest::qWait(50);
    keep(menu.grab(), "graph_add_menu");
  }

  void anEmptyGraphSaysHowToBegin() {
    const Theme theme = makeTheme(Scheme::dark);
    document::Document document(catalogToShow());
    GraphView view(document, theme);
    view.resize(900, 500);
    view.show();
    QTest::qWait(50);
    keep(view.grab(), "graph_empty");
  }
};

HEDDLE_QT_TEST(GraphScreensTest)
#include "graph_screens_test.moc"
