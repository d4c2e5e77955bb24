// CPU time of the window's thread for everyday actions, in milliseconds. 16 ms is a frame; the test allows three.
#include <QLineEdit>
#include <QTest>
#include <QUndoStack>
#include <functional>
#include <memory>

#include "graph_view/graph_view.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "support/qt_test.h"
#include "support/theme.h"
#include "viewer/viewer.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

#ifdef NDEBUG
constexpr double kFrame = 48;  // three frames: slower machines, busy ones; the figures are printed
#else
constexpr double kFrame = 200;  // without the compiler's help
#endif

double processorMs() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace

class ResponsiveTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    applyTheme(makeTheme(Scheme::dark));
    bench_ = std::make_unique<WindowFixture>();
    bench_->window.resize(1920, 1080);
    bench_->window.show();
    bench_->window.openStart();
    QVERIFY(QTest::qWaitForWindowExposed(&bench_->window));
    QTest::qWait(200);
  }
  void cleanupTestCase() { bench_.reset(); }

  void aFrameIsEnoughFor_data() {
    QTest::addColumn<std::function<void()>>("deed");
    auto add = [](const char* name, std::function<void()> deed) { QTest::newRow(name) << std::move(deed); };
    MainWindow& window = bench_->window;
    auto* graph = window.findChild<GraphView*>();
    const auto trigger = [&window](const char* action) {
      return [&window, action] { window.actions().action(action)->trigger(); };
    };
    add("choosing a node", [graph] { graph->select({graph::NodeId{7}}); });
    add("choosing another", [graph] { graph->select({graph::NodeId{8}}); });
    add("choosing all", [this, graph] {
      std::vector<graph::NodeId> all;
      for (const auto& [id, node] : bench_->document.graph().nodes()) all.push_back(id);
      graph->select(all);
    });
    add("a slider's next value",
        [this] { bench_->document.previewParam(graph::NodeId{7}, "scale", graph::Lane::scalar(0.31)); });
    add("a slider let go", [this] { bench_->document.setParam(graph::NodeId{7}, "scale", graph::Lane::scalar(0.3)); });
    add("undo", [this] { bench_->document.undoStack()->undo(); });
    add("adding a node", [this] { bench_->document.addNode("text.encode", {2000, 100}); });
    add("the command palette", trigger("palette"));
    add("the palette closed", [] {
      if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
      if (auto* line = qobject_cast<QLineEdit*>(QApplication::focusWidget())) QTest::keyClick(line, Qt::Key_Escape);
    });
    add("running", trigger("run"));
    add("a picture of 512 x 512 in the viewer", [&window] {
      QImage image(512, 512, QImage::Format_RGB888);
      image.fill(Qt::darkCyan);
      window.viewer().setImage(image);
    });
    add("fitting", [graph] { graph->fit(); });
    add("the settings", trigger("settings"));
  }
  void aFrameIsEnoughFor() {
    QFETCH(std::function<void()>, deed);
    QCoreApplication::processEvents();
    const double before = processorMs();
    deed();
    const double itself = processorMs() - before;
    double most = itself, all = itself;
    for (int i = 0; i < 20; ++i) {  // what it left to be done
      const double begin = processorMs();
      QCoreApplication::sendPostedEvents();
      QCoreApplication::processEvents();
      const double took = processorMs() - begin;
      most = std::max(most, took);
      all += took;
    }
    qInfo("%5.1f ms at a time, %5.1f ms in all", most, all);
    QVERIFY2(!heddle::testing::judgesTimes() || most <= kFrame, qPrintable(QString::number(most)));
  }

 private:
  std::unique_ptr<WindowFixture> bench_;
};

HEDDLE_QT_TEST(ResponsiveTest)
#include "responsive_test.moc"
