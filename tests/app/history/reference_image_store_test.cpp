#include "history/reference_image_store.h"
#include "support/qt_test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using heddle::history::ReferenceImageStore;

class ReferenceImageStoreTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatWasKeptIsThereInTheNextSession() {
    QTemporaryDir folder;
    const QString hash(32, 'a');
    {
      ReferenceImageStore references(folder.filePath("pictures"));
      references.keep(hash, "the bytes");
      references.keep(hash, "the bytes");
    }
    const ReferenceImageStore next(folder.filePath("pictures"));
    QCOMPARE(next.bytes(hash), QByteArray("the bytes"));
    QCOMPARE(next.bytes(QString(32, 'b')), QByteArray());
    QCOMPARE(QDir(folder.filePath("pictures")).entryList(QDir::Files).size(), 1);
  }

  void aNameThatIsNoHashLeadsNowhere() {
    QTemporaryDir folder;
    QFile secret(folder.filePath("secret"));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
    secret.close();
    ReferenceImageStore references(folder.filePath("pictures"));
    references.keep("../taken", "bytes");
    references.keep("", "bytes");
    references.waitForWriting();
    QCOMPARE(references.bytes("../secret"), QByteArray());
    QVERIFY(!QFile::exists(folder.filePath("taken")));
  }

  void aFolderThatCannotBeWrittenBlocksNothing() {
    ReferenceImageStore references("/proc/heddle");
    references.keep(QString(32, 'a'), "bytes");
    references.waitForWriting();
    QCOMPARE(references.bytes(QString(32, 'a')), QByteArray());
  }
};

HEDDLE_QT_TEST_GUILESS(ReferenceImageStoreTest)
#include "reference_image_store_test.moc"
