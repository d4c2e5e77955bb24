// The index of images: found again, searched, and rebuilt when it is lost.
#include "history/history.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <limits>
#include <memory>

#include "image/write_image.h"
#include "session/engine_event.h"

#include "support/loop_watch.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::history;

namespace {

constexpr qint64 kNewest = std::numeric_limits<qint64>::max();

std::string graphText(const QString& text, const QString& seed = "7") {
  return QString(R"({"format":"heddle-graph","version":1,"nodes":[{"id":1,"title":"Words","type":"text.encode",)"
                 R"("params":{"text":"%1","image":"hash:00ff00ff00ff00ff"}},{"id":2,"type":"sample",)"
                 R"("params":{"seed":"%2","steps":20}}],"links":[]})")
      .arg(text, seed)
      .toStdString();
}

QImage filled(int shade) {
  QImage image(300, 200, QImage::Format_RGB888);
  image.fill(QColor(shade % 256, 40, 60));
  return image;
}

// A user's folder, and an index of it.
struct IndexFixture {
  QTemporaryDir folder;
  std::unique_ptr<History> history;
  std::vector<HistoryRow> rows;
  std::map<qint64, QImage> thumbnails;
  QStringList complaints, reasons;
  int added = -1, removed = -1;
  QString foundFor;
  std::vector<HistoryRow> foundRows;

  [[nodiscard]] QString table() const { return folder.filePath("history.sqlite"); }
  [[nodiscard]] QString images() const { return folder.filePath("sessions"); }
  void start() {
    history = std::make_unique<History>(HistoryPlaces{table(), images(), images() + "/present"},
                                        [](const std::string&) { return QStringLiteral("λ 0.60"); });
    added = removed = -1;
    QObject::connect(history.get(), &History::pageArrived,
                     [this](const std::vector<HistoryRow>& page) { rows = page; });
    QObject::connect(history.get(), &History::thumbnailsArrived, [this](const auto& images) { thumbnails = images; });
    QObject::connect(history.get(), &History::failed, [this](const QString& text) { complaints << text; });
    QObject::connect(history.get(), &History::rebuilding, [this](const QString& why, int) { reasons << why; });
    QObject::connect(history.get(), &History::synced, [this](int more, int less) {
      added = more;
      removed = less;
    });
    QObject::connect(history.get(), &History::found, [this](const HistorySearch& search, const auto& page) {
      foundFor = search.text;
      foundRows = page;
    });
    history->open();
  }
  void stop() { history.reset(); }
  // A picture of an earlier session, as the program writes it.
  QString write(int number, const QString& text, const QString& session = "20260101-120000-000") {
    QDir().mkpath(images() + '/' + session);
    const QString path = QString("%1/%2/20260101-1200%3-000-%4.png")
                             .arg(images(), session)
                             .arg(number % 60, 2, 10, QChar('0'))
                             .arg(number, 4, 10, QChar('0'));
    const auto done =
        image::write_png(path.toStdString(), session::fromQImage(filled(number)), {{{"heddle", graphText(text)}}, {}});
    return done ? path : QString();
  }
};

HistoryEntry entryOf(int number) {
  return {{number, QString("old/%1.png").arg(number), QSize(64, 64), "a picture", "seed 7", {}, 5},
          QString("a word number%1").arg(number),
          packedThumbnail(filled(number))};
}

}  // namespace

class HistoryTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatWasAddedIsThereAtTheNextStart() {
    IndexFixture index;
    index.start();
    for (int i = 1; i <= 3; ++i) {
      const QString path = index.write(i, "a ball", "present");
      index.history->add({i, path, "Run", "hash", 5, filled(i), graphText("a red ball"), {300, 200}});
    }
    index.history->waitForWriting();
    index.stop();
    index.start();
    index.history->askPage(kNewest, 2);
    QTRY_COMPARE(index.rows.size(), std::size_t{2});
    QCOMPARE(index.rows[0].id, 2);  // the newest two, oldest first
    QCOMPARE(index.rows[1].id, 3);
    QVERIFY(QFile::exists(index.rows[1].path));
    QCOMPARE(index.rows[1].label, QString("λ 0.60"));
    QCOMPARE(index.rows[1].size, QSize(300, 200));
    index.history->askPage(2, 2);
    QTRY_COMPARE(index.rows.size(), std::size_t{1});
    index.history->askThumbnails({1, 3, 99});
    QTRY_COMPARE(index.thumbnails.size(), std::size_t{2});
    QCOMPARE(index.thumbnails.at(3).size(), QSize(192, 128));
    QVERIFY(index.complaints.isEmpty());
  }

  void imagesAreFoundByTheirWords() {
    IndexFixture index;
    index.start();
    index.history->add(
        {1, index.images() + "/a.png", "", "", 5, filled(1), graphText("A red Ball at dusk", "4711"), {}});
    index.history->add({2, index.images() + "/b.png", "", "", 5, filled(2), graphText("a blue ball, 100% cotton"), {}});
    const auto search = [&](const QString& text) {
      index.foundFor.clear();
      index.history->search({text});
      [&] { QTRY_COMPARE(index.foundFor, text); }();
      std::vector<qint64> ids;
      for (const HistoryRow& row : index.foundRows) ids.push_back(row.id);
      return ids;
    };
    QVERIFY(search("ball") == std::vector<qint64>({1, 2}));
    QVERIFY(search("RED  ball") == std::vector<qint64>({1}));
    QVERIFY(search("4711") == std::vector<qint64>({1}));
    QVERIFY(search("100%") == std::vector<qint64>({2}));
    QVERIFY(search("b_ll").empty());
    QVERIFY(search("00ff00ff").empty());  // hashes are not search terms
    QVERIFY(search("'; DROP TABLE results; --").empty());
    QVERIFY(search("ball").size() == 2);
  }

  void numbersAreKeptAndOrderWhatIsFound() {
    IndexFixture index;
    index.start();
    for (int i = 1; i <= 4; ++i) {
      index.history->add(
          {i, index.images() + QString("/%1.png").arg(i), "", "", 5, filled(i), graphText("a ball"), {}});
    }
    index.history->setNumbers(1, {0.9, 0.2});
    index.history->setNumbers(2, {0.7, 0.3});
    index.history->setNumbers(3, {});  // measured, and nothing to compare with
    const auto search = [&](const HistorySearch& asked) {
      index.foundRows = {};
      index.foundFor.clear();
      index.history->search(asked);
      index.history->waitForWriting();
      QCoreApplication::processEvents();
      std::vector<qint64> ids;
      for (const HistoryRow& row : index.foundRows) ids.push_back(row.id);
      return ids;
    };
    QVERIFY(search({"ball", HistoryOrder::likeness}) == std::vector<qint64>({2, 1}));
    QVERIFY(search({"", HistoryOrder::words}) == std::vector<qint64>({1, 2}));
    QVERIFY(search({"", HistoryOrder::likeness, 0.8}) == std::vector<qint64>({1}));
    QVERIFY(search({"cube", HistoryOrder::likeness}).empty());
    QVERIFY(search({"ball"}) == std::vector<qint64>({1, 2, 3, 4}));
    QVERIFY(index.foundRows[0].numbers.likeness == 0.9 && index.foundRows[0].isMeasured);
    QVERIFY(!index.foundRows[2].numbers.words && index.foundRows[2].isMeasured);
    QVERIFY(!index.foundRows[3].isMeasured);
  }

  void onlyTheNewestQuestionIsAnswered() {
    IndexFixture index;
    index.start();
    QSignalSpy found(index.history.get(), &History::found);
    for (int i = 0; i < 20; ++i) index.history->search({QString("word %1").arg(i)});
    QTRY_COMPARE(index.foundFor, QString("word 19"));
    QCOMPARE(found.count(), 1);
  }

  void anIndexThatIsLostIsRebuiltFromTheImages() {
    IndexFixture index;
    for (int i = 1; i <= 20; ++i) index.write(i, QString("ball %1").arg(i));
    QDir().mkpath(index.images() + "/20260101-120000-000/saved");
    QFile::copy(index.write(21, "copy"), index.images() + "/20260101-120000-000/saved/mine.png");
    index.start();
    QTRY_COMPARE(index.added, 21);  // not what a saving node wrote
    QCOMPARE(index.reasons.size(), 1);
    index.history->askPage(kNewest, 100);
    QTRY_COMPARE(index.rows.size(), std::size_t{21});
    QVERIFY(
        std::is_sorted(index.rows.begin(), index.rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
    QCOMPARE(index.rows[2].id, *idFromName(QFileInfo(index.rows[2].path).fileName()));
    index.history->search({"ball 7"});
    QTRY_VERIFY(!index.foundRows.empty());
    QCOMPARE(index.rows[2].label, QString("λ 0.60"));
  }

  void aDamagedIndexIsPutAsideAndRebuilt_data() {
    QTest::addColumn<int>("damage");
    QTest::newRow("garbage") << 0;
    QTest::newRow("cut") << 1;
    QTest::newRow("a hole in the middle") << 2;
    QTest::newRow("empty") << 3;
    QTest::newRow("another's tables") << 4;
    QTest::newRow("a later version") << 5;
  }
  void aDamagedIndexIsPutAsideAndRebuilt() {
    QFETCH(int, damage);
    IndexFixture index;
    for (int i = 1; i <= 10; ++i) index.write(i, "ball");
    index.start();
    QTRY_COMPARE(index.added, 10);
    index.stop();
    spoil(index.table(), damage);
    index.start();
    QTRY_VERIFY(index.added >= 0);
    index.history->askPage(kNewest, 100);
    QTRY_COMPARE(index.rows.size(), std::size_t{10});
    QVERIFY(index.complaints.isEmpty());
    if (damage != 3) {  // an empty file is a new table
      QCOMPARE(index.reasons.size(), 2);
      QVERIFY(QFile::exists(index.table() + ".damaged"));
    }
  }

  void imagesThatAreGoneLeaveTheIndexAndNewOnesComeIn() {
    IndexFixture index;
    const QString first = index.write(1, "ball");
    index.write(2, "cube");
    index.start();
    QTRY_COMPARE(index.added, 2);
    index.stop();
    QFile::remove(first);
    index.write(3, "cone");
    index.start();
    QTRY_COMPARE(index.added, 1);
    QCOMPARE(index.removed, 1);
    QVERIFY(index.reasons.size() == 1);  // an index that was only behind is not reported
  }

  void aFolderThatIsNotThereTakesNothingOutOfTheIndex() {
    IndexFixture index;
    index.write(1, "ball");
    index.start();
    QTRY_COMPARE(index.added, 1);
    index.stop();
    QVERIFY(QDir().rename(index.images(), index.images() + ".away"));
    index.start();
    index.history->askPage(kNewest, 10);
    QTRY_COMPARE(index.rows.size(), std::size_t{1});
  }

  void withoutAnIndexThereIsOneComplaintAndNoMore() {
    IndexFixture index;
    QDir().mkpath(index.table());  // a folder where the file should be
    index.start();
    QTRY_COMPARE(index.complaints.size(), 1);
    index.history->add({1, index.images() + "/a.png", "", "", 5, filled(1), graphText("a"), {}});
    index.history->remove("x");
    index.history->search({"a"});
    QTRY_COMPARE(index.foundFor, QString("a"));
    index.history->askPage(kNewest, 10);
    index.history->waitForWriting();
    QTest::qWait(20);
    QCOMPARE(index.complaints.size(), 1);
  }

  void anImageThatIsNoneIsPassedOver() {
    IndexFixture index;
    index.write(1, "ball");
    QFile broken(index.images() + "/20260101-120000-000/20260101-120002-000-0002.png");
    const QString whole = index.write(3, "cube");
    QVERIFY(QFile::copy(whole, broken.fileName()));
    QVERIFY(broken.resize(200));
    index.start();
    QTRY_COMPARE(index.added, 2);
    QVERIFY(index.complaints.isEmpty());
  }

  void tenThousandImagesNeverHoldTheWindow() {
    IndexFixture index;
    {
      HistoryTable table;
      QVERIFY(table.open(index.table()));
      std::vector<HistoryEntry> entries;
      for (int i = 1; i <= 10'000; ++i) entries.push_back(entryOf(i));
      QVERIFY(table.add(entries));
    }
    QElapsedTimer clock;
    clock.start();
    heddle::testing::LoopWatch watch;
    index.start();
    std::size_t rows = 0;
    connect(index.history.get(), &History::pageArrived, this,
            [&](const std::vector<HistoryRow>& page) { rows += page.size(); });
    for (qint64 before = 10'001; before > 1; before -= 200) index.history->askPage(before, 200);
    index.history->search({"number77"});
    QTRY_COMPARE(rows, std::size_t{10'000});
    QTRY_COMPARE(index.foundRows.size(), std::size_t{111});
    const double longest = watch.mostOnProcessor();
    qInfo("10,000 rows and a search: %lld ms, the window held for at most %.1f ms", clock.elapsed(), longest);
    QVERIFY(!heddle::testing::judgesTimes() || longest <= 48);  // three frames, for slower machines
  }

 private:
  static void spoil(const QString& table, int damage) {
    QFile file(table);
    const auto write = [&file](qint64 at, const QByteArray& bytes) {
      QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size());
      file.close();
    };
    if (damage == 0) write(0, QByteArray(4096, 'x'));
    if (damage == 1) QVERIFY(file.resize(file.size() / 2 + 100));
    if (damage == 2) write(4096, QByteArray(4096, '\xff'));
    if (damage == 3) QVERIFY(file.resize(0));
    if (damage < 4) return;
    QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", "spoiler");
    database.setDatabaseName(table);
    QVERIFY(database.open());
    if (damage == 4) database.exec("ALTER TABLE results RENAME TO others");
    if (damage == 5) database.exec("PRAGMA user_version=99");
    database.close();
    database = {};
    QSqlDatabase::removeDatabase("spoiler");
  }
};

HEDDLE_QT_TEST_GUILESS(HistoryTest)
#include "history_test.moc"
