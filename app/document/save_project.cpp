#include "document/save_project.h"

#include <QFileInfo>
#include <filesystem>

#include "base/atomic_file.h"
#include "base/printable.h"

namespace heddle::document {
namespace {

namespace fs = std::filesystem;

fs::path pathFrom(const QString& path) { return fs::path(path.toStdString()); }

fs::path backupFolder(const fs::path& file) { return file.parent_path() / ".heddle-backups"; }

fs::path backupName(const fs::path& file, int number) {
  return backupFolder(file) / (file.filename().string() + "." + std::to_string(number));
}

std::span<const std::byte> spanOf(const QByteArray& bytes) {
  return {reinterpret_cast<const std::byte*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

// The encoded bytes must read back as the same project.
Result<void> check(const QByteArray& bytes, const graph::Graph& graph, const DocumentImages& images,
                   const graph::NodeCatalog& catalog) {
  auto back = decodeProject(bytes, catalog, QStringLiteral("the file to save"));
  if (!back) return forward(back);
  if (graph::write_graph(back->graph) != graph::write_graph(graph) ||
      back->images.all().size() != images.usedBy(graph).all().size()) {
    return fail(ErrorKind::internal,
                "[project.save] the packed file does not read back as the document; nothing was written");
  }
  return {};
}

// Makes the existing file the newest backup. A hard link costs no space; a file system without them gets a copy.
// Saving continues without backups: a folder that cannot be made must not keep the user from saving.
void keepBackup(const fs::path& file) {
  std::error_code problem;
  if (!fs::exists(file, problem)) return;
  const fs::path newest = backupName(file, 1);
  if (fs::equivalent(file, newest, problem)) return;  // kept by a save that failed after it
  fs::create_directories(backupFolder(file), problem);
  for (int number = kBackups; number > 1; --number) {
    fs::rename(backupName(file, number - 1), backupName(file, number), problem);
  }
  fs::create_hard_link(file, newest, problem);
  if (!problem) return;
  if (const auto old = readFile(QString::fromStdString(file.string())))
    (void)write_file_atomically(newest, spanOf(*old));
}

}  // namespace

Result<void> saveProject(const QString& path, const graph::Graph& graph, const DocumentImages& images,
                         const graph::NodeCatalog& catalog, FileCalls& calls) {
  const auto bytes = encodeProject(graph, images);
  if (!bytes) return forward(Result<QByteArray>(bytes));
  if (auto good = check(*bytes, graph, images, catalog); !good) return good;
  fs::path target = pathFrom(QFileInfo(path).absoluteFilePath());
  if (fs::is_symlink(target)) target = fs::weakly_canonical(target);
  auto file = AtomicFile::create(target, static_cast<std::uint64_t>(bytes->size()), calls);
  if (!file) return forward(file);
  if (auto written = file->write(spanOf(*bytes)); !written) return written;
  keepBackup(target);  // only now: a full disk must not push good backups out
  if (auto placed = file->commit(); !placed) return placed;
  const auto back = readFile(path);
  if (!back || *back != *bytes) {
    return fail(ErrorKind::io, "[project.save] '{}' was written, but reads back differently; save it on another disk",
                printable(path.toStdString()));
  }
  return {};
}

QStringList backupsOf(const QString& path) {
  QStringList found;
  const fs::path file = pathFrom(QFileInfo(path).absoluteFilePath());
  for (int number = 1; number <= kBackups; ++number) {
    const QString name = QString::fromStdString(backupName(file, number).string());
    if (QFileInfo::exists(name)) found << name;
  }
  return found;
}

}  // namespace heddle::document
