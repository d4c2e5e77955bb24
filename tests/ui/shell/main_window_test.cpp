// The window as a whole: every action works and has a key of its own, every editor fits and has a name.
#include "shell/main_window.h"

#include <QCheckBox>
#include <QLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>
#include <memory>

#include "dialogs/welcome_page.h"
#include "graph_view/graph_view.h"
#include "inspector/inspector_panel.h"
#include "session/job_queue.h"
#include "shell/action_table.h"
#include "shell/run_controller.h"
#include "shell/window_fixture.h"
#include "support/notice_bar.h"
#include "support/qt_test.h"
#include "support/theme.h"
#include "viewer/viewer.h"

using namespace heddle;
using namespace heddle::ui;

class MainWindowTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void init() {
    bench_ = std::make_unique<WindowFixture>();
    bench_->window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bench_->window));
  }
  void cleanup() { bench_.reset(); }

  void theFirstExampleIsReadyToRun() {
    bench_->window.openStart();
    QCOMPARE(bench_->document.graph().nodes().size(), std::size_t{10});
    QCOMPARE(bench_->window.runs().objection(), QString());
    QVERIFY(!bench_->document.isModified());
  }
  void theFirstRunPageTakesTheGraphsPlaceAndGivesItBack() {
    bench_->window.openStart();
    QVERIFY(!bench_->settings.wasWelcomeShown());
    bench_->window.showWelcome();
    QVERIFY(bench_->settings.wasWelcomeShown());
    auto* graph = bench_->window.findChild<GraphView*>();
    QVERIFY(!graph->isVisible());
    QVERIFY(bench_->window.viewer().isVisible());  // the first picture forms beside the page
    Q_EMIT bench_->window.findChild<WelcomePage*>()->finished();
    QVERIFY(graph->isVisible());
    QTRY_VERIFY(bench_->window.findChild<WelcomePage*>() == nullptr);
    bench_->window.actions().action("welcome")->trigger();
    QVERIFY(bench_->window.findChild<WelcomePage*>() != nullptr);
  }
  void everyStarterOpensFromTheMenu() {
    for (const document::Starter& starter : document::starters()) {
      bench_->window.actions().action("starter." + starter.id)->trigger();
      QCOMPARE(bench_->window.runs().objection(), QString());
      QVERIFY(!bench_->document.graph().nodes().empty());
      QVERIFY(!bench_->document.isModified());
    }
  }
  void noTwoActionsShareAKey() { QCOMPARE(bench_->window.actions().conflicts({}), QStringList()); }
  void keysCanBeChosenAndConflictsAreSaid() {
    ActionTable& actions = bench_->window.actions();
    actions.applyKeys({{"run", "Ctrl+R"}});
    QCOMPARE(actions.action("run")->shortcut(), QKeySequence("Ctrl+R"));
    actions.applyKeys({});
    QCOMPARE(actions.action("run")->shortcut(), QKeySequence("Ctrl+Return"));
    QCOMPARE(actions.conflicts({{"save", "Ctrl+O"}}).size(), 1);
  }
  void everyMenuEntryDoesSomething() {
    for (QMenu* menu : bench_->window.menuBar()->findChildren<QMenu*>()) {
      for (QAction* action : menu->actions()) {
        if (action->isSeparator() || action->menu() != nullptr) continue;
        QVERIFY2(!action->text().isEmpty(), qPrintable(menu->title()));
        QVERIFY2(action->parent() != nullptr, qPrintable(action->text()));
      }
    }
  }
  void thePaletteFindsAndDoes() {
    MainWindow& window = bench_->window;
    window.actions().action("palette")->trigger();
    auto* typed = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(typed != nullptr);
    QSignalSpy done(window.actions().action("start"), &QAction::triggered);
    QTest::keyClicks(typed, "first example");
    QTest::keyClick(typed, Qt::Key_Return);
    QTRY_COMPARE(done.size(), 1);
    QCOMPARE(bench_->document.graph().nodes().size(), std::size_t{10});
  }
  void aSliderRunsTheGraphOnlyAfterItWasRun() {
    bench_->window.openStart();
    const graph::NodeId prompt{7};
    bench_->document.setParam(prompt, "scale", graph::Lane::scalar(0.3));
    QVERIFY(bench_->queue.isIdle());
    bench_->window.actions().action("run")->trigger();
    QCOMPARE(bench_->queue.jobs().size(), std::size_t{1});
    for (int i = 0; i < 1000; ++i) {
      bench_->document.previewParam(prompt, "scale", graph::Lane::scalar(i / 1000.0));
    }
    bench_->document.endPreview();
    QVERIFY(bench_->queue.jobs().size() <= 3);
    bench_->document.setParam(graph::NodeId{2}, "text", std::string("a boat"));  // would encode: waits for Run
    QVERIFY(bench_->queue.jobs().size() <= 3);
  }
  void aGraphThatCannotRunSaysWhy() {
    bench_->window.actions().action("run")->trigger();
    QVERIFY(bench_->window.notices().text().contains("Tab"));
  }
  void settingsHoldAtOnce() {
    bench_->window.openStart();
    settings::Preferences preferences = bench_->settings.preferences();
    preferences.scheme = "light";
    preferences.scale = 1.5;
    bench_->settings.setPreferences(preferences);
    QCOMPARE(themeColors(QApplication::palette()).panel, QColor("#f3f3f3"));
    QCOMPARE(scaled(4), 6);
    applyTheme(makeTheme(Scheme::dark));
  }
  void everyNodeFitsIntoANarrowInspector() {
    InspectorPanel panel(bench_->document, {});
    for (const auto& [type, spec] : bench_->document.catalog().all()) {
      panel.showNode(bench_->document.addNode(QString::fromStdString(type), {}));
      panel.layout()->activate();
      QVERIFY2(panel.minimumSizeHint().width() <= scaled(264),
               qPrintable(QString("%1: %2").arg(QString::fromStdString(type)).arg(panel.minimumSizeHint().width())));
    }
  }
  void aControlNetOfAnotherFamilyThatTheLibraryKnowsIsNotWiredAndNotRun() {
    document::Document& document = bench_->document;
    protocol::LibraryEntry model, control;
    model.path = "/m/dream.safetensors", model.kind = "checkpoint", model.family = "sd1";
    control.path = "/m/control_xl.safetensors", control.kind = "controlnet", control.family = "sdxl";
    for (const protocol::LibraryEntry& entry : {model, control}) Q_EMIT bench_->engine.libraryEntryFound(entry);
    document.replaceGraph({});
    const graph::NodeId loads = document.addNode("model.load", {}), sampler = document.addNode("sample", {});
    const graph::NodeId net = document.addNode("control.load", {}), apply = document.addNode("control.apply", {});
    document.setParam(loads, "model", graph::FilePath{model.path});
    document.setParam(net, "control", graph::FilePath{control.path});
    QVERIFY(document.connectPorts({{loads, "model"}, {sampler, "model"}}).has_value());
    QVERIFY(document.connectPorts({{net, "control_net"}, {apply, "control_net"}}).has_value());
    const graph::Link link{{apply, "control"}, {sampler, "control"}};
    const auto refused = document.connectPorts(link);
    QVERIFY(!refused.has_value());
    QVERIFY(QString::fromStdString(refused.error().message).contains("control_v11p_sd15_"));
    // A file that is chosen afterwards cannot be refused at a wire; the run is.
    document.setParam(net, "control", graph::FilePath{"bobbin:canny"});
    document.setParam(loads, "model", graph::FilePath{"bobbin"});
    QVERIFY(document.connectPorts(link).has_value());
    document.setParam(loads, "model", graph::FilePath{model.path});
    QVERIFY(bench_->window.runs().objection().contains("dream.safetensors"));
  }
  void everythingThatTakesTheKeyboardHasAName() {
    bench_->window.openStart();
    for (QWidget* widget : bench_->window.findChildren<QWidget*>()) {
      const bool takesKeys = (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisibleTo(&bench_->window);
      if (!takesKeys || widget->inherits("QAbstractButton") || widget->inherits("QTabBar")) continue;
      if (widget->inherits("QScrollArea") || widget->inherits("QScrollBar") || widget->inherits("QMenuBar")) continue;
      QVERIFY2(
          !widget->accessibleName().isEmpty(),
          qPrintable(QString("%1 in %2")
                         .arg(widget->metaObject()->className(), widget->parentWidget()->metaObject()->className())));
    }
  }

 private:
  std::unique_ptr<WindowFixture> bench_;
};

HEDDLE_QT_TEST(MainWindowTest)
#include "main_window_test.moc"
