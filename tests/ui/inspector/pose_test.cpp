// The pose editor: points and people by mouse and by keys, what reaches the document, JSON in and out.
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <fstream>

#include "inspector/inspector_panel.h"
#include "inspector/pose_panel.h"
#include "inspector/pose_view.h"
#include "pose/pose_json.h"
#include "support/qt_test.h"
#include "support/temporary_folder.h"

using namespace heddle;
using namespace heddle::ui;
using pose::PosePoint;

namespace {

graph::NodeCatalog poseCatalog() {
  graph::NodeCatalog made;
  made.add(graph::NodeSpec("annotate.pose", 1, "Pose")
               .input("image", graph::port::image)
               .optional()
               .param(graph::file("file", "pose"))
               .param(graph::text("pose", ""))
               .param(graph::integer("width", 0).range(0, 8192))
               .param(graph::integer("height", 0).range(0, 8192))
               .output("image", graph::port::image));
  return made;
}

QPoint onWidget(const PoseView& view, PosePoint point, std::size_t person = 0) {
  return view.toWidget(view.pose().people[person].at(point)).toPoint();
}

}  // namespace

class PoseTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    view_.resize(400, 400);
    view_.setPose({400, 400, {pose::standing_person(400, 400)}});
    view_.select({});
    view_.show();
  }

  void aPointIsDraggedAlone() {
    const pose::PosePerson before = view_.pose().people[0];
    const QSignalSpy dragged(&view_, &PoseView::poseDragged), committed(&view_, &PoseView::poseCommitted);
    const QPoint from = onWidget(view_, PosePoint::right_wrist);
    QTest::mousePress(&view_, Qt::LeftButton, {}, from);
    QTest::mouseMove(&view_, from + QPoint(-20, -50));
    QCOMPARE(dragged.count(), 1);
    QVERIFY(committed.isEmpty());
    QTest::mouseRelease(&view_, Qt::LeftButton, {}, from + QPoint(-20, -50));
    QCOMPARE(committed.count(), 1);
    pose::PosePerson expected = before;
    expected.at(PosePoint::right_wrist).x = std::round(before.at(PosePoint::right_wrist).x - 20);
    expected.at(PosePoint::right_wrist).y = std::round(before.at(PosePoint::right_wrist).y - 50);
    QCOMPARE(view_.pose().people[0].at(PosePoint::right_wrist), expected.at(PosePoint::right_wrist));
    QCOMPARE(view_.pose().people[0].at(PosePoint::left_wrist), before.at(PosePoint::left_wrist));
    QVERIFY(view_.accessibleDescription().contains("right wrist of person 1 of 1"));
  }

  void aLimbDragsTheWholePersonAndEscapeReverts() {
    const pose::Pose before = view_.pose();
    const QPoint hip = onWidget(view_, PosePoint::right_hip), knee = onWidget(view_, PosePoint::right_knee);
    const QSignalSpy cancelled(&view_, &PoseView::dragCancelled), committed(&view_, &PoseView::poseCommitted);
    QTest::mousePress(&view_, Qt::LeftButton, {}, (hip + knee) / 2);
    QTest::mouseMove(&view_, (hip + knee) / 2 + QPoint(30, 0));
    for (std::size_t i = 0; i < pose::kPosePoints; ++i)
      QVERIFY(std::abs(view_.pose().people[0].points[i].x - before.people[0].points[i].x - 30) <= 1);
    QTest::keyClick(&view_, Qt::Key_Escape);
    QCOMPARE(view_.pose(), before);
    QCOMPARE(cancelled.count(), 1);
    QTest::mouseRelease(&view_, Qt::LeftButton, {}, hip);
    QVERIFY(committed.isEmpty());
  }

  void keysDoWhatTheMouseDoes() {
    QTest::keyClick(&view_, Qt::Key_PageDown);
    QCOMPARE(*view_.selection(), (PoseView::Selection{0, 0}));
    const pose::Keypoint nose = view_.pose().people[0].at(PosePoint::nose);
    QTest::keyClick(&view_, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view_.pose().people[0].at(PosePoint::nose).x, std::round(nose.x + 1));
    QTest::keyClick(&view_, Qt::Key_H);
    QVERIFY(!view_.pose().people[0].at(PosePoint::nose).is_visible);
    QVERIFY(view_.describeSelection().endsWith("hidden"));
    QTest::keyClick(&view_, Qt::Key_Insert);
    QCOMPARE(view_.pose().people.size(), std::size_t{2});
    QCOMPARE(view_.selection()->person, std::size_t{1});
    QTest::keyClick(&view_, Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(view_.selection()->person, std::size_t{0});
    QTest::keyClick(&view_, Qt::Key_Delete);
    QCOMPARE(view_.pose().people.size(), std::size_t{1});
    QVERIFY(view_.pose().people[0].at(PosePoint::nose).is_visible);
  }

  void mirroringARaisedRightHandRaisesTheLeft() {
    pose::PosePerson waving = pose::standing_person(400, 400);
    waving.at(PosePoint::right_wrist).y = 10;
    view_.setPose({400, 400, {waving}});
    view_.select(PoseView::Selection{0, 0});
    view_.mirrorPerson();
    QCOMPARE(view_.pose().people[0].at(PosePoint::left_wrist).y, 10.0);
    QVERIFY(view_.pose().people[0].at(PosePoint::right_wrist).y > 100);
  }

  void editsReachTheDocumentAsOneUndoEach() {
    const graph::NodeCatalog known = poseCatalog();
    document::Document document(known);
    const graph::NodeId node = document.addNode("annotate.pose", {});
    InspectorPanel inspector(document, {});
    inspector.showNode(node);
    auto* view = inspector.findChild<PoseView*>();
    QVERIFY(view != nullptr);
    QCOMPARE(view->pose().width, 512);
    view->addPerson();
    const auto text = [&] { return std::get<std::string>(document.param(node, "pose")); };
    const auto read = pose::pose_from_json(text(), "pose");
    QVERIFY(read.has_value());
    QCOMPARE(read->pose, view->pose());
    inspector.resize(300, 700);
    inspector.show();
    QVERIFY(QTest::qWaitForWindowExposed(&inspector));
    const QPoint from = onWidget(*view, PosePoint::left_knee);
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    QTest::mouseMove(view, from + QPoint(10, 10));
    QTest::mouseMove(view, from + QPoint(15, 20));
    QTest::mouseRelease(view, Qt::LeftButton, {}, from + QPoint(15, 20));
    const std::string dragged = text();
    QVERIFY(pose::pose_from_json(dragged, "pose")->pose != read->pose);
    document.undoStack()->undo();
    QCOMPARE(pose::pose_from_json(text(), "pose")->pose, read->pose);
    QCOMPARE(view->pose(), read->pose);
    document.undoStack()->redo();
    QCOMPARE(text(), dragged);
  }

  void jsonComesInAndGoesOut() {
    testing::TemporaryFolder folder;
    const graph::NodeCatalog known = poseCatalog();
    document::Document document(known);
    const graph::NodeId node = document.addNode("annotate.pose", {});
    PosePanel panel(document, node, {});
    auto* view = panel.findChild<PoseView*>();
    const pose::Pose two{300, 200, {pose::standing_person(300, 200), pose::standing_person(300, 200)}};
    std::ofstream(folder / "two.json") << pose::pose_to_json(two);
    panel.importFile(QString::fromStdString((folder / "two.json").string()));
    QTRY_COMPARE(view->pose().people.size(), std::size_t{2});
    QCOMPARE(view->pose().width, 300);
    panel.exportFile(QString::fromStdString((folder / "out.json").string()));
    QTRY_VERIFY(std::filesystem::exists(folder / "out.json"));
    std::ifstream written(folder / "out.json");
    const std::string text{std::istreambuf_iterator<char>(written), {}};
    QCOMPARE(pose::pose_from_json(text, "out.json")->pose, view->pose());

    std::ofstream(folder / "bad.json") << "{\"people\": 7}";
    panel.importFile(QString::fromStdString((folder / "bad.json").string()));
    const auto labels = panel.findChildren<QLabel*>();
    QTRY_VERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains("bad.json"); }));
    QCOMPARE(view->pose().people.size(), std::size_t{2});
  }

 private:
  PoseView view_;
};

HEDDLE_QT_TEST(PoseTest)
#include "pose_test.moc"
