// Lanes: forms, presets, and the brush.
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "base/json.h"
#include "graph/lane_layers.h"
#include "inspector/lane_editor.h"
#include "inspector/lane_grid.h"
#include "inspector/lane_text.h"
#include "support/qt_test.h"
#include "support/value_slider.h"
#include "weights/cross_attention_facts.h"
#include "weights/layouts/unet_config.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

Json fileJson(const char* path) {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/") + path);
  return file.open(QIODevice::ReadOnly) ? *parse_json(file.readAll().toStdString(), path) : Json();
}

graph::LaneLayers layersOf(const weights::layouts::UNetConfig& config) {
  return *graph::lane_layers_from_json(weights::to_json(weights::cross_attention_of(config)));
}
graph::LaneLayers sd15() { return layersOf({}); }
graph::LaneLayers bobbin() {
  return layersOf(*weights::layouts::UNetConfig::from_json(fileJson("resources/models/bobbin/unet/config.json")));
}

QPushButton* chipOf(const LaneEditor& editor, const QString& text) {
  for (auto* button : editor.findChildren<QPushButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}
QLabel* noteOf(const LaneEditor& editor) { return editor.findChild<QLabel*>("unknownLayers"); }

}  // namespace

class LaneTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theSliderBringsAPatternBackFromZero() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5).by_layer());
    const graph::LaneLayers layers = sd15();
    editor.setLayers(&layers);
    editor.setValue(graph::lane_preset(graph::LanePreset::layout, layers, 0.8, 20));
    auto* slider = editor.findChild<ValueSlider*>();
    slider->choose(0.0);
    QCOMPARE(editor.lane().at(5, 0), 0.0);
    slider->choose(1.0);
    QCOMPARE(editor.lane().at(5, 0), 1.0);
    QCOMPARE(editor.lane().at(4, 0), 0.25);
    QCOMPARE(editor.lane().at(0, 0), 0.0);
  }
  void rowsAndPresetsAreTheModels() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5).by_layer());
    editor.setOpen(true);
    const graph::LaneLayers wide = sd15(), narrow = bobbin();
    QCOMPARE(static_cast<int>(narrow.names.size()), 10);
    for (const graph::LaneLayers& layers : {wide, narrow}) {
      editor.setLayers(&layers);
      chipOf(editor, "layers × steps")->click();
      QCOMPARE(editor.findChild<LaneGrid*>()->values().size(), layers.names.size());
      QCOMPARE(editor.lane().values.size(), layers.names.size());
      chipOf(editor, "style")->click();
      QCOMPARE(editor.lane().values.size(), layers.names.size());
      QCOMPARE(presetLabelOf(editor.lane(), layers), QString("style"));
      QVERIFY(noteOf(editor)->isHidden());
      chipOf(editor, "one value")->click();
    }
  }
  // A lane of 16 rows on a model of 10: six of them do nothing, and are not shown.
  void aLaneOfAnotherModelIsShownAsThisOneTakesIt() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5).by_layer());
    const graph::LaneLayers layers = bobbin();
    editor.setLayers(&layers);
    editor.setValue(graph::lane_preset(graph::LanePreset::style, sd15(), 0.5, 20));
    QCOMPARE(editor.findChild<LaneGrid*>()->values().size(), std::size_t{10});
  }
  void whileNoModelIsKnownTheLayersAreTheLanesOrStableDiffusions() {
    LaneEditor editor(graph::lane("scale", 0.6).range(-5, 5).by_layer());
    editor.setOpen(true);
    editor.setValue(graph::Lane::per_layer({0, 1, 0, 0.5}));
    QCOMPARE(editor.findChild<LaneGrid*>()->values().size(), std::size_t{4});
    QVERIFY(!noteOf(editor)->isHidden());
    QVERIFY(!chipOf(editor, "style")->isEnabled());
    QVERIFY(chipOf(editor, "ease in")->isEnabled());
    QVERIFY2(noteOf(editor)->text().contains("this lane"), qPrintable(noteOf(editor)->text()));
    editor.setValue(graph::Lane::scalar(0.5));
    QVERIFY2(noteOf(editor)->text().contains("Stable Diffusion 1.5"), qPrintable(noteOf(editor)->text()));
    chipOf(editor, "style")->click();
    QCOMPARE(editor.lane(), graph::lane_preset(graph::LanePreset::style, sd15(), 0.5, 20));
    chipOf(editor, "one value")->click();
    chipOf(editor, "layers × steps")->click();
    QCOMPARE(editor.findChild<LaneGrid*>()->values().size(), std::size_t{16});
    const graph::LaneLayers layers = bobbin();
    editor.setLayers(&layers);
    QCOMPARE(editor.findChild<LaneGrid*>()->values().size(), std::size_t{10});
    QVERIFY(chipOf(editor, "style")->isEnabled());
    QVERIFY(noteOf(editor)->isHidden());
  }
  void aReaderOfTheScreenHearsTheLayersName() {
    LaneGrid grid;
    grid.setRowNames(bobbin().names);
    grid.setValues(LaneGrid::Values(10, std::vector<double>(4, 0.5)));
    QTest::keyClick(&grid, Qt::Key_Down);
    QVERIFY2(grid.accessibleDescription().startsWith("down 2.0, step 1"), qPrintable(grid.accessibleDescription()));
    QCOMPARE(blockLabel("up 2.1"), QString("u2"));
    QCOMPARE(layerName("mid"), QString("middle"));
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
