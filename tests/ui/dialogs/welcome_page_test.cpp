// The first-run page: it offers what it finds, and a ticked folder is stored in the settings.
#include "dialogs/welcome_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "document/starters.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;

class WelcomePageTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void aFoundFolderIsOfferedOnceAndATickTakesIt() {
    WelcomePage page(settings_);
    QSignalSpy changed(&page, &WelcomePage::foldersChanged);
    page.addPlace({"/home/a/ComfyUI/models", "ComfyUI"});
    page.addPlace({"/home/a/ComfyUI/models", "ComfyUI"});
    page.addPlace({"/home/a/webui/models", "AUTOMATIC1111"});
    page.finishSearch();
    const auto boxes = page.findChildren<QCheckBox*>();
    QCOMPARE(boxes.size(), 2);
    QVERIFY(boxes[0]->text().contains("ComfyUI"));
    QVERIFY(!boxes[0]->isChecked());
    boxes[0]->click();
    QCOMPARE(settings_.preferences().folders, QStringList{"/home/a/ComfyUI/models"});
    boxes[0]->click();
    QVERIFY(settings_.preferences().folders.isEmpty());
    QCOMPARE(changed.size(), 2);
  }
  void everyStarterHasACardThatOpensIt() {
    WelcomePage page(settings_);
    QSignalSpy asked(&page, &WelcomePage::starterRequested);
    for (QToolButton* card : page.findChildren<QToolButton*>()) {
      QVERIFY(!card->icon().isNull());
      QVERIFY(!card->accessibleDescription().isEmpty());
      card->click();
    }
    QCOMPARE(static_cast<std::size_t>(asked.size()), document::starters().size());
    QCOMPARE(asked[1][0].toString(), QString("first"));
  }
  void scrollingEndsWithTheLastRow() {
    WelcomePage page(settings_);
    page.resize(680, 700);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto* inside = page.findChild<QScrollArea*>()->widget();
    const QWidget* last = page.findChildren<QComboBox*>().back();
    const int end = last->mapTo(inside, QPoint(0, last->height())).y();
    QVERIFY2(inside->height() - end < 100, qPrintable(QString("%1 of %2").arg(end).arg(inside->height())));
  }
  void theThemeHoldsAtOnce() {
    WelcomePage page(settings_);
    auto* theme = page.findChildren<QComboBox*>().front();
    theme->setCurrentIndex(theme->findData("light"));
    Q_EMIT theme->activated(theme->currentIndex());
    QCOMPARE(settings_.preferences().scheme, QString("light"));
  }
  void escapeEndsIt() {
    WelcomePage page(settings_);
    QSignalSpy finished(&page, &WelcomePage::finished);
    QTest::keyClick(&page, Qt::Key_Escape);
    QCOMPARE(finished.size(), 1);
  }

 private:
  QTemporaryDir folder_;
  settings::Settings settings_{folder_.filePath("heddle.ini")};
};

HEDDLE_QT_TEST(WelcomePageTest)
#include "welcome_page_test.moc"
