// PictureShelf: the reference pictures of every run, by content, in one folder, so that the graph of an earlier session's
// picture still has its references. Used by the composition root and the shell.
// Thread rule: keep() returns at once; bytes() reads a file.
#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QThreadPool>

namespace heddle::services {

class PictureShelf final {
 public:
  explicit PictureShelf(QString folder);
  ~PictureShelf();  // waits for what is being written

  // Written once for each hash (hexadecimal digits); a folder that cannot be written is passed over.
  void keep(const QString& hash, const QByteArray& bytes);
  // Empty where it is not there.
  [[nodiscard]] QByteArray bytes(const QString& hash) const;
  void waitForWriting() { files_.waitForDone(); }

 private:
  QString folder_;
  QSet<QString> kept_;
  QThreadPool files_;
};

}  // namespace heddle::services
