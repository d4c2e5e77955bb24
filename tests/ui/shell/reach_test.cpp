// Every widget that takes the keyboard has a name and is reached by Tab, and the palette finds every action.
#include <QAbstractButton>
#include <QButtonGroup>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QTabWidget>
#include <QTest>
#include <memory>

#include "graph_view/graph_view.h"
#include "inspector/inspector_panel.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

QString nameOf(const QWidget* widget) {
  if (!widget->accessibleName().isEmpty()) return widget->accessibleName();
  const auto* button = qobject_cast<const QAbstractButton*>(widget);
  return button == nullptr ? QString() : button->text();
}

QString where(const QWidget* widget) {
  QString way = widget->metaObject()->className();
  for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget()) {
    way = QString(up->metaObject()->className()) + '/' + way;
  }
  return way;
}

// Parts that Qt makes, which their owners stand for.
bool isQtsOwn(const QWidget* widget) {
  return widget->inherits("QScrollBar") || widget->inherits("QMenuBar") || widget->inherits("QScrollArea") ||
         widget->inherits("QTabBar") || widget->inherits("QTabWidget") ||
         widget->inherits("QComboBoxPrivateContainer") || widget->objectName() == "qt_spinbox_lineedit" ||
         widget->objectName().startsWith("qt_");
}

QList<QWidget*> focusable(const QWidget& root) {
  QList<QWidget*> found;
  for (QWidget* widget : root.findChildren<QWidget*>()) {
    const bool takesKeys =
        (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isEnabled() && widget->focusProxy() == nullptr;
    if (takesKeys && widget->isVisible() && widget->window() == &root && !isQtsOwn(widget)) found << widget;
  }
  return found;
}

QString nameless(const QWidget& root) {
  for (const QWidget* widget : focusable(root)) {
    if (nameOf(widget).isEmpty()) return where(widget);
  }
  return {};
}

// What Tab comes to, from where the focus is. The graph keeps Tab for adding nodes; Ctrl+Tab leaves it.
QSet<QWidget*> reached() {
  QSet<QWidget*> seen;
  for (int i = 0; i < 500; ++i) {
    QWidget* now = QApplication::focusWidget();
    if (now == nullptr || (seen.contains(now) && i > 300)) break;
    seen << now;
    const bool isGraph = qobject_cast<GraphView*>(now) != nullptr;
    QTest::keyClick(now, Qt::Key_Tab, isGraph ? Qt::ControlModifier : Qt::NoModifier);
  }
  return seen;
}

// Of buttons of which one is down, Tab comes to that one and arrows to the others.
bool isBesideItsPeer(const QWidget* widget, const QSet<QWidget*>& seen) {
  const auto* button = qobject_cast<const QAbstractButton*>(widget);
  if (button == nullptr || button->group() == nullptr) return false;
  const auto peers = button->group()->buttons();
  return std::any_of(peers.begin(), peers.end(), [&](QAbstractButton* peer) { return seen.contains(peer); });
}

}  // namespace

class ReachTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void init() {
    bench_ = std::make_unique<WindowFixture>();
    window().show();
    window().openStart();
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    window().activateWindow();
  }
  void cleanup() { bench_.reset(); }

  void everythingInThePanelsHasAName() {
    for (QDockWidget* dock : window().findChildren<QDockWidget*>()) {
      dock->show();
      dock->raise();
      QCoreApplication::processEvents();
      QCOMPARE(nameless(window()), QString());
    }
  }
  void everyNodesEditorsHaveNames() {
    auto* inspector = window().findChild<InspectorPanel*>();
    window().findChild<QDockWidget*>("inspector")->raise();
    for (const auto& [type, spec] : bench_->document.catalog().all()) {
      inspector->showNode(bench_->document.addNode(QString::fromStdString(type), {}));
      QCoreApplication::processEvents();
      QVERIFY2(nameless(window()).isEmpty(), qPrintable(QString::fromStdString(type) + ": " + nameless(window())));
    }
  }
  void everyPageOfTheSettingsHasNames() {
    window().actions().action("settings")->trigger();
    auto* dialog = window().findChild<QDialog*>();
    QVERIFY(dialog != nullptr);
    auto* pages = dialog->findChild<QTabWidget*>();
    for (int i = 0; i < pages->count(); ++i) {
      pages->setCurrentIndex(i);
      QCoreApplication::processEvents();
      QCOMPARE(nameless(*dialog), QString());
    }
  }
  void tabComesToEverythingThatTakesTheKeyboard() {
    window().findChild<GraphView*>()->select({graph::NodeId{8}});
    window().findChild<GraphView*>()->setFocus();
    QTRY_VERIFY(QApplication::focusWidget() != nullptr);
    const QSet<QWidget*> seen = reached();
    for (QWidget* widget : focusable(window())) {
      QVERIFY2(seen.contains(widget) || isBesideItsPeer(widget, seen),
               qPrintable(where(widget) + " " + nameOf(widget)));
    }
  }
  void everyMenuEntryIsInThePaletteOrChanges() {
    for (QMenu* menu : window().menuBar()->findChildren<QMenu*>()) {
      for (QAction* action : menu->actions()) {
        if (action->isSeparator() || action->menu() != nullptr) continue;
        const auto& all = window().actions().all();
        const bool isListed =
            std::any_of(all.begin(), all.end(), [&](const auto& entry) { return entry.action == action; });
        const bool isOfASubmenu = menu->parentWidget() != window().menuBar();  // recent files, starters
        QVERIFY2(isListed || isOfASubmenu, qPrintable(action->text()));
      }
    }
  }
  void thePaletteFindsEveryActionByItsName() {
    window().actions().action("palette")->trigger();
    auto* typed = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(typed != nullptr);
    auto* found = typed->parentWidget()->findChild<QListWidget*>();
    for (const ActionTable::Entry& entry : window().actions().all()) {
      if (!entry.action->isEnabled() || entry.id == "palette") continue;
      QVERIFY2(!plainText(*entry.action).isEmpty(), qPrintable(entry.id));
      typed->setText(plainText(*entry.action));
      bool isThere = false;
      for (int i = 0; i < found->count(); ++i) isThere |= found->item(i)->data(Qt::UserRole).toString() == entry.id;
      QVERIFY2(isThere, qPrintable(entry.id));
    }
  }

 private:
  MainWindow& window() { return bench_->window; }
  std::unique_ptr<WindowFixture> bench_;
};

HEDDLE_QT_TEST(ReachTest)
#include "reach_test.moc"
