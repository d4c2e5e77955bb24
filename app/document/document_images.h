// DocumentImages: the images of a document as the bytes of their files, named by their SHA-256. Parameters name them by
// graph/image_refs.h. Used by project files, the journal, and the sender of images to the engine. A value that shares
// its bytes; copies may go to other threads.
#pragma once

#include <QByteArray>
#include <QString>
#include <map>
#include <optional>
#include <set>

#include "graph/graph.h"

namespace heddle::document {

class DocumentImages final {
 public:
  static QString hashOf(const QByteArray& bytes);
  // "hash:…" for a parameter, and back; nothing where `path` names a file.
  static QString pathOf(const QString& hash);
  static std::optional<QString> hashIn(const QString& path);

  QString add(const QByteArray& bytes);  // returns the hash
  // The same where another thread computed the hash: hashOf(bytes).
  void put(const QString& hash, const QByteArray& bytes) { images_.try_emplace(hash, bytes); }
  bool contains(const QString& hash) const { return images_.contains(hash); }
  QByteArray bytes(const QString& hash) const;  // empty where there is none
  const std::map<QString, QByteArray>& all() const { return images_; }
  // What `graph` uses of these pictures: what a save writes.
  DocumentImages usedBy(const graph::Graph& graph) const;

 private:
  std::map<QString, QByteArray> images_;
};

// graph::image_hashes.
std::set<QString> imagesNamedBy(const graph::Graph& graph);

}  // namespace heddle::document
