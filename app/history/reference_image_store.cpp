#include "history/reference_image_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

#include "base/atomic_file.h"

namespace heddle::history {
namespace {

// A hash comes from an untrusted file; it must not lead out of the folder.
bool isHash(const QString& hash) {
  static const QRegularExpression form("^[0-9a-f]{16,128}$");
  return form.match(hash).hasMatch();
}

}  // namespace

ReferenceImageStore::ReferenceImageStore(QString folder) : folder_(std::move(folder)) { files_.setMaxThreadCount(1); }

ReferenceImageStore::~ReferenceImageStore() { files_.waitForDone(); }

void ReferenceImageStore::keep(const QString& hash, const QByteArray& bytes) {
  if (!isHash(hash) || bytes.isEmpty() || kept_.contains(hash)) return;
  kept_.insert(hash);
  files_.start([folder = folder_, hash, bytes] {
    const QString path = folder + '/' + hash;
    if (QFileInfo(path).size() == bytes.size() || !QDir().mkpath(folder)) return;
    const auto written = write_file_atomically(
        path.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    (void)written;  // the run has the picture all the same
  });
}

QByteArray ReferenceImageStore::bytes(const QString& hash) const {
  if (!isHash(hash)) return {};
  QFile file(folder_ + '/' + hash);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace heddle::history
