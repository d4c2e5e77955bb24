#include "document/document_images.h"

#include <QCryptographicHash>

#include "graph/image_refs.h"

namespace heddle::document {

QString DocumentImages::hashOf(const QByteArray& bytes) {
  return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QString DocumentImages::pathOf(const QString& hash) {
  return QString::fromStdString(graph::image_ref(hash.toStdString()));
}

std::optional<QString> DocumentImages::hashIn(const QString& path) {
  const auto hash = graph::image_hash_in(path.toStdString());
  return hash ? std::optional(QString::fromStdString(*hash)) : std::nullopt;
}

QString DocumentImages::add(const QByteArray& bytes) {
  const QString hash = hashOf(bytes);
  images_.try_emplace(hash, bytes);
  return hash;
}

QByteArray DocumentImages::bytes(const QString& hash) const {
  const auto found = images_.find(hash);
  return found == images_.end() ? QByteArray() : found->second;
}

DocumentImages DocumentImages::usedBy(const graph::Graph& graph) const {
  DocumentImages used;
  for (const QString& hash : imagesNamedBy(graph)) {
    const auto found = images_.find(hash);
    if (found != images_.end()) used.images_.insert(*found);
  }
  return used;
}

std::set<QString> imagesNamedBy(const graph::Graph& graph) {
  std::set<QString> hashes;
  for (const std::string& hash : graph::image_hashes(graph)) hashes.insert(QString::fromStdString(hash));
  return hashes;
}

}  // namespace heddle::document
