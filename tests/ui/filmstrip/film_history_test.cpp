// Images of earlier sessions in the film strip: there at once, older ones on scrolling back, found by search.
#include "filmstrip/film_history.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <memory>

#include "filmstrip/film_model.h"
#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "support/fake_engine/fake_nodes.h"
#include "support/loop_watch.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

session::JobResult resultOf(int number) {
  QImage image(40, 30, QImage::Format_RGB888);
  image.fill(QColor(number % 256, 20, 30));
  return {session::JobId{1},
          graph::NodeId{5},
          0,
          1,
          image,
          QString::number(number),
          std::make_shared<const graph::Graph>(testing::fake_graph(5, static_cast<std::uint64_t>(number))),
          QStringLiteral("a picture"),
          false};
}

// One start of the program.
struct Session {
  Session(const QString& folder, const QString& name)
      : history({folder + "/history.sqlite", folder + "/sessions", folder + "/sessions/" + name},
                [](const std::string&) { return QStringLiteral("a label"); }),
        results((folder + "/sessions/" + name).toStdString()),
        film(history, results),
        strip(new FilmStrip(results)),
        panel(strip) {
    panel.setHistory(&film);
    panel.resize(800, 180);
    panel.show();
    history.open();
  }
  ~Session() {
    results.waitForFiles();
    QCoreApplication::processEvents();
  }

  history::History history;
  session::ResultStore results;
  FilmHistory film;
  FilmStrip* strip;
  FilmPanel panel;
};

}  // namespace

class FilmHistoryTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void imagesOfTheLastSessionAreThereInTheNext() {
    make(3);
    Session next(folder_->path(), "20260102-120000-000");
    QTRY_COMPARE(next.results.all().size(), std::size_t{3});
    QCOMPARE(next.strip->model()->rowCount(), 3);
    const session::ResultId newest = next.results.all().back().id;
    QTRY_VERIFY(!next.results.find(newest)->thumbnail.isNull());
    QCOMPARE(next.strip->model()->index(2, 0).data().toString(), QString("a label"));
    QSignalSpy loaded(&next.results, &session::ResultStore::imageLoaded);
    next.results.load(newest);
    QTRY_COMPARE(loaded.count(), 1);
    QCOMPARE(loaded.first().at(1).value<QImage>().size(), QSize(40, 30));
    // New results come after them.
    next.results.add(resultOf(99));
    QCOMPARE(next.strip->model()->rowCount(), 4);
    QCOMPARE(next.results.all().back().hash, QString("99"));
  }

  void anOldImageIsDraggedAlongAsItsFile() {
    make(1);
    Session next(folder_->path(), "20260102-120000-000");
    QTRY_COMPARE(next.strip->model()->rowCount(), 1);
    const std::unique_ptr<QMimeData> data(next.strip->model()->mimeData({next.strip->model()->index(0, 0)}));
    QVERIFY(data != nullptr && data->hasUrls());
    QVERIFY(QFile::exists(data->urls().front().toLocalFile()));
  }

  void aDeletedImageStaysDeleted() {
    make(3);
    QString path;
    {
      Session next(folder_->path(), "20260102-120000-000");
      QTRY_COMPARE(next.results.all().size(), std::size_t{3});
      path = QString::fromStdString(next.results.all()[1].path.string());
      next.results.remove(next.results.all()[1].id);
      QCOMPARE(next.strip->model()->rowCount(), 2);
    }
    QVERIFY(!QFile::exists(path));
    Session later(folder_->path(), "20260103-120000-000");
    QTRY_COMPARE(later.results.all().size(), std::size_t{2});
  }

  void imagesAreSearchedByWordsAndAllComeBack() {
    make(12);
    Session next(folder_->path(), "20260102-120000-000");
    QTRY_COMPARE(next.strip->model()->rowCount(), 12);
    auto* text = next.panel.findChild<QLineEdit*>();
    QVERIFY(text->isVisible());
    QTest::keyClicks(text, "cube 11");
    QTRY_COMPARE(next.strip->model()->rowCount(), 1);
    next.results.add(resultOf(50));  // a new result is shown during a search too
    QCOMPARE(next.strip->model()->rowCount(), 2);
    QTest::keyClick(text, Qt::Key_Escape);
    QTRY_COMPARE(next.strip->model()->rowCount(), 13);
  }

  void resultsAreOrderedByTheirNumbersAlsoInTheNextSession() {
    make(4);
    {
      Session next(folder_->path(), "20260102-120000-000");
      QTRY_COMPARE(next.results.all().size(), std::size_t{4});
      const double likeness[] = {0.6, 0.9, 0.5};
      for (std::size_t i = 0; i < 3; ++i) next.results.setNumbers(next.results.all()[i].id, {likeness[i], {}});
      next.history.waitForWriting();
    }
    Session later(folder_->path(), "20260103-120000-000");
    QTRY_COMPARE(later.results.all().size(), std::size_t{4});
    const auto* model = later.strip->model();
    const auto numbers = [&](int row) { return model->index(row, 0).data(FilmModel::numbersRole).toString(); };
    QCOMPARE(numbers(0), QString("0.60"));
    QCOMPARE(numbers(3), QString());
    later.panel.setOrder(history::HistoryOrder::likeness);
    QTRY_COMPARE(model->rowCount(), 3);  // the fourth is not measured
    QCOMPARE(numbers(0), QString("0.50"));
    QCOMPARE(numbers(2), QString("0.90"));
    later.panel.setOrder(history::HistoryOrder::likeness, 0.55);
    QTRY_COMPARE(model->rowCount(), 2);
    later.results.setNumbers(later.strip->current(), {0.91, 0.3});
    QCOMPARE(numbers(1), QString("0.91 · 0.30"));
    later.panel.setOrder(history::HistoryOrder::time);
    QTRY_COMPARE(model->rowCount(), 4);
    QCOMPARE(numbers(1), QString("0.91 · 0.30"));
  }

  void goingBackBringsOlderImagesAndWhatIsSeenStaysInItsPlace() {
    fillTable(1000);
    Session next(folder_->path(), "20260102-120000-000");
    QTRY_COMPARE(next.strip->model()->rowCount(), 200);
    const QModelIndex seen = next.strip->model()->index(3, 0);
    next.strip->scrollTo(seen, QAbstractItemView::PositionAtTop);
    const QPersistentModelIndex anchor = seen;
    QTRY_COMPARE(next.strip->model()->rowCount(), 400);
    QTRY_VERIFY(std::abs(next.strip->visualRect(anchor).left()) < next.strip->width());
    for (int round = 0; round < 10 && next.strip->model()->rowCount() < 1000; ++round) {
      next.strip->horizontalScrollBar()->setValue(0);
      QTest::qWait(50);
    }
    QCOMPARE(next.strip->model()->rowCount(), 1000);
  }

  void tenThousandImagesComeWithoutHoldingTheWindow() {
    fillTable(10'000);
    Session next(folder_->path(), "20260102-120000-000");
    QTRY_COMPARE(next.strip->model()->rowCount(), 200);
    QTest::qWait(50);
    QElapsedTimer clock;
    clock.start();
    heddle::testing::LoopWatch watch;
    QTimer back;
    connect(&back, &QTimer::timeout, this, [&] { next.strip->horizontalScrollBar()->setValue(0); });
    back.start(5);
    QTRY_COMPARE_WITH_TIMEOUT(next.strip->model()->rowCount(), 10'000, 20'000);
    const double longest = watch.mostOnProcessor();
    qInfo("10,000 pictures in %lld ms, the window held for at most %.1f ms", clock.elapsed(), longest);
    QVERIFY(!heddle::testing::judgesTimes() || longest <= 48);  // three frames, for slower machines
  }

  // Told by what the parameters are, not by what they are called.
  void aResultIsSetApartByItsScaleElseByItsSeed() {
    graph::NodeCatalog catalog;
    catalog.add(graph::NodeSpec("pictures", 1, "Pictures").param(graph::lane("weight", 1.0).by_layer()));
    catalog.add(graph::NodeSpec("draw", 1, "Draw").param(graph::seed("dice", 0)).param(graph::lane("guidance", 7.5)));
    graph::Graph graph;
    const graph::NodeId draw = graph.add({{}, "draw"});
    QCOMPARE(resultLabel(graph, catalog), QString());
    QVERIFY(graph.set_param(draw, "dice", graph::Seed{7}));
    QVERIFY(graph.set_param(draw, "guidance", graph::Lane::scalar(3)));
    QCOMPARE(resultLabel(graph, catalog), QString("seed 7"));
    const graph::NodeId images = graph.add({{}, "pictures"});
    QVERIFY(graph.set_param(images, "weight", graph::Lane::scalar(0.62)));
    QCOMPARE(resultLabel(graph, catalog), QString("λ 0.62"));
    QVERIFY(graph.set_param(images, "weight", graph::Lane::per_layer({0, 1})));
    QCOMPARE(resultLabel(graph, catalog), QString("λ lane"));
  }
  void withoutAHistoryTheStripIsWhatItWas() {
    session::ResultStore results(folder_->filePath("only").toStdString());
    FilmPanel panel(new FilmStrip(results));
    panel.show();
    QVERIFY(!panel.findChild<QLineEdit*>()->isVisible());
    results.add(resultOf(1));
    results.waitForFiles();
  }

 private:
  void make(int images) {
    Session session(folder_->path(), "20260101-120000-000");
    QSignalSpy written(&session.results, &session::ResultStore::written);
    for (int i = 1; i <= images; ++i) session.results.add(resultOf(i));
    QTRY_COMPARE(written.count(), images);
    session.history.waitForWriting();
  }
  // Rows whose files are empty: they are not read.
  void fillTable(int rows) {
    history::HistoryTable table;
    QVERIFY(table.open(folder_->filePath("history.sqlite")));
    const QByteArray thumbnail = history::packedThumbnail(resultOf(1).image);
    std::vector<history::HistoryEntry> entries;
    QDir().mkpath(folder_->filePath("sessions/old"));
    for (int i = 1; i <= rows; ++i) {
      QFile file(folder_->filePath(QString("sessions/old/%1.png").arg(i)));
      QVERIFY(file.open(QIODevice::WriteOnly));
      entries.push_back(
          {{i, QString("old/%1.png").arg(i), QSize(64, 64), "a picture", "seed 7", {}, 5}, "words", thumbnail});
    }
    QVERIFY(table.add(entries));
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

HEDDLE_QT_TEST(FilmHistoryTest)
#include "film_history_test.moc"
