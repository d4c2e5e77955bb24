// The library through the engine's process: pictures beside models, the usual places, memory.
#include <QTemporaryDir>

#include "fake_process.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::session;

class LibraryClientTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    client_ = std::make_unique<EngineClient>(fakeEngine(), nullptr, shortTimes());
    client_->start();
    QTRY_VERIFY(client_->isReady());
  }
  void cleanup() { client_.reset(); }

  void anImageBesideAModelComesSmall() {
    QTemporaryDir folder;
    QImage image(640, 320, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QVERIFY(image.save(folder.filePath("dream.preview.png")));
    QSignalSpy arrived(client_.get(), &EngineClient::thumbnailArrived);
    client_->requestThumbnail(folder.filePath("dream.safetensors"), 128);
    QTRY_COMPARE(arrived.count(), 1);
    QCOMPARE(arrived[0][0].toString(), folder.filePath("dream.safetensors"));
    QCOMPARE(arrived[0][1].value<QImage>().size(), QSize(128, 64));
    QCOMPARE(arrived[0][1].value<QImage>().pixelColor(5, 5), QColor(Qt::darkCyan));
  }
  void aModelWithoutOneAnswersAllTheSame() {
    QTemporaryDir folder;
    QFile text(folder.filePath("fake.png"));  // a picture by its name alone
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not a picture");
    text.close();
    QSignalSpy arrived(client_.get(), &EngineClient::thumbnailArrived);
    client_->requestThumbnail(folder.filePath("nothing.safetensors"), 128);
    client_->requestThumbnail(folder.filePath("fake.safetensors"), 128);
    QTRY_COMPARE(arrived.count(), 2);
    for (const auto& answer : arrived) QVERIFY(answer[1].value<QImage>().isNull());
  }
  void theSearchForPlacesEnds() {
    QSignalSpy ended(client_.get(), &EngineClient::placesSearched);
    client_->findPlaces();
    QTRY_COMPARE(ended.count(), 1);
  }
  void theEngineReportsItsMemory() {
    QSignalSpy told(client_.get(), &EngineClient::memoryReported);
    QTRY_VERIFY(told.count() > 0);
    const auto memory = told[0][0].value<protocol::MemoryUse>();
    QVERIFY(memory.resident > (1u << 20));
    QCOMPARE(memory.budget, std::uint64_t{1} << 26);
  }

 private:
  std::unique_ptr<EngineClient> client_;
};

HEDDLE_QT_TEST_GUILESS(LibraryClientTest)
#include "library_client_test.moc"
