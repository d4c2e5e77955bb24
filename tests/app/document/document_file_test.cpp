#include "document/document_file.h"

#include <QFile>
#include <QLockFile>
#include <QSignalSpy>
#include <QTest>

#include "base/atomic_file.h"
#include "document/document.h"
#include "document/save_project.h"
#include "sample_project.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"
#include "support/temporary_folder.h"

using namespace heddle;
using namespace heddle::document;
using heddle::testing::sampleCatalog;
using heddle::testing::sampleProject;
using heddle::testing::TemporaryFolder;

namespace {

// One window's document with its file.
struct Desk {
  Document document{sampleCatalog()};
  DocumentFile file;
  QSignalSpy opened{&file, &DocumentFile::opened};
  QSignalSpy openFailed{&file, &DocumentFile::openFailed};
  QSignalSpy saved{&file, &DocumentFile::saved};
  QSignalSpy saveFailed{&file, &DocumentFile::saveFailed};
  QSignalSpy changed{&file, &DocumentFile::changedOnDisk};

  explicit Desk(const QStringList& journals = {}) : file(document, journals) {}
  bool open(const QString& path) {
    file.open(path);
    return opened.wait();
  }
};

struct Place {
  TemporaryFolder folder;
  QString path = QString::fromStdString((folder / "p.heddle").string());
  Place() {
    const auto project = sampleProject();
    if (!saveProject(path, project.graph, project.images, sampleCatalog())) qFatal("no sample file");
  }
};

void overwrite(const QString& path, std::string_view text) {
  if (!write_file_atomically(std::filesystem::path(path.toStdString()), text)) qFatal("not written");
}

}  // namespace

class DocumentFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qRegisterMetaType<std::vector<RecoveryChoice>>(); }

  void editsAreSavedAndOpenedAgain() {
    Place place;
    graph::Graph last;
    {
      Desk desk;
      QVERIFY(desk.open(place.path));
      QVERIFY(!desk.document.isModified());
      desk.document.addNode("sample", {5, 5});
      QVERIFY(desk.document.isModified());
      desk.file.save();
      QVERIFY(desk.saved.wait());
      QVERIFY(!desk.document.isModified());
      last = desk.document.graph();
    }
    Desk again;
    QVERIFY(again.open(place.path));
    QVERIFY(again.document.graph() == last);
    QCOMPARE(again.file.images().all().size(), std::size_t{2});
  }

  void anEditDuringASaveLeavesTheDocumentModified() {
    Place place;
    Desk desk;
    QVERIFY(desk.open(place.path));
    desk.document.addNode("sample", {});
    desk.file.save();
    desk.document.addNode("sample", {});
    QVERIFY(desk.saved.wait());
    QVERIFY(desk.document.isModified());
  }

  void fault_39_aFailedSaveLeavesTheDocumentModified() {
    Desk desk;
    desk.document.addNode("sample", {});
    desk.file.saveAs("/proc/nothing.heddle");
    QVERIFY(desk.saveFailed.wait());
    QVERIFY(desk.document.isModified());
    QVERIFY(!desk.saveFailed[0][1].toString().isEmpty());
  }

  void fault_35_aNewerFileIsNotWrittenOver() {
    Place place;
    QByteArray text = QByteArray::fromStdString(graph::write_graph(sampleProject().graph));
    text.replace("\"version\": 1,", "\"version\": 9,");
    overwrite(place.path, text.toStdString());
    Desk desk;
    QVERIFY(desk.open(place.path));
    QVERIFY(desk.file.readOnlyReason().contains("newer"));
    desk.document.addNode("sample", {});
    desk.file.save();
    QCOMPARE(desk.saveFailed.size(), 1);
    desk.file.saveAs(QString::fromStdString((place.folder / "copy.heddle").string()));
    QVERIFY(desk.saved.wait());
    QVERIFY(desk.file.readOnlyReason().isEmpty());
    QCOMPARE(*readFile(place.path), text);
  }

  void fault_36_aDamagedFileOffersItsBackups() {
    Place place;
    const auto other = sampleProject(4);
    QVERIFY(saveProject(place.path, other.graph, other.images, sampleCatalog()));
    overwrite(place.path, "PK but not really");
    Desk desk;
    desk.document.addNode("sample", {});
    desk.file.open(place.path);
    QVERIFY(desk.openFailed.wait());
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{1});  // what was open stays
    const auto choices = desk.openFailed[0][2].value<std::vector<RecoveryChoice>>();
    QCOMPARE(choices.size(), std::size_t{1});
    QCOMPARE(choices[0].nodes, 20);
    desk.file.recover(choices[0], place.path);
    QVERIFY(desk.opened.wait());
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{20});
    QVERIFY(desk.document.isModified());
    QCOMPARE(desk.document.path(), place.path);
  }

  void fault_42_theSecondToOpenAFileReadsOnly() {
    Place place;
    Desk first;
    QVERIFY(first.open(place.path));
    {
      Desk second;
      QVERIFY(second.open(place.path));
      QVERIFY(second.file.readOnlyReason().contains(QString::number(QCoreApplication::applicationPid())));
      second.file.save();
      QCOMPARE(second.saveFailed.size(), 1);
    }
    QVERIFY(first.file.readOnlyReason().isEmpty());
  }

  void fault_43_aChangeByAnotherProgramIsNotWrittenOver() {
    Place place;
    Desk desk;
    QVERIFY(desk.open(place.path));
    desk.document.addNode("sample", {});
    const auto other = sampleProject(2);
    QVERIFY(saveProject(place.path, other.graph, other.images, sampleCatalog()));
    desk.file.save();
    QVERIFY(desk.changed.wait());
    QCOMPARE(readProject(place.path, sampleCatalog())->graph.nodes().size(), std::size_t{2});
    QVERIFY(desk.document.isModified());
    desk.file.save(SaveOver::yes);  // keep mine
    QVERIFY(desk.saved.wait());
    QCOMPARE(readProject(place.path, sampleCatalog())->graph.nodes().size(), std::size_t{21});
    desk.file.checkDisk();
    desk.file.waitForWriting();
    QCoreApplication::processEvents();
    QCOMPARE(desk.changed.size(), 1);
  }
};

HEDDLE_QT_TEST_GUILESS(DocumentFileTest)
#include "document_file_test.moc"
