// ReferenceImageStore: keeps the reference images of every run, by content hash, in one folder, so that a graph of an
// earlier session still finds its references. Used by the composition root and the shell. Window thread only: keep()
// writes in a worker, bytes() reads a file.
#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QThreadPool>

namespace heddle::history {

class ReferenceImageStore final {
 public:
  explicit ReferenceImageStore(QString folder);
  ~ReferenceImageStore();  // waits for what is being written

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

}  // namespace heddle::history
