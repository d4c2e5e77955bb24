// The window's engine and `heddle render` of the saved image give the same bits, also where live values changed the
// run. The real program, Bobbin.
#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <algorithm>
#include <cstdlib>

#include "document/document_images.h"
#include "document/starters.h"
#include "import/image_import.h"
#include "program_nodes.h"
#include "session/engine_client.h"
#include "session/job_queue.h"
#include "session/live_run_policy.h"
#include "support/qt_test.h"

namespace heddle::session {

namespace {

constexpr graph::NodeId kFirstPrompt{7}, kFirstSampler{8};  // of resources/graphs/first.json

struct RealEngine {
  RealEngine() {
    queue.setImageSource([this](const QString& hash) { return images.bytes(hash); });
    QObject::connect(&queue, &JobQueue::resultArrived, &queue,
                     [this](const JobResult& result) { results.push_back(result); });
    protocol::SettingsSet settings;
    settings.output_folder = folder.path().toStdString();
    client.setSettings(settings);
    client.start();
    graph = std::make_shared<graph::Graph>(
        *document::openStarter("first", images, catalog, QStringLiteral(HEDDLE_SOURCE_DIR "/resources/graphs")));
  }
  QString saved() const { return folder.filePath("first.png"); }
  // Of the saved image, in an empty folder.
  QImage renderedAnew(QString* said) const {
    QTemporaryDir elsewhere;
    const QString copy = elsewhere.filePath("copy.png");
    QFile::copy(saved(), copy);
    QProcess render;
    render.setWorkingDirectory(elsewhere.path());
    render.start(QStringLiteral(HEDDLE_PROGRAM), {"render", copy, "-o", elsewhere.filePath("out")});
    const bool ended = render.waitForFinished(60'000);
    *said = QString::fromUtf8(render.readAllStandardError());
    return ended && render.exitCode() == 0 ? QImage(elsewhere.filePath("out/first.png")) : QImage();
  }

  QTemporaryDir folder;
  graph::NodeCatalog catalog = programNodes();
  document::DocumentImages images;
  EngineClient client{{QStringLiteral(HEDDLE_PROGRAM), {"engine", "--stdio"}}};
  JobQueue queue{client};
  LiveRunPolicy live{client, queue};
  std::shared_ptr<graph::Graph> graph;
  std::vector<JobResult> results;
};

// Empty where they are the same. (QImage's own == also compares the colour space.)
QString difference(const QImage& a, const QImage& b) {
  if (a.isNull() || b.isNull() || a.size() != b.size())
    return QStringLiteral("a picture is not there, or of another size");
  int worst = 0, places = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
      const int most =
          std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
      worst = std::max(worst, most);
      places += most > 0 ? 1 : 0;
    }
  }
  return places == 0 ? QString() : QStringLiteral("%1 places differ, at most by %2").arg(places).arg(worst);
}

}  // namespace

class SameBitsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aRunOfTheWindowIsMadeAgainFromItsImage() {
    RealEngine desk;
    const JobId id = desk.queue.add({desk.graph, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(desk.queue.find(id)->state, JobState::finished, 60'000);
    QVERIFY(!desk.results.empty());
    QCOMPARE(difference(QImage(desk.saved()), desk.results.back().image), QString());
    const std::string& block = desk.results.back().parameters;
    QVERIFY2(block.find("Sampler: DDIM, Schedule type: ") != std::string::npos, block.c_str());
    QCOMPARE(block.find("auto"), std::string::npos);
    QString said;
    const QImage again = desk.renderedAnew(&said);
    QVERIFY2(difference(again, QImage(desk.saved())).isEmpty(),
             qPrintable(difference(again, QImage(desk.saved())) + said));
  }

  void aRunThatWasSteeredIsMadeAgainFromItsImage() {
    RealEngine desk;
    auto longer = std::make_shared<graph::Graph>(*desk.graph);  // a quick machine makes 20 steps before it pauses
    longer->set_param(kFirstSampler, "steps", std::int64_t{40});
    desk.graph = longer;
    // Paused as soon as the picture has begun to form: some steps are made by then, and most are not.
    const auto once = static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection);
    connect(
        &desk.client, &EngineClient::nodePreviewed, &desk.queue, [&] { desk.queue.setRunPaused(true); }, once);
    const JobId id = desk.queue.add({desk.graph, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(desk.queue.running() != nullptr && desk.queue.running()->isPaused, 60'000);
    auto wanted = std::make_shared<graph::Graph>(*desk.graph);
    wanted->set_param(kFirstPrompt, "scale", graph::Lane::scalar(1.0));
    wanted->set_param(kFirstSampler, "guidance", graph::Lane::scalar(2.5));
    desk.live.runCompared({wanted, {}, {}});
    desk.queue.setRunPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(desk.queue.find(id)->state, JobState::finished, 60'000);
    QVERIFY(!desk.results.empty());
    const QImage liveUpdated(desk.saved());
    QCOMPARE(difference(liveUpdated, desk.results.back().image), QString());
    QString said;
    const QImage again = desk.renderedAnew(&said);
    QVERIFY2(difference(again, liveUpdated).isEmpty(), qPrintable(difference(again, liveUpdated) + said));

    // It is neither the graph as it was nor the graph as it became.
    for (const auto& graph : {desk.graph, wanted}) {
      desk.results.clear();
      const JobId plain = desk.queue.add({graph, {}, {}});
      QTRY_COMPARE_WITH_TIMEOUT(desk.queue.find(plain)->state, JobState::finished, 60'000);
      QVERIFY(!desk.results.empty());
      QVERIFY2(!difference(desk.results.back().image, liveUpdated).isEmpty(), graph == wanted ? "wanted" : "before");
    }
  }

  void anImageOpenedInTheWindowBringsItsReferences() {
    RealEngine desk;
    const JobId id = desk.queue.add({desk.graph, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(desk.queue.find(id)->state, JobState::finished, 60'000);
    const auto found = import::importImage(desk.saved().toStdString(), desk.catalog);
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    document::DocumentImages images;
    for (const QByteArray& image : found->images) images.add(image);
    const auto named = document::imagesNamedBy(found->graph);
    QCOMPARE(named.size(), std::size_t{1});
    QVERIFY(images.contains(*named.begin()));

    auto alone = std::make_shared<graph::Graph>(*desk.graph);
    alone->set_param(graph::NodeId{10}, "carry", false);
    const JobId second = desk.queue.add({alone, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(desk.queue.find(second)->state, JobState::finished, 60'000);
    const auto bare = import::importImage(desk.saved().toStdString(), desk.catalog);
    QVERIFY(bare.has_value() && bare->images.isEmpty());
    QString said;
    QVERIFY(desk.renderedAnew(&said).isNull());
    QVERIFY2(said.contains("did not come with the graph"), qPrintable(said));
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::SameBitsTest)
#include "same_bits_test.moc"
