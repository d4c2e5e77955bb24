// Settings read back as they were set; invalid values in the file count as not set.
#include "settings/settings.h"
#include "support/qt_test.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace heddle::settings;

class SettingsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void choicesComeBack() {
    QTemporaryDir folder;
    const QString path = folder.filePath("heddle.ini");
    Preferences chosen;
    chosen.scheme = "light";
    chosen.scale = 1.5;
    chosen.language = "ko";
    chosen.folders = {"/models/a, b", "/models/모델"};
    chosen.keys = {{"run", "Ctrl+R"}};
    {
      Settings settings(path);
      QSignalSpy changed(&settings, &Settings::changed);
      settings.setPreferences(chosen);
      settings.setPreferences(chosen);
      QCOMPARE(changed.size(), 1);
      settings.setLayout("wide", "state");
      settings.addRecentFile("/a.heddle");
    }
    const Settings again(path);
    QVERIFY(again.preferences() == chosen);
    QCOMPARE(again.layout("wide"), QByteArray("state"));
    QCOMPARE(again.recentFiles(), QStringList{"/a.heddle"});
  }
  void nonsenseCountsAsNotChosen() {
    QTemporaryDir folder;
    const QString path = folder.filePath("heddle.ini");
    {
      QSettings raw(path, QSettings::IniFormat);
      raw.setValue("look/scheme", "plaid");
      raw.setValue("look/scale", "wide");
      raw.setValue("engine/threads", -5);
    }
    const Settings settings(path);
    QVERIFY(settings.preferences() == Preferences());
  }
};

HEDDLE_QT_TEST(SettingsTest)
#include "settings_test.moc"
