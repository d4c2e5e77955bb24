#include "services/picture_shelf.h"
#include "support/qt_test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using heddle::services::PictureShelf;

class PictureShelfTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatWasKeptIsThereInTheNextSession() {
    QTemporaryDir folder;
    const QString hash(32, 'a');
    {
      PictureShelf shelf(folder.filePath("pictures"));
      shelf.keep(hash, "the bytes");
      shelf.keep(hash, "the bytes");
    }
    const PictureShelf next(folder.filePath("pictures"));
    QCOMPARE(next.bytes(hash), QByteArray("the bytes"));
    QCOMPARE(next.bytes(QString(32, 'b')), QByteArray());
    QCOMPARE(QDir(folder.filePath("pictures")).entryList(QDir::Files).size(), 1);
  }

  void aNameThatIsNoHashLeadsNowhere() {
    QTemporaryDir folder;
    QFile secret(folder.filePath("secret"));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
    secret.close();
    PictureShelf shelf(folder.filePath("pictures"));
    shelf.keep("../taken", "bytes");
    shelf.keep("", "bytes");
    shelf.waitForWriting();
    QCOMPARE(shelf.bytes("../secret"), QByteArray());
    QVERIFY(!QFile::exists(folder.filePath("taken")));
  }

  void aFolderThatCannotBeWrittenHoldsNobodyUp() {
    PictureShelf shelf("/proc/heddle");
    shelf.keep(QString(32, 'a'), "bytes");
    shelf.waitForWriting();
    QCOMPARE(shelf.bytes(QString(32, 'a')), QByteArray());
  }
};

HEDDLE_QT_TEST_GUILESS(PictureShelfTest)
#include "picture_shelf_test.moc"
