// Each source's curves, the readout with its image, zoom and fit, what is saved, and a log that grows.
#include "plots/plots_workspace.h"
#include "support/qt_test.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "plots/plot_card.h"
#include "plots/plot_export.h"
#include "plots/plot_library.h"
#include "plots/plot_view.h"
#include "plots/schedule_source.h"
#include "plots/table_source.h"
#include "shell/window_fixture.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

const char* const kSheet =
    "picture,image_prompt.scale,seed,file,clip_i,clip_t\r\n"
    "1,0,1,a.png,0.5,0.3\r\n2,0.5,1,b.png,0.7,0.25\r\n3,1,1,c.png,0.9,0.2\r\n"
    "4,0,2,a.png,0.6,0.3\r\n5,0.5,2,b.png,0.8,0.25\r\n6,1,2,c.png,0.9,0.2\r\n";

void writeText(const QString& path, const QByteArray& text, bool append = false) {
  QFile file(path);
  QVERIFY(file.open(append ? QFile::Append : QFile::WriteOnly));
  file.write(text);
}

}  // namespace

class PlotsWorkspaceTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    bench_ = std::make_unique<WindowFixture>();
    bench_->window.openStart();
    bench_->window.resize(1100, 760);
    bench_->window.show();
    page_ = bench_->window.findChild<PlotsWorkspace*>();
    for (QWidget* at = page_; at != nullptr; at = at->parentWidget()) at->show();
    page_->resize(900, 600);
  }
  void cleanup() { bench_.reset(); }

  void aSheetsTableIsASweepWithSpreads() {
    writeText(file("sheet.csv"), kSheet);
    QVERIFY(page_->open(file("sheet.csv")));
    QTRY_COMPARE(curves().curves.size(), std::size_t{1});
    QCOMPARE(curves().x, std::string("image_prompt.scale"));
    QCOMPARE(curves().y, std::string("clip_i"));
    QCOMPARE(curves().curves[0].points.size(), std::size_t{3});
    QVERIFY(curves().curves[0].points[0].spread > 0.07);
    page_->findChild<TableSource*>()->choose("image_prompt.scale", "clip_t", "seed", false);
    QCOMPARE(curves().curves.size(), std::size_t{2});
  }
  void aPointShowsItsImageAtTheCursor() {
    writeText(file("sheet.csv"), kSheet);
    QImage image(32, 16, QImage::Format_RGB888);
    image.fill(Qt::red);
    QVERIFY(image.save(file("c.png")));
    QVERIFY(page_->open(file("sheet.csv")));
    QTRY_VERIFY(!curves().curves.empty());
    page_->findChild<TableSource*>()->choose("clip_t", "clip_i", {}, true);
    PlotView& view = page_->view();
    view.fit();
    QTest::qWait(50);
    const QPoint at(static_cast<int>(view.plot().xAxis->coordToPixel(0.2)),
                    static_cast<int>(view.plot().yAxis->coordToPixel(0.9)));
    QMouseEvent move(QEvent::MouseMove, at, view.plot().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QApplication::sendEvent(&view.plot(), &move);
    QVERIFY(view.card().isVisible());
    QVERIFY(view.card().lines().join(' ').contains("0.9"));
    QTRY_VERIFY(view.card().hasImage());
    QVERIFY(view.readout({1, 1}).isEmpty());
  }
  void theWheelEnlargesAndFShowsAll() {
    writeText(file("sheet.csv"), kSheet);
    QVERIFY(page_->open(file("sheet.csv")));
    QTRY_VERIFY(!curves().curves.empty());
    PlotView& view = page_->view();
    const QCPRange all = view.plot().xAxis->range();
    QVERIFY(all.lower < 0 && all.upper > 1);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Plus);
    QVERIFY(view.plot().xAxis->range().size() < all.size());
    QTest::keyClick(&view, Qt::Key_F);
    QCOMPARE(view.plot().xAxis->range().size(), all.size());
  }
  void aTrainingsLogGrows() {
    QDir().mkpath(file("run"));
    writeText(file("run/log.csv"), "step,loss,learning_rate,arithmetic\n1,4,0.1,fp32\n2,2,0.1,fp32\n3,1");
    QVERIFY(page_->open(file("run")));
    QTRY_VERIFY(!curves().curves.empty());
    QCOMPARE(curves().curves[0].points.size(), std::size_t{2});  // the last line is being written
    writeText(file("run/log.csv"), ",0.1,fp32\n4,0.5,0.1,fp32\n", true);
    QTRY_COMPARE_WITH_TIMEOUT(curves().curves[0].points.size(), std::size_t{4}, 6000);
  }
  void schedulesStandBesideEachOther() {
    page_->showSource(2);
    auto* source = page_->findChild<ScheduleSource*>();
    source->take({"euler", "karras", 2}, {"karras", {999, 500, 0}, {14, 3, 0}, {0.99, 0.9, 0}});
    QCOMPARE(curves().curves.size(), std::size_t{1});
    QCOMPARE(curves().curves[0].points[1].y, 3.0);
    page_->view().setLogarithmic(true);  // the clean end has no place on it
    QCOMPARE(page_->view().plot().graph(0)->dataCount(), 2);
  }
  void resultsAreLikenessAgainstWords() {
    page_->showSource(0);
    QImage image(32, 32, QImage::Format_RGB888);
    image.fill(Qt::green);
    auto graph = std::make_shared<graph::Graph>(bench_->document.graph());
    const auto id = bench_->results.add({{}, graph::NodeId(10), 0, 1, image, "00ff", graph, "a", false}, "λ 0.5");
    QVERIFY(curves().curves.empty() || curves().curves[0].points.empty());
    bench_->results.setNumbers(id, {0.8, 0.25});
    QTRY_VERIFY(!curves().curves.empty() && curves().curves[0].points.size() == 1);
    QCOMPARE(curves().curves[0].points[0].label, std::string("λ 0.5"));
  }
  void aPlotIsSavedInEachKind() {
    writeText(file("sheet.csv"), kSheet);
    QVERIFY(page_->open(file("sheet.csv")));
    QTRY_VERIFY(!curves().curves.empty());
    const std::pair<const char*, const char*> kinds[] = {
        {"p.png", "\x89PNG"}, {"p.svg", "<?xml"}, {"p.pdf", "%PDF"}, {"p.csv", "curve,"}};
    for (const auto& [name, start] : kinds) {
      page_->save(file(name));
      QTRY_VERIFY(QFile::exists(file(name)));
      QFile saved(file(name));
      QVERIFY(saved.open(QFile::ReadOnly));
      QVERIFY2(saved.readAll().startsWith(start), name);
    }
    QVERIFY(!plotFile(page_->view(), "p.bmp").has_value());
  }
  void whatIsNoTableIsSaid() {
    writeText(file("odd.csv"), "a,b\n1\n");
    QVERIFY(page_->open(file("odd.csv")));
    QTRY_VERIFY(page_->sources()[1]->isError());
    QVERIFY(!page_->open(file("x.txt")));
  }

 private:
  QString file(const QString& name) { return folder_.filePath(name); }
  const sheets::Curves& curves() { return page_->view().curves(); }

  QTemporaryDir folder_;
  std::unique_ptr<WindowFixture> bench_;
  PlotsWorkspace* page_ = nullptr;
};

HEDDLE_QT_TEST(PlotsWorkspaceTest)
#include "plots_workspace_test.moc"
