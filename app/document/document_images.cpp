#include "document/document_images.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include "graph/param_io.h"

namespace heddle::document {

QString DocumentImages::hashOf(const QByteArray& bytes) {
  return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

std::optional<QString> DocumentImages::hashIn(const QString& path) {
  static const QRegularExpression form(QStringLiteral("^hash:([0-9a-f]{64})$"));
  const auto match = form.match(path);
  return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
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
  static const QRegularExpression form(QStringLiteral("hash:([0-9a-f]{64})"));
  std::set<QString> hashes;
  for (const auto& [id, node] : graph.nodes()) {
    for (const auto& [name, value] : node.params) {
      const graph::ParamKind kind = kind_of(value);
      const bool mayName = kind == graph::ParamKind::file || kind == graph::ParamKind::lane ||
                           kind == graph::ParamKind::list || kind == graph::ParamKind::raw;
      if (!mayName) continue;
      auto matches = form.globalMatch(QString::fromStdString(dump_json(to_json(value))));
      while (matches.hasNext()) hashes.insert(matches.next().captured(1));
    }
  }
  return hashes;
}

}  // namespace heddle::document
