// Reads a result image's history entry from its PNG, to rebuild a lost index. Used by History. Thread rule: pure
// functions; reading waits for the disk.
#pragma once

#include <QImage>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "history/history_table.h"

namespace heddle::history {

// A short label that distinguishes an image, from the text of its graph. Called in the history's thread.
using HistoryLabel = std::function<QString(const std::string& graphText)>;

// The texts, names and seeds of a graph in lower case, without the hashes of images.
[[nodiscard]] QString searchText(const std::string& graphText);

// "20261123-120406-512-0007.png" as a number that rises with time; nothing for another name.
[[nodiscard]] std::optional<qint64> idFromName(const QString& name);

// At most 192 pixels a side, as JPEG.
[[nodiscard]] QByteArray packedThumbnail(const QImage& image);

// Nothing when the file is no picture that can be read.
[[nodiscard]] std::optional<HistoryEntry> readHistoryImage(const std::filesystem::path& folder, const QString& path,
                                                           const HistoryLabel& label);

}  // namespace heddle::history
