#include <QTest>

#include "save_kills.h"
#include "support/qt_test.h"

class SaveKillsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fault_40_twoHundredKillsWhileSavingDamageNothing() {
    const auto report = heddle::testing::killWhileSaving(200);
    QCOMPARE(report.killed, 200);
    QCOMPARE(report.damaged, 0);
    QCOMPARE(report.stuck, 0);
  }
};

HEDDLE_QT_TEST_GUILESS(SaveKillsTest)
#include "save_kills_test.moc"
