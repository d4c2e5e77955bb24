#include "document/journal.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include "document/document.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"
#include "support/temporary_folder.h"

using namespace heddle;
using namespace heddle::document;
using heddle::testing::sampleCatalog;
using heddle::testing::TemporaryFolder;

namespace {

struct JournalPlace {
  TemporaryFolder folder;
  QStringList folders{QString::fromStdString((folder / "state").string())};
};

}  // namespace

class JournalTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void unsavedWorkIsThereAfterACrash() {
    JournalPlace place;
    graph::Graph lost;
    {
      Document document(sampleCatalog());
      DocumentImages images;
      const QString hash = images.add("a picture");
      document.setPath("/home/me/boat.heddle");
      const auto id = document.addNode("image.load", {1, 2});
      document.setParam(id, "image", graph::FilePath{DocumentImages::pathOf(hash).toStdString()});
      Journal journal(document, images, place.folders);
      journal.writeNow();
      journal.waitForWriting();
      QVERIFY(Journal::lostWork(place.folders).empty());  // still running
      lost = document.graph();
    }  // as a crash: nothing is cleared
    const auto found = Journal::lostWork(place.folders);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].path, QString("/home/me/boat.heddle"));
    const auto project = Journal::recover(found[0], sampleCatalog());
    QVERIFY(project);
    QVERIFY(project->graph == lost);
    QCOMPARE(project->images.all().size(), std::size_t{1});
    Journal::discard(found[0]);
    QVERIFY(Journal::lostWork(place.folders).empty());
  }

  void itWritesUnaskedWhenThereIsSomethingNew() {
    JournalPlace place;
    Document document(sampleCatalog());
    DocumentImages images;
    Journal journal(document, images, place.folders, 20);
    QSignalSpy written(&journal, &Journal::written);
    QVERIFY(!written.wait(100));  // nothing to write
    document.addNode("sample", {});
    QVERIFY(written.wait(2000));
    const auto count = written.size();
    QVERIFY(!written.wait(100));
    QCOMPARE(written.size(), count);
  }

  void aClosedDocumentLeavesNothing() {
    JournalPlace place;
    {
      Document document(sampleCatalog());
      DocumentImages images;
      document.addNode("sample", {});
      Journal journal(document, images, place.folders);
      journal.writeNow();
      journal.clear();
    }
    QVERIFY(Journal::lostWork(place.folders).empty());
    QVERIFY(QDir(place.folders[0]).isEmpty());
  }

  void fault_44_anotherFolderIsTriedAndFailureIsReported() {
    JournalPlace place;
    Document document(sampleCatalog());
    DocumentImages images;
    document.addNode("sample", {});
    Journal second(document, images, {"/proc/nowhere", place.folders[0]});
    QSignalSpy written(&second, &Journal::written);
    second.writeNow();
    QVERIFY(written.wait(2000));
    Journal none(document, images, {"/proc/nowhere"});
    QSignalSpy failed(&none, &Journal::failed);
    none.writeNow();
    QVERIFY(failed.wait(2000));
  }

  void fault_44_aFolderThatVanishesIsMadeAgain() {
    JournalPlace place;
    Document document(sampleCatalog());
    DocumentImages images;
    Journal journal(document, images, place.folders);
    QSignalSpy written(&journal, &Journal::written);
    document.addNode("sample", {});
    journal.writeNow();
    QVERIFY(written.wait(2000));
    QVERIFY(QDir(place.folders[0]).removeRecursively());
    document.addNode("sample", {});
    journal.writeNow();
    QVERIFY(written.wait(2000));
  }
};

HEDDLE_QT_TEST_GUILESS(JournalTest)
#include "journal_test.moc"
