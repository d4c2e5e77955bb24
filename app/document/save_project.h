// Saves a project so that neither a full disk nor a kill can lose it: encode, read back and compare, check the free
// space, write beside, keep the old file as a backup, rename, read again and compare. Keeps five backups in the hidden
// folder `.heddle-backups` beside the file. Used by DocumentFile. Blocks on the disk: call it from a worker thread.
#pragma once

#include <QString>
#include <QStringList>

#include "base/file_calls.h"
#include "document/project_file.h"

namespace heddle::document {

inline constexpr int kBackups = 5;

// Fails with io, not_found or internal; the old file is then whole, or the new one is.
[[nodiscard]] Result<void> saveProject(const QString& path, const graph::Graph& graph, const DocumentImages& images,
                                       const graph::NodeCatalog& catalog, FileCalls& calls = system_file_calls());

// The backups that are there, newest first.
QStringList backupsOf(const QString& path);

}  // namespace heddle::document
