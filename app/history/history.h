// History: the result images of all sessions, kept in an index that its own thread reads and writes, so that the window
// never waits for it. The images are the record: an index that is lost, damaged or behind is rebuilt from their folder.
// Used by the film strip. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QObject>
#include <QThread>
#include <map>
#include <vector>

#include "history/history_image.h"
#include "history/history_table.h"

namespace heddle::history {

class HistoryWorker;

struct HistoryPlaces {
  QString table;    // the SQLite file
  QString images;   // the folder with a folder for each session
  QString present;  // this session's folder, whose pictures are added one by one
};

// A picture that was just made.
struct MadeImage {
  qint64 id = 0;
  QString path;  // whole
  QString title;
  QString hash;
  quint64 node = 0;
  QImage thumbnail;
  std::string graphText;
  QSize size;
};

class History final : public QObject {
  Q_OBJECT
 public:
  explicit History(HistoryPlaces places, HistoryLabel label = {}, QObject* parent = nullptr);
  ~History() override;  // waits until what was added is written

  // The calls below return at once; answers come as signals. Paths of rows become whole on the way out.
  void open();
  void add(MadeImage image);
  void remove(const QString& path);
  void askPage(qint64 before, int count);
  void askThumbnails(std::vector<qint64> ids);
  void setNumbers(qint64 id, const session::ImageNumbers& numbers);
  // An answer to an outdated search is dropped.
  void search(const HistorySearch& search, int count = 500);
  // Blocks until all requests are done; for the end of the program and tests.
  void waitForWriting();

 Q_SIGNALS:
  void opened();
  // The index was unusable and is being rebuilt from the images in the background.
  void rebuilding(const QString& why, int images);
  void synced(int added, int removed);  // the index agrees with the folder
  void failed(const QString& text);     // sent once; the program continues without
  void pageArrived(const std::vector<heddle::history::HistoryRow>& rows, bool isLast);
  void thumbnailsArrived(const std::map<qint64, QImage>& thumbnails);
  void found(const heddle::history::HistorySearch& search, const std::vector<heddle::history::HistoryRow>& rows);

 private:
  friend class HistoryWorker;
  QThread thread_;
  HistoryWorker* worker_;   // lives in the thread and is deleted with it
  HistorySearch searched_;  // the newest
};

}  // namespace heddle::history
