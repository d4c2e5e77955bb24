#include "session/result_store.h"

#include <algorithm>

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include "image/image_texts.h"
#include "image/png_text.h"
#include "image/read_image.h"
#include "session/engine_event.h"
#include "support/fake_engine/fake_nodes.h"
#include "support/qt_test.h"
#include "support/temporary_folder.h"

namespace heddle::session {

namespace {

JobResult resultOf(int number, int side = 32) {
  QImage image(side, side, QImage::Format_RGB888);
  image.fill(QColor(number % 256, 20, 30));
  return {JobId{1},
          graph::NodeId{5},
          0,
          1,
          image,
          QString::number(number),
          std::make_shared<const graph::Graph>(testing::fake_graph()),
          QStringLiteral("a picture"),
          false};
}

}  // namespace

class ResultStoreTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void resultsAreListedNewestLastAndCarryTheirGraph() {
    testing::TemporaryFolder folder;
    ResultStore store(folder / "session");
    QSignalSpy written(&store, &ResultStore::written);
    const ResultId first = store.add(resultOf(1));
    const ResultId second = store.add(resultOf(2));
    QCOMPARE(store.all().size(), std::size_t{2});
    QCOMPARE(store.all().back().id, second);
    QTRY_COMPARE(written.count(), 2);
    const auto texts = image::read_png_texts(store.find(first)->path);
    QVERIFY(texts);
    QCOMPARE(texts->at(0).key, std::string("heddle"));
    QCOMPARE(QString::fromStdString(texts->at(0).text), store.graphText(first));
  }

  void aCopyCarriesTheEnginesParametersAlsoInTheNextSession() {
    testing::TemporaryFolder folder;
    const auto parametersOf = [](const std::filesystem::path& path) {
      const auto texts = image::read_png_texts(path);
      if (!texts) return std::string("unreadable");
      std::string found;
      for (const image::PngText& text : *texts) found += text.key == "parameters" ? text.text + "|" : "";
      return found;
    };
    StoredResult old;
    {
      ResultStore store(folder / "session");
      JobResult made = resultOf(1);
      made.parameters = "a boat\nSampler: DPM++ 2M";
      const ResultId id = store.add(made);
      store.copyTo(id, folder / "copy.png", "composed here", {});
      store.waitForFiles();
      old = *store.find(id);
    }
    QCOMPARE(parametersOf(folder / "copy.png"), std::string("a boat\nSampler: DPM++ 2M|"));
    old.graph = nullptr;  // as history knows it
    old.parameters.clear();
    old.isOld = old.isWritten = true;
    ResultStore next(folder / "next");
    next.adopt({old});
    next.copyTo(old.id, folder / "later.png", "composed here", {});
    next.waitForFiles();
    QCOMPARE(parametersOf(folder / "later.png"), std::string("a boat\nSampler: DPM++ 2M|"));
  }

  void aCopyIsOfTheKindThatItsNameSays() {
    testing::TemporaryFolder folder;
    ResultStore store(folder / "session");
    JobResult made = resultOf(1);
    made.parameters = "a boat\nSampler: DPM++ 2M";
    const ResultId id = store.add(made);
    for (const char* name : {"copy.jpg", "copy.webp"}) {
      store.copyTo(id, folder / name, {}, {});
      store.waitForFiles();
      const auto copy = image::read_image(folder / name);
      QVERIFY2(copy.has_value(), name);
      QCOMPARE(copy->width(), 32);
      const auto texts = image::read_image_texts(folder / name);
      QVERIFY2(texts.has_value(), name);
      QVERIFY2(std::ranges::any_of(*texts, [](const auto& text) { return text.key == "heddle"; }), name);
      QVERIFY2(std::ranges::any_of(*texts,
                                   [&](const auto& text) {
                                     return text.key == "parameters" &&
                                            text.text.find("Sampler: DPM++ 2M") != std::string::npos;
                                   }),
               name);
    }
    QSignalSpy failed(&store, &ResultStore::copyFailed);
    store.copyTo(id, folder / "copy.tiff", {}, {});
    store.waitForFiles();
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains("tiff"));
  }

  void theSameImageTwiceIsOneResult() {
    testing::TemporaryFolder folder;
    ResultStore store(folder.path());
    const ResultId first = store.add(resultOf(1));
    QCOMPARE(store.add(resultOf(1)), first);
    store.add(resultOf(2));
    QVERIFY(store.add(resultOf(1)) != first);
    QCOMPARE(store.all().size(), std::size_t{3});
  }

  void whatDoesNotFitIntoMemoryIsReadFromItsFile() {
    testing::TemporaryFolder folder;
    ResultStore store(folder.path(), nullptr, 3 * 100 * 100 * 3);
    std::vector<ResultId> ids;
    for (int i = 0; i < 10; ++i) ids.push_back(store.add(resultOf(i + 1, 100)));
    QTRY_VERIFY(store.image(ids[0]).isNull());  // as soon as it is written
    QVERIFY(!store.image(ids[9]).isNull());
    QImage loaded;
    connect(&store, &ResultStore::imageLoaded, this, [&loaded](ResultId, const QImage& image) { loaded = image; });
    store.load(ids[0]);
    QTRY_VERIFY(!loaded.isNull());
    QCOMPARE(toQImage(fromQImage(loaded)), resultOf(1, 100).image);
  }

  void aFolderThatCannotBeWrittenIsSaidAndTheImageStays() {
    testing::TemporaryFolder folder;
    ResultStore store("/proc/heddle", nullptr, 1);
    QSignalSpy failed(&store, &ResultStore::writeFailed);
    const ResultId first = store.add(resultOf(1));
    store.add(resultOf(2));
    QTRY_COMPARE(failed.count(), 2);
    QVERIFY(!store.image(first).isNull());
  }

  void aRemovedResultIsGone() {
    testing::TemporaryFolder folder;
    ResultStore store(folder.path());
    const ResultId id = store.add(resultOf(1));
    const auto path = store.find(id)->path;
    store.remove(id);
    store.waitForFiles();
    QVERIFY(store.find(id) == nullptr);
    QVERIFY(!std::filesystem::exists(path));
    QVERIFY(store.image(id).isNull());
  }

  void largeImagesHaveSmallThumbnails() {
    testing::TemporaryFolder folder;
    ResultStore store(folder.path());
    QCOMPARE(store.find(store.add(resultOf(1, 600)))->thumbnail.size(), QSize(256, 256));
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::ResultStoreTest)
#include "result_store_test.moc"
