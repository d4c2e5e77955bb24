// ResultStore: every result image of this session, oldest first, each written as a PNG that carries its graph, preceded
// by those of earlier sessions that the history has supplied. Used by the film strip and the viewer. Thread rule: the
// window's thread; its own thread reads and writes files.
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QThreadPool>
#include <QtGui/QImage>
#include <deque>
#include <filesystem>
#include <map>
#include <vector>

#include "image/png_images.h"
#include "session/image_scorer.h"
#include "session/job.h"

namespace heddle::session {

struct ResultTag;
using ResultId = StrongId<ResultTag>;

struct StoredResult {
  ResultId id;  // rises with time, also from one session to the next
  JobId job;
  graph::NodeId node;
  QString title;
  QString hash;  // of the pixels
  QDateTime madeAt;
  QSize size;
  QImage thumbnail;  // at most 256 pixels a side; null: of an earlier session, not asked for yet
  std::shared_ptr<const graph::Graph> graph;  // null: of an earlier session, it is in the file
  std::filesystem::path path;                 // the PNG in the session's folder
  bool isWritten = false;                     // false: not yet, or it could not be (see writeFailed)
  bool isOld = false;                         // of an earlier session
  QString label = {};                         // distinguishes it: "λ 0.62"
  std::string parameters = {};                // A1111's block; of an earlier session, it is in the file
  ImageNumbers numbers = {};                  // likeness and words, once they are known
  bool isMeasured = false;                    // they are: also where there is nothing to compare with
};

class ResultStore final : public QObject {
  Q_OBJECT
 public:
  // The folder is made when it is not there. Whole pictures beyond `memoryBytes` are kept in their files alone.
  explicit ResultStore(std::filesystem::path folder, QObject* parent = nullptr,
                       std::size_t memoryBytes = std::size_t{256} << 20);
  ~ResultStore() override;  // waits for the files that are being written

  // A result that is, to the bit, the newest one of the same node is not added again; its id is returned.
  ResultId add(const JobResult& result, const QString& label = {});
  void remove(ResultId id);  // from the list and the folder
  // Pictures of earlier sessions, in any order; those that are there already stay as they are.
  void adopt(std::vector<StoredResult> old);
  void setNumbers(ResultId id, const ImageNumbers& numbers);  // it is measured
  // Asks for the thumbnail of an old result, by thumbnailsRequested; several in a row become one request.
  void wantThumbnail(ResultId id);
  void setThumbnails(const std::map<ResultId, QImage>& thumbnails);

  [[nodiscard]] const std::vector<StoredResult>& all() const { return results_; }  // newest last
  [[nodiscard]] const StoredResult* find(ResultId id) const;
  // The JSON text of the graph that makes the picture again; empty when there is no such result.
  [[nodiscard]] QString graphText(ResultId id) const;

  // The whole picture when it is in memory, else null; then ask by load() and wait for imageLoaded.
  [[nodiscard]] QImage image(ResultId id) const;
  void load(ResultId id);
  // Writes the picture to a file of the user's choice, with its graph, A1111's block (the engine's; `parameters` where
  // it sent none) and the pictures that the graph names. copied or copyFailed follows.
  void copyTo(ResultId id, const std::filesystem::path& path, std::string parameters,
              std::vector<image::CarriedImage> images);
  // Blocks until everything is written; for the end of the program and tests.
  void waitForFiles();

 Q_SIGNALS:
  void added(heddle::session::ResultId id);
  void removed(heddle::session::ResultId id);
  void deleted(const QString& path);                                // its file is on its way out
  void adopted(const std::vector<heddle::session::ResultId>& ids);  // in their order
  void thumbnailsRequested(const std::vector<heddle::session::ResultId>& ids);
  void thumbnailChanged(heddle::session::ResultId id);
  void numbersChanged(heddle::session::ResultId id);
  void imageLoaded(heddle::session::ResultId id, const QImage& image);  // null: the file is gone or damaged
  void written(heddle::session::ResultId id);
  void writeFailed(heddle::session::ResultId id, const QString& message);
  void copied(const QString& path);
  void copyFailed(const QString& message);

 private:
  StoredResult* findMutable(ResultId id);
  void write(const StoredResult& result, const QImage& image);
  void keepInMemory(ResultId id, const QImage& image);
  void shrink();
  ResultId nextId();

  std::filesystem::path folder_;
  std::size_t memoryBytes_;
  std::size_t bytesHeld_ = 0;
  std::uint64_t lastId_ = 0;
  std::vector<StoredResult> results_;
  std::map<ResultId, QImage> images_;   // whole pictures; those not yet written are never dropped
  std::vector<ResultId> wanted_;        // thumbnails
  std::deque<ResultId> oldThumbnails_;  // those of old results that are held, the first goes first
  QThreadPool files_;
};

}  // namespace heddle::session
