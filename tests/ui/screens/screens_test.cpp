// Compares the window's screens with the approved ones. Only with the same fonts.
#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QTest>

#include "support/qt_test.h"
#include "support/theme.h"
#include "ui/screens/kept.h"

using namespace heddle::ui;
using namespace heddle::ui::screens;

namespace {

constexpr double kMeanMost = 6.0;    // shades of 255
constexpr double kMovedMost = 0.10;  // of the squares

bool hasFonts() {
  const QString family = QFontInfo(QApplication::font()).family();
  return family.startsWith("DejaVu Sans");
}

}  // namespace

class ScreensTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle("Fusion"); }

  void aScreenLooksAsItDid_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& [scene, view] : keptScreens()) {
      QTest::newRow(qPrintable(scene + '_' + view.name())) << index++;
    }
  }
  void aScreenLooksAsItDid() {
    if (!hasFonts()) QSKIP("the kept screens were drawn with DejaVu Sans, which is not the system's font here");
    QFETCH(int, index);
    const auto [scene, view] = keptScreens()[static_cast<std::size_t>(index)];
    const QString path = QString(HEDDLE_SOURCE_DIR "/tests/ui/screens/kept/%1_%2.png").arg(scene, view.name());
    const QImage kept(path);
    QVERIFY2(!kept.isNull(), qPrintable(path + " is missing; draw it: screens FOLDER --kept"));
    const QImage now = drawn(scene, view);
    const Difference found = difference(kept, now);
    if (found.mean <= kMeanMost && found.moved <= kMovedMost) return;
    const QString shown = QDir::temp().filePath("heddle_" + scene + '_' + view.name() + ".png");
    now.save(shown);
    QFAIL(qPrintable(QString("differs by %1 shades, %2 % of the squares: look at %3; if it is right, "
                             "draw the kept ones again: screens tests/ui/screens/kept --kept")
                         .arg(found.mean, 0, 'f', 1)
                         .arg(found.moved * 100, 0, 'f', 1)
                         .arg(shown)));
  }
  // A window that needs more than its screen has is pushed over the edge.
  void theWindowFitsASmallScreenAtTwiceTheSize() {
    for (const bool isKorean : {false, true}) {
      const View view{"dark", 2.0, isKorean, {1280, 800}};
      for (const char* scene : {"steps", "welcome", "failed"}) QCOMPARE(drawn(scene, view).size(), view.size);
    }
  }
  void everyKeptScreenIsSmall() {
    qint64 bytes = 0;
    for (const QFileInfo& file : QDir(HEDDLE_SOURCE_DIR "/tests/ui/screens/kept").entryInfoList({"*.png"})) {
      bytes += file.size();
    }
    QVERIFY2(bytes < 1'500'000, qPrintable(QString::number(bytes)));
  }
};

HEDDLE_QT_TEST(ScreensTest)
#include "screens_test.moc"
