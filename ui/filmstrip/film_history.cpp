#include "filmstrip/film_history.h"

#include <limits>

namespace heddle::ui {
namespace {

constexpr int kPage = 200;
constexpr int kCounterBits = 12;  // of an id, below the milliseconds

session::StoredResult resultOf(const history::HistoryRow& row) {
  session::StoredResult result;
  result.id = session::ResultId{static_cast<std::uint64_t>(row.id)};
  result.node = graph::NodeId{row.node};
  result.title = row.title;
  result.hash = row.hash;
  result.madeAt = QDateTime::fromMSecsSinceEpoch(row.id >> kCounterBits);
  result.size = row.size;
  result.label = row.label;
  result.path = row.path.toStdString();
  result.numbers = row.numbers;
  result.isMeasured = row.isMeasured;
  return result;
}

}  // namespace

FilmHistory::FilmHistory(history::History& history, session::ResultStore& results, QObject* parent)
    : QObject(parent), history_(history), results_(results), oldest_(std::numeric_limits<qint64>::max()) {
  using history::History;
  using session::ResultStore;
  connect(&history_, &History::opened, this, &FilmHistory::askOlder);
  connect(&history_, &History::pageArrived, this, [this](const std::vector<history::HistoryRow>& rows, bool isLast) {
    isAsking_ = false;
    hasAll_ = isLast;
    if (!rows.empty()) oldest_ = std::min(oldest_, rows.front().id);
    adopt(rows);
  });
  // What was read from the folder may be anywhere between the pages: request them again.
  connect(&history_, &History::synced, this, [this](int added, int) {
    if (added == 0) return;
    oldest_ = std::numeric_limits<qint64>::max();
    isAsking_ = hasAll_ = false;
    askOlder();
  });
  connect(&history_, &History::thumbnailsArrived, this, [this](const std::map<qint64, QImage>& thumbnails) {
    std::map<session::ResultId, QImage> images;
    for (const auto& [id, image] : thumbnails) images.emplace(session::ResultId{static_cast<std::uint64_t>(id)}, image);
    results_.setThumbnails(images);
  });
  connect(&history_, &History::found, this,
          [this](const history::HistorySearch& search, const std::vector<history::HistoryRow>& rows) {
            Q_EMIT found(search, adopt(rows));
          });
  connect(&results_, &ResultStore::numbersChanged, this, [this](session::ResultId id) {
    if (const auto* result = results_.find(id)) history_.setNumbers(static_cast<qint64>(id.value), result->numbers);
  });
  connect(&results_, &ResultStore::thumbnailsRequested, this, [this](const std::vector<session::ResultId>& ids) {
    std::vector<qint64> numbers;
    for (const session::ResultId id : ids) numbers.push_back(static_cast<qint64>(id.value));
    history_.askThumbnails(std::move(numbers));
  });
  connect(&results_, &ResultStore::written, this, &FilmHistory::keep);
  connect(&results_, &ResultStore::deleted, this, [this](const QString& path) { history_.remove(path); });
}

void FilmHistory::askOlder() {
  if (isAsking_ || hasAll_) return;
  isAsking_ = true;
  history_.askPage(oldest_, kPage);
}

void FilmHistory::search(const history::HistorySearch& search) { history_.search(search); }

// Only written results: the index lists nothing that the folder lacks.
void FilmHistory::keep(session::ResultId id) {
  const session::StoredResult* made = results_.find(id);
  if (made == nullptr) return;
  history_.add({static_cast<qint64>(id.value), QString::fromStdString(made->path.string()), made->title, made->hash,
                made->node.value, made->thumbnail, results_.graphText(id).toStdString(), made->size});
}

std::vector<session::ResultId> FilmHistory::adopt(const std::vector<history::HistoryRow>& rows) {
  std::vector<session::StoredResult> results;
  std::vector<session::ResultId> ids;
  for (const history::HistoryRow& row : rows) {
    results.push_back(resultOf(row));
    ids.push_back(results.back().id);
  }
  results_.adopt(std::move(results));
  return ids;
}

}  // namespace heddle::ui
