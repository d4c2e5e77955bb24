// Lanes: forms, presets, and the brush.
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "inspector/lane_editor.h"
#include "inspector/lane_grid.h"
#include "inspector/lane_text.h"
#include "support/value_slider.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

class LaneTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theSliderBringsAPatternBackFromZero() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5).by_layer());
    editor.setValue(graph::lane_preset(graph::LanePreset::layout, 0.8, 20));
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
    editor.setValue(graph::Lane::scalar(5.0));
    QCOMPARE(editor.findChild<ValueSlider*>()->value(), 5.0);
  }
};

HEDDLE_QT_TEST(LaneTest)
#include "lane_test.moc"
