// What the adapter sees: the frame over the reference, by mouse and by keys, and what it reports.
#include <QAccessible>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "inspector/crop_panel.h"
#include "inspector/crop_view.h"
#include "inspector/inspector_panel.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

graph::NodeCatalog catalog() {
  graph::NodeCatalog made;
  made.add(graph::NodeSpec("image.load", 1, "Picture")
               .param(graph::file("image", "image"))
               .output("image", graph::port::image));
  made.add(graph::NodeSpec("image_prompt", 1, "Image prompt")
               .input("image", graph::port::image)
               .param(graph::choice("fit", "crop", {"crop", "squash", "pad", "tile"}))
               .param(graph::real("centre", 0.5).range(0, 1))
               .output("image_prompt", graph::port::image_prompt));
  return made;
}

QImage blank(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  image.fill(Qt::darkGreen);
  return image;
}

double centreOf(const document::Document& document, graph::NodeId node) {
  return std::get<double>(document.param(node, "centre"));
}

}  // namespace

class CropTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    view_.setFit(image::Fit::crop);
    view_.setImage(blank(400, 200));
    view_.setCentre(0.5);
    view_.resize(200, 100);
    view_.show();
  }

  void squeezedToNothingItShowsTheImageAsItIs() {
    CropView squeezed;
    squeezed.setFit(image::Fit::crop);
    squeezed.setImage(blank(400, 200));
    squeezed.resize(0, 0);
    QCOMPARE(squeezed.framed().size(), QSize(400, 200));
  }

  void theFrameIsTheSquareThatTheEncoderReceives() {
    QCOMPARE(view_.frames().front(), QRectF(50, 0, 100, 100));
    view_.setCentre(0);
    QCOMPARE(view_.frames().front(), QRectF(0, 0, 100, 100));
    view_.setCentre(1);
    QCOMPARE(view_.frames().front(), QRectF(100, 0, 100, 100));
    view_.setFit(image::Fit::squash);
    QCOMPARE(view_.frames().front(), QRectF(0, 0, 200, 100));
    view_.setFit(image::Fit::tile);
    QCOMPARE(view_.frames().size(), std::size_t{2});
  }
  void aDragMovesTheFrameWithTheHand() {
    const QSignalSpy moved(&view_, &CropView::valueDragged), chosen(&view_, &CropView::valueCommitted);
    QTest::mousePress(&view_, Qt::LeftButton, {}, {100, 50});
    QTest::mouseMove(&view_, {120, 50});
    QCOMPARE(view_.centre(), 0.7);
    QTest::mouseMove(&view_, {900, 50});
    QCOMPARE(view_.centre(), 1.0);
    QVERIFY(chosen.isEmpty());
    QTest::mouseRelease(&view_, Qt::LeftButton, {}, {900, 50});
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(moved.size(), 2);
  }
  void aPressBesideTheFrameTakesItThere() {
    QTest::mousePress(&view_, Qt::LeftButton, {}, {180, 50});
    QCOMPARE(view_.centre(), 1.0);
    QTest::mouseRelease(&view_, Qt::LeftButton, {}, {180, 50});
  }
  void escapeTakesADragBack() {
    const QSignalSpy dropped(&view_, &CropView::dragCancelled);
    QTest::mousePress(&view_, Qt::LeftButton, {}, {100, 50});
    QTest::mouseMove(&view_, {130, 50});
    QTest::keyClick(&view_, Qt::Key_Escape);
    QCOMPARE(view_.centre(), 0.5);
    QCOMPARE(dropped.size(), 1);
  }
  void theArrowKeysMoveItAndShiftIsFine() {
    QTest::keyClick(&view_, Qt::Key_Right);
    QCOMPARE(view_.centre(), 0.52);
    QTest::keyClick(&view_, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(view_.centre(), 0.518);
    QTest::keyClick(&view_, Qt::Key_Home);
    QCOMPARE(view_.centre(), 0.0);
    QTest::keyClick(&view_, Qt::Key_Left);
    QCOMPARE(view_.centre(), 0.0);
    QTest::keyClick(&view_, Qt::Key_End);
    QCOMPARE(view_.centre(), 1.0);
  }
  void screenReadersHearAndSetThePlace() {
    QAccessibleInterface* told = QAccessible::queryAccessibleInterface(&view_);
    QVERIFY(told != nullptr && told->valueInterface() != nullptr);
    QCOMPARE(told->valueInterface()->currentValue().toDouble(), 0.5);
    QVERIFY(!told->text(QAccessible::Value).isEmpty());
    told->valueInterface()->setCurrentValue(0.25);
    QCOMPARE(view_.centre(), 0.25);
  }
  void aSquareImageHasNowhereToGo() {
    view_.setImage(blank(200, 200));
    QVERIFY(!view_.canMove());
    QTest::keyClick(&view_, Qt::Key_Right);
    QCOMPARE(view_.centre(), 0.5);
  }
  void theInspectorShowsAndChangesTheNodesCrop() {
    document::Document document(catalog());
    const graph::NodeId image = document.addNode("image.load", {}), prompt = document.addNode("image_prompt", {});
    int asked = 0;
    EditorContext context;
    context.reference = [&](graph::NodeId, const std::function<void(QImage)>& then) {
      ++asked;
      then(blank(400, 200));
    };
    InspectorPanel panel(document, context);
    panel.resize(280, 600);
    panel.show();
    panel.showNode(prompt);
    QVERIFY(panel.crop() != nullptr);
    QCOMPARE(asked, 1);
    auto* view = panel.findChild<CropView*>();
    QVERIFY(!view->accessibleName().isEmpty());
    const int before = document.undoStack()->count();
    for (int i = 0; i < 3; ++i) QTest::keyClick(view, Qt::Key_Right);
    QCOMPARE(centreOf(document, prompt), 0.56);
    QCOMPARE(document.undoStack()->count(), before + 1);
    document.undoStack()->undo();
    QCOMPARE(view->centre(), 0.5);
    panel.setImage(blank(224, 224), {});
    bool isSaid = false;
    for (const QLabel* label : panel.findChildren<QLabel*>()) isSaid |= label->text().contains("224");
    QVERIFY(isSaid);
    QVERIFY(document.connectPorts({{image, "image"}, {prompt, "image"}}));
    QCOMPARE(asked, 2);
    panel.showNode(image);
    QVERIFY(panel.crop() == nullptr);
  }

 private:
  CropView view_;
};

HEDDLE_QT_TEST(CropTest)
#include "crop_test.moc"
