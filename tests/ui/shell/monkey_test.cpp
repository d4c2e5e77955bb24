// A monkey at the window: random clicks, drags, wheels, keys, typed words, menu entries and undos, while an engine of
// toys runs and is now and then killed. Nothing may crash, the window's thread may not hang, and the document must be
// whole. HEDDLE_MONKEY_ACTIONS and HEDDLE_MONKEY_SEED choose how long and which; a failure prints the seed and the last
// actions.
#include <signal.h>

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileDialog>
#include <QLoggingCategory>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <QWheelEvent>
#include <algorithm>
#include <deque>
#include <random>

#include "graph/graph_io.h"
#include "graph_view/graph_scene.h"
#include "graph_view/graph_view.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "support/loop_watch.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

session::EngineCommand toyEngine() {
  return {FAKE_ENGINE, {"--nodes", QString(HEDDLE_SOURCE_DIR) + "/resources/nodes.json", "--slow", "5"}};
}

class Monkey final {
 public:
  Monkey(WindowFixture& bench, unsigned seed) : bench_(bench), random_(seed) {}

  void act() {
    closeFileDialogs();
    if (QApplication::activePopupWidget() != nullptr && below(3) == 0)
      return key(QApplication::activePopupWidget(), Qt::Key_Escape);
    switch (below(14)) {
      case 0:
      case 1:
      case 2: return click();
      case 3:
      case 4: return drag();
      case 5: return wheel();
      case 6:
      case 7: return keys();
      case 8: return type();
      case 9:
      case 10: return trigger();
      case 11: return undoOrRedo();
      case 12: return edit();
      default: return rarely();
    }
  }
  [[nodiscard]] QString story() const { return QStringList(last_.begin(), last_.end()).join("\n"); }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  void note(const QString& text) {
    last_.push_back(text);
    if (last_.size() > 20) last_.pop_front();
  }

