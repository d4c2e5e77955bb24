#include <QTest>

#include "save_kills.h"

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

QTEST_GUILESS_MAIN(SaveKillsTest)
#include "save_kills_test.moc"
