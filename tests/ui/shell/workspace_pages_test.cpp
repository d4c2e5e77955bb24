// Tabs of workspaces: none for one, and a page that is shown takes the keyboard.
#include "shell/workspace_pages.h"

#include <QTabBar>
#include <QTest>

#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

class WorkspacePagesTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneWorkspaceHasNoTabs() {
    WorkspacePages pages({toy("graph")});
    pages.show();
    QVERIFY(!pages.findChild<QTabBar*>("workspaces")->isVisible());
    QCOMPARE(pages.all().size(), std::size_t{1});
  }
  void aPageThatIsShownIsActivated() {
    QString active;
    Workspace paint = toy("paint");
    paint.activate = [&active] { active = "paint"; };
    QWidget* canvas = paint.widget;
    WorkspacePages pages({toy("graph"), paint});
    pages.show();
    QVERIFY(pages.findChild<QTabBar*>("workspaces")->isVisible());
    QVERIFY(!canvas->isVisible());
    pages.showPage("paint");
    QVERIFY(canvas->isVisible());
    QCOMPARE(active, QString("paint"));
    pages.showPage("nothing");
    QVERIFY(canvas->isVisible());
  }

 private:
  static Workspace toy(const QString& id) { return {id, id, {}, "graph", new QWidget}; }
};

HEDDLE_QT_TEST(WorkspacePagesTest)
#include "workspace_pages_test.moc"