  static void closeFileDialogs() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (auto* dialog = qobject_cast<QFileDialog*>(top); dialog != nullptr && dialog->isVisible()) dialog->reject();
    }
  }
  // Any visible widget of any window; popups first, as for the user.
  QWidget* target() {
    if (QWidget* popup = QApplication::activePopupWidget()) return popup;
    QList<QWidget*> all;
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (!top->isVisible() || qobject_cast<QFileDialog*>(top) != nullptr) continue;
      for (QWidget* one : top->findChildren<QWidget*>()) {
        if (one->isVisible() && one->width() > 0 && one->height() > 0) all << one;
      }
    }
    return all.isEmpty() ? &bench_.window : all[below(static_cast<int>(all.size()))];
  }
  QPoint within(const QWidget* widget) {
    return {below(std::max(1, widget->width())), below(std::max(1, widget->height()))};
  }
  void mouse(QPointer<QWidget> widget, QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons held) {
    if (widget == nullptr) return;
    QMouseEvent event(type, at, widget->mapToGlobal(QPointF(at)), button, held, modifiers());
    QApplication::sendEvent(widget, &event);
  }
  Qt::KeyboardModifiers modifiers() {
    static const Qt::KeyboardModifiers some[] = {Qt::NoModifier,    Qt::NoModifier,      Qt::NoModifier,
                                                 Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
    return some[below(6)];
  }
  void click() {
    const QPointer<QWidget> widget = target();
    const QPoint at = within(widget);
    const Qt::MouseButton button = below(8) == 0 ? Qt::RightButton : below(12) == 0 ? Qt::MiddleButton : Qt::LeftButton;
    note(QString("click %1 %2 at %3,%4 button %5")
             .arg(widget->metaObject()->className(), widget->objectName())
             .arg(at.x())
             .arg(at.y())
             .arg(button));
    mouse(widget, QEvent::MouseButtonPress, at, button, button);
    mouse(widget, QEvent::MouseButtonRelease, at, button, Qt::NoButton);
    if (below(4) == 0) mouse(widget, QEvent::MouseButtonDblClick, at, button, button);
    if (below(4) == 0) mouse(widget, QEvent::MouseButtonRelease, at, button, Qt::NoButton);
  }
  void drag() {
    const QPointer<QWidget> widget = target();
    QPoint at = within(widget);
    note(QString("drag in %1 from %2,%3").arg(widget->metaObject()->className()).arg(at.x()).arg(at.y()));
    mouse(widget, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
    for (int i = below(8); i >= 0; --i) {
      at += QPoint(below(121) - 60, below(121) - 60);
      mouse(widget, QEvent::MouseMove, at, Qt::NoButton, Qt::LeftButton);
    }
    // Releases a dragged panel: Qt 6.4 cannot lay out one that is dragged for ever.
    const bool isPanel =
        widget != nullptr && (widget->inherits("QDockWidget") ||
                              (widget->parentWidget() != nullptr && widget->parentWidget()->inherits("QDockWidget")));
    if (isPanel || below(20) != 0)
      mouse(widget, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton);  // or the pen left the tablet
  }
  void wheel() {
    const QPointer<QWidget> widget = target();
    const QPoint at = within(widget);
    note(QString("wheel over %1").arg(widget->metaObject()->className()));
    QWheelEvent event(at, widget->mapToGlobal(QPointF(at)), {}, {0, (below(2) == 0 ? 120 : -120) * (1 + below(3))},
                      Qt::NoButton, modifiers(), Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
  }
  void key(QPointer<QWidget> widget, int code, Qt::KeyboardModifiers held = {}, const QString& text = {}) {
    note(
        QString("key %1 %2 to %3").arg(code, 0, 16).arg(static_cast<int>(held)).arg(widget->metaObject()->className()));
    QKeyEvent press(QEvent::KeyPress, code, held, text), release(QEvent::KeyRelease, code, held, text);
    QApplication::sendEvent(widget, &press);
    if (widget != nullptr) QApplication::sendEvent(widget, &release);
  }
  QWidget* focus() {
    QWidget* widget = QApplication::focusWidget();
    return widget == nullptr ? target() : widget;
  }
  void keys() {
    static const int some[] = {Qt::Key_Tab,   Qt::Key_Return,    Qt::Key_Escape,   Qt::Key_Delete, Qt::Key_Up,
                               Qt::Key_Down,  Qt::Key_Left,      Qt::Key_Right,    Qt::Key_Home,   Qt::Key_End,
                               Qt::Key_F,     Qt::Key_M,         Qt::Key_W,        Qt::Key_D,      Qt::Key_A,
                               Qt::Key_C,     Qt::Key_V,         Qt::Key_X,        Qt::Key_B,      Qt::Key_G,
                               Qt::Key_Space, Qt::Key_Backslash, Qt::Key_PageDown, Qt::Key_1,      Qt::Key_Backspace};
    key(focus(), some[below(static_cast<int>(std::size(some)))], modifiers());
  }
  void type() {
    static const QStringList some = {"a red ball", "0.7",        "-1",      "1e400", "999999999999", "(a:1.2)",
                                     "둥근 공",    "\U0001F3B2", "../../x", "samp",  ":::",          "\t"};
    const QString text = some[below(static_cast<int>(some.size()))];
    const QPointer<QWidget> widget = focus();
    for (const QChar letter : text) {
      if (widget != nullptr) key(widget, 0, {}, QString(letter));
    }
  }
  void trigger() {
    const auto actions = bench_.window.findChildren<QAction*>();
    QAction* action = actions[below(static_cast<int>(actions.size()))];
    if (!action->isEnabled() || action == bench_.window.actions().action("quit") || action->menu() != nullptr) return;
    note("trigger " + action->text());
    action->trigger();
  }
  void undoOrRedo() {
    note("undo or redo");
    for (int i = below(6); i >= 0; --i)
      below(3) == 0 ? bench_.document.undoStack()->redo() : bench_.document.undoStack()->undo();
  }
  void edit() {
    const auto& nodes = bench_.document.catalog().all();
    if (bench_.document.graph().nodes().size() > 60) {
      note("start anew");
      return bench_.window.openStart();
    }
    note("add a node");
    auto at = nodes.begin();
    std::advance(at, below(static_cast<int>(nodes.size())));
    bench_.document.addNode(QString::fromStdString(at->first), QPointF(below(2000) - 1000, below(2000) - 1000));
  }
  void restyle() {
    note("theme");
    settings::Preferences preferences = bench_.settings.preferences();
    preferences.scheme = QStringList{"dark", "light", "high_contrast"}[below(3)];
    preferences.scale = below(2) == 0 ? 1.0 : 0.75 + 0.25 * below(6);
    bench_.settings.setPreferences(preferences);
  }
  void rarely() {
    switch (below(12)) {
      case 0: {
        note("the engine is killed");
        const qint64 engine = bench_.engine.processId();
        if (engine > 0 && bench_.engine.isReady()) ::kill(static_cast<pid_t>(engine), SIGKILL);
        return;
      }
      case 1: note("resize"); return bench_.window.resize(900 + below(1100), 600 + below(500));
      case 2: return restyle();
      case 3:
        note("clipboard");
        return QApplication::clipboard()->setText(below(2) == 0 ? "{\"heddle\": [" : "a red ball");
      default: note("run"); return bench_.window.actions().action("run")->trigger();
    }
  }

  WindowFixture& bench_;
  std::mt19937 random_;
  std::deque<QString> last_;
};

constexpr double kSlow = 16, kHung = 100;                      // ms: more than a frame; more than the user forgives
constexpr const char* kSchemes[] = {"file", "http", "https"};  // of links that the user could follow out of the program

int numberFromEnvironment(const char* name, int otherwise) {
  bool isNumber = false;
  const int value = qEnvironmentVariableIntValue(name, &isNumber);
  return isNumber ? value : otherwise;
}

}  // namespace

class MonkeyTest final : public QObject {
  Q_OBJECT
 public:
  Q_INVOKABLE void swallow(const QUrl&) {}

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    qputenv("HOME", folder_.path().toUtf8());
    QVERIFY(QDir::setCurrent(folder_.path()));
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QLoggingCategory::setFilterRules("default.warning=false");  // the offscreen platform's limits, thousands of times
    QApplication::setQuitOnLastWindowClosed(false);
    for (const char* scheme : kSchemes) QDesktopServices::setUrlHandler(scheme, this, "swallow");
    applyTheme(makeTheme(Scheme::dark));
  }
  void cleanupTestCase() {
    for (const char* scheme : kSchemes) QDesktopServices::unsetUrlHandler(scheme);
  }

  void randomActionsBreakNothing() {
    const int actions = numberFromEnvironment("HEDDLE_MONKEY_ACTIONS", 1500);
    const int seed = numberFromEnvironment("HEDDLE_MONKEY_SEED", 1);
    WindowFixture bench(toyEngine());
    bench.window.resize(1280, 800);
    bench.window.show();
    bench.window.openStart();
    bench.engine.start();
    Monkey monkey(bench, static_cast<unsigned>(seed));
    heddle::testing::LoopWatch watch;
    QString style = qApp->styleSheet();
    QEventLoop loop;
    QTimer hand;  // a timer, because menus run loops of their own
    int done = 0;
    QElapsedTimer restyled;
    std::vector<std::pair<double, QString>> slow;  // ms of the window's own work, and what came before it
    connect(&hand, &QTimer::timeout, &loop, [&] {
      // Another theme or scale rebuilds every widget; its time does not count as a slider's delay.
      // It continues in later turns of the loop.
      if (std::exchange(style, qApp->styleSheet()) != qApp->styleSheet()) restyled.start();
      const bool isRestyled = restyled.isValid() && restyled.elapsed() < 1000;
      for (const auto& busy : watch.take()) {
        if (isRestyled) continue;
        if (busy.processor > kSlow)
          slow.emplace_back(busy.processor, monkey.story().section('\n', -2).replace('\n', " | "));
      }
      if (++done > actions) {
        hand.stop();
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        return loop.quit();
      }
      monkey.act();
      if (!bench.window.isVisible()) bench.window.show();
    });
    hand.start(0);
    loop.exec();
    qInfo("seed %d: %d actions; %zu times the window was busy for more than %.0f ms", seed, actions, slow.size(),
          kSlow);
    std::sort(slow.rbegin(), slow.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(slow.size(), 12); ++i)
      qInfo("%.0f ms after: %s", slow[i].first, qPrintable(slow[i].second));
#ifdef NDEBUG
    if (!slow.empty() && heddle::testing::judgesTimes())
      QVERIFY2(slow.front().first < kHung, qPrintable(slow.front().second));
#endif
    isWhole(bench);
    bench.queue.cancelAll();
  }

 private:
  // The document says what it shows, and its file is read back.
  static void isWhole(WindowFixture& bench) {
    QTest::qWait(50);
    auto* view = bench.window.findChild<GraphView*>();
    QVERIFY(view != nullptr);
    for (const auto& [id, node] : bench.document.graph().nodes())
      QVERIFY2(view->graphScene().node(id) != nullptr, "a node is not shown");
    const std::string text = graph::write_graph(bench.document.graph());
    auto again = graph::read_graph(text, bench.document.catalog(), "the monkey's graph");
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QCOMPARE(graph::write_graph(again->graph), text);
    QUndoStack* undo = bench.document.undoStack();
    const int end = undo->index();
    while (undo->index() > 0 && end - undo->index() <= 5000) undo->undo();
    while (undo->index() < end) undo->redo();  // what was undone before may still be redone: not to the stack's end
    QCOMPARE(graph::write_graph(bench.document.graph()), text);
  }

  QTemporaryDir folder_;
};

HEDDLE_QT_TEST(MonkeyTest)
#include "monkey_test.moc"
