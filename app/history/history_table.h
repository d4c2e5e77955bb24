// HistoryTable: the index of every result image in a SQLite file: the film strip's entries and the search text. The
// images are the record: a table that is lost or damaged is rebuilt from them. Used by History alone. Thread rule: the
// thread that opened it; every call may wait for the disk.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSize>
#include <QString>
#include <QStringList>
#include <map>
#include <vector>

#include "base/result.h"
#include "session/image_numbers.h"

namespace heddle::history {

// By what the film strip is ordered: the last is at its right end.
enum class HistoryOrder { time, likeness, words };

struct HistorySearch {
  QString text;  // all its words must be there
  HistoryOrder order = HistoryOrder::time;
  double least = -1;  // of what it is ordered by; of time: none
  bool operator==(const HistorySearch&) const = default;
  [[nodiscard]] bool isEverything() const { return text.isEmpty() && order == HistoryOrder::time; }
};

struct HistoryRow {
  qint64 id = 0;  // rises with time; the same for the same picture whenever it is read
  QString path;   // below the folder of pictures
  QSize size;
  QString title;
  QString label;  // "λ 0.62"
  QString hash;   // of the pixels; empty where the picture was found in the folder
  quint64 node = 0;
  session::ImageNumbers numbers = {};  // how like and how true to its words it is, where that was measured
  bool isMeasured = false;
};

struct HistoryEntry {
  HistoryRow row;
  QString text;          // its search text
  QByteArray thumbnail;  // JPEG
};

class HistoryTable final {
 public:
  HistoryTable();
  ~HistoryTable();
  HistoryTable(const HistoryTable&) = delete;
  HistoryTable& operator=(const HistoryTable&) = delete;

  // Opens the file, or makes it. Fails with io where there can be no file, invalid_input where it is damaged or of a
  // later version.
  Result<void> open(const QString& path);
  void close();
  [[nodiscard]] bool wasMade() const { return wasMade_; }  // by open: it was not there

  Result<void> add(const std::vector<HistoryEntry>& entries);  // all or none; takes the place of an entry's older self
  Result<void> remove(const QStringList& paths);
  // The newest `count` before the one with id `before`, oldest first.
  [[nodiscard]] std::vector<HistoryRow> page(qint64 before, int count);
  // The newest `count` that have all the words, oldest first; or the `count` with the most of what the search orders
  // by, most last.
  [[nodiscard]] std::vector<HistoryRow> find(const HistorySearch& search, int count);
  Result<void> setNumbers(qint64 id, const session::ImageNumbers& numbers);
  [[nodiscard]] std::map<qint64, QByteArray> thumbnails(const std::vector<qint64>& ids);
  [[nodiscard]] QHash<QString, qint64> ids();  // by path

 private:
  Result<void> prepare();

  QString connection_;
  bool wasMade_ = false;
};

}  // namespace heddle::history
