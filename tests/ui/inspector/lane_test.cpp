// Lanes: forms, presets, and the brush.
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "inspector/lane_editor.h"
#include "inspector/lane_grid.h"
#include "inspector/lane_shape.h"
#include "support/value_slider.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

class LaneTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void presetsAreExplicitLayers() {
    const graph::Lane style = lanePreset(LanePreset::style, 0.8, 20);
    const graph::Lane layout = lanePreset(LanePreset::layout, 0.8, 20);
    QCOMPARE(style.values.size(), std::size_t{16});
    for (const std::size_t t : {0, 1, 2, 3, 9, 10, 15}) QCOMPARE(style.at(t, 7), 0.8);
    for (const std::size_t t : {4, 5, 6, 7, 8}) QCOMPARE(style.at(t, 7), 0.0);
    QCOMPARE(layout.at(5, 0), 0.8);
    QCOMPARE(layout.at(4, 0), 0.2);
    QCOMPARE(lanePreset(LanePreset::easeIn, 1.0, 20).at(3, 19), 1.0);
    QCOMPARE(lanePreset(LanePreset::easeOut, 1.0, 20).at(3, 19), 0.0);
  }
  void aPresetIsKnownByItsValues() {
    QCOMPARE(lanePresetName(lanePreset(LanePreset::layout, 0.37, 20)), presetLabel(LanePreset::layout));
    QCOMPARE(lanePresetName(lanePreset(LanePreset::easeIn, 0.37, 13)), presetLabel(LanePreset::easeIn));
    QCOMPARE(lanePresetName(graph::Lane::scalar(0.5)), QString());
  }
  void aFormKeepsWhatItCanHold() {
    graph::Lane lane = graph::Lane::scalar(0.7);
    lane.start = 0.0;
    lane.end = 0.5;
    QCOMPARE(laneForm(lane, 16), LaneForm::range);
    const graph::Lane curve = withForm(lane, LaneForm::curve, 16, 10);
    QCOMPARE(curve.values[0].size(), std::size_t{10});
    QCOMPARE(curve.at(0, 4), 0.7);
    QCOMPARE(curve.at(0, 5), 0.0);
    const graph::Lane matrix = withForm(curve, LaneForm::matrix, 16, 10);
    QCOMPARE(laneForm(matrix, 16), LaneForm::matrix);
    QCOMPARE(matrix.at(15, 0), 0.7);
    QCOMPARE(withForm(matrix, LaneForm::number, 16, 10), graph::Lane::scalar(0.7));
  }
  void strengthScalesThePattern() {
    const graph::Lane layout = withStrength(lanePreset(LanePreset::layout, 0.8, 20), 0.4);
    QCOMPARE(layout.at(5, 0), 0.4);
    QCOMPARE(layout.at(4, 0), 0.1);
    QCOMPARE(withStrength(graph::Lane::scalar(0.0), 0.4), graph::Lane::scalar(0.4));
  }
  void theSliderBringsAPatternBackFromZero() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5));
    editor.setValue(lanePreset(LanePreset::layout, 0.8, 20));
    auto* slider = editor.findChild<ValueSlider*>();
    slider->choose(0.0);
    QCOMPARE(editor.lane().at(5, 0), 0.0);
    slider->choose(1.0);
    QCOMPARE(editor.lane().at(5, 0), 1.0);
    QCOMPARE(editor.lane().at(4, 0), 0.25);
    QCOMPARE(editor.lane().at(0, 0), 0.0);
  }
  void theBrushPaintsAndEscapeTakesItBack() {
    LaneGrid grid;
    grid.setBounds(0, 1);
    grid.setValues(LaneGrid::Values(16, std::vector<double>(20, 0.0)));
    grid.setBrush(0.9);
    grid.resize(320, grid.sizeHint().height());
    QSignalSpy painted(&grid, &LaneGrid::valueDragged), chosen(&grid, &LaneGrid::valueCommitted);
    QTest::mousePress(&grid, Qt::LeftButton, {}, {60, 40});
    QTest::mouseMove(&grid, {300, 40});
    QTest::mouseRelease(&grid, Qt::LeftButton, {}, {300, 40});
    QVERIFY(painted.size() >= 1);
    QCOMPARE(chosen.size(), 1);
    int filled = 0;
    for (const auto& row : grid.values()) filled += static_cast<int>(std::count(row.begin(), row.end(), 0.9));
    QVERIFY2(filled > 12 && filled <= 20, qPrintable(QString::number(filled)));  // one row, without gaps
    const auto before = grid.values();
    QTest::mousePress(&grid, Qt::RightButton, {}, {60, 40});
    QVERIFY(grid.values() != before);
    QTest::keyClick(&grid, Qt::Key_Escape);
    QVERIFY(grid.values() == before);
  }
  void guidanceHasNoLayers() {
    LaneEditor editor(graph::lane("guidance", 7.5).range(0, 100));
    editor.setSteps(12);
    QCOMPARE(laneForm(lanePreset(LanePreset::easeIn, 7.0, 12), 1), LaneForm::curve);
    editor.setValue(graph::Lane::scalar(5.0));
    QCOMPARE(editor.findChild<ValueSlider*>()->value(), 5.0);
  }
};

HEDDLE_QT_TEST(LaneTest)
#include "lane_test.moc"
