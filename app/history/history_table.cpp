#include "history/history_table.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <algorithm>
#include <atomic>
#include <optional>

namespace heddle::history {
namespace {

constexpr int kVersion = 1;
const char* const kColumns = "id, path, width, height, title, label, hash, node";
// Beside them what was measured: a row, with nulls where there was nothing to compare with.
const char* const kWithNumbers =
    "SELECT results.id, path, width, height, title, label, hash, node, likeness, truth, numbers.id FROM results LEFT "
    "JOIN numbers ON numbers.id = results.id";

Failure failed(ErrorKind kind, const QString& what) {
  return fail(kind, "[history.open] the list of earlier pictures: {}", what.toStdString());
}

HistoryRow rowOf(const QSqlQuery& query) {
  const auto number = [&query](int column) {
    const QVariant value = query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
  };
  return {
      query.value(0).toLongLong(),  query.value(1).toString(), QSize(query.value(2).toInt(), query.value(3).toInt()),
      query.value(4).toString(),    query.value(5).toString(), query.value(6).toString(),
      query.value(7).toULongLong(), {number(8), number(9)},    !query.value(10).isNull()};
}

std::vector<HistoryRow> oldestFirst(QSqlQuery& query) {
  std::vector<HistoryRow> rows;
  while (query.next()) rows.push_back(rowOf(query));
  std::reverse(rows.begin(), rows.end());
  return rows;
}

QString escaped(QString word) {
  for (const char sign : {'\\', '%', '_'}) word.replace(QChar(sign), QString("\\") + QChar(sign));
  return '%' + word + '%';
}

bool insert(QSqlDatabase& database, const HistoryEntry& entry) {
  const HistoryRow& row = entry.row;
  QSqlQuery query(database);
  query.prepare(QString("INSERT OR REPLACE INTO results(%1, words) VALUES(?,?,?,?,?,?,?,?,?)").arg(kColumns));
  for (const QVariant& value :
       {QVariant(row.id), QVariant(row.path), QVariant(row.size.width()), QVariant(row.size.height()),
        QVariant(row.title), QVariant(row.label), QVariant(row.hash), QVariant(row.node), QVariant(entry.text)}) {
    query.addBindValue(value);
  }
  if (!query.exec()) return false;
  query.prepare("INSERT OR REPLACE INTO thumbnails(id, picture) VALUES(?,?)");
  query.addBindValue(row.id);
  query.addBindValue(entry.thumbnail);
  return query.exec();
}

}  // namespace

HistoryTable::HistoryTable() {
  static std::atomic<int> made{0};
  connection_ = QString("history %1").arg(++made);
}

HistoryTable::~HistoryTable() { close(); }

void HistoryTable::close() {
  if (!QSqlDatabase::contains(connection_)) return;
  QSqlDatabase::database(connection_, false).close();
  QSqlDatabase::removeDatabase(connection_);
}

Result<void> HistoryTable::open(const QString& path) {
  close();
  if (!QSqlDatabase::isDriverAvailable("QSQLITE")) {
    return failed(ErrorKind::unsupported, "Qt's SQLite driver is not installed (libqt6sql6-sqlite).");
  }
  wasMade_ = !QFileInfo::exists(path);
  QString problem;
  {
    QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", connection_);
    database.setDatabaseName(path);
    database.setConnectOptions("QSQLITE_BUSY_TIMEOUT=2000");
    if (!database.open()) problem = database.lastError().text();
  }
  if (!problem.isEmpty()) {
    close();
    return failed(ErrorKind::io, problem);
  }
  auto prepared = prepare();
  if (!prepared) close();
  return prepared;
}

Result<void> HistoryTable::prepare() {
  QSqlDatabase database = QSqlDatabase::database(connection_);
  QSqlQuery query(database);
  const bool isSound = query.exec("PRAGMA quick_check(1)") && query.next() && query.value(0).toString() == "ok";
  if (!isSound) return failed(ErrorKind::invalid_input, "it is damaged");
  if (!query.exec("PRAGMA user_version") || !query.next()) return failed(ErrorKind::invalid_input, "it is damaged");
  const int version = query.value(0).toInt();
  if (version > kVersion) return failed(ErrorKind::invalid_input, "it is of a later version");
  query.finish();
  // Written ahead: a crash loses nothing that matters, and another window may read meanwhile.
  QStringList statements = {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                            "CREATE TABLE IF NOT EXISTS numbers(id INTEGER PRIMARY KEY, likeness REAL, truth REAL)"};
  if (version == 0) {
    statements << "CREATE TABLE IF NOT EXISTS results(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, "
                  "width INTEGER, height INTEGER, title TEXT, label TEXT, hash TEXT, node INTEGER, words TEXT)"
               << "CREATE TABLE IF NOT EXISTS thumbnails(id INTEGER PRIMARY KEY, picture BLOB)"
               << QString("PRAGMA user_version=%1").arg(kVersion);
  }
  for (const QString& statement : statements) {
    if (!query.exec(statement)) return failed(ErrorKind::io, query.lastError().text());
    query.finish();
  }
  // Foreign tables of the same names cause an error here.
  if (!query.exec(QString("SELECT %1, words FROM results LIMIT 1").arg(kColumns))) {
    return failed(ErrorKind::invalid_input, query.lastError().text());
  }
  return {};
}

Result<void> HistoryTable::add(const std::vector<HistoryEntry>& entries) {
  QSqlDatabase database = QSqlDatabase::database(connection_);
  if (!database.transaction()) return failed(ErrorKind::io, database.lastError().text());
  for (const HistoryEntry& entry : entries) {
    if (insert(database, entry)) continue;
    const QString problem = database.lastError().text();
    database.rollback();
    return failed(ErrorKind::io, problem);
  }
  if (!database.commit()) {
    const QString problem = database.lastError().text();
    database.rollback();
    return failed(ErrorKind::io, problem);
  }
  return {};
}

Result<void> HistoryTable::remove(const QStringList& paths) {
  QSqlDatabase database = QSqlDatabase::database(connection_);
  database.transaction();
  QSqlQuery query(database);
  for (const QString& path : paths) {
    for (const char* statement : {"DELETE FROM thumbnails WHERE id IN (SELECT id FROM results WHERE path=?)",
                                  "DELETE FROM numbers WHERE id IN (SELECT id FROM results WHERE path=?)",
                                  "DELETE FROM results WHERE path=?"}) {
      query.prepare(statement);
      query.addBindValue(path);
      query.exec();
    }
  }
  if (!database.commit()) return failed(ErrorKind::io, database.lastError().text());
  return {};
}

std::vector<HistoryRow> HistoryTable::page(qint64 before, int count) {
  QSqlQuery query(QSqlDatabase::database(connection_));
  query.prepare(QString("%1 WHERE results.id < ? ORDER BY results.id DESC LIMIT ?").arg(kWithNumbers));
  query.addBindValue(before);
  query.addBindValue(count);
  query.exec();
  return oldestFirst(query);
}

std::vector<HistoryRow> HistoryTable::find(const HistorySearch& search, int count) {
  static const QRegularExpression space("\\s+");
  const QStringList text = search.text.split(space, Qt::SkipEmptyParts);
  QStringList conditions(text.size(), "words LIKE ? ESCAPE '\\'");
  QString order = "results.id";
  if (search.order != HistoryOrder::time) {
    order = search.order == HistoryOrder::likeness ? "likeness" : "truth";
    conditions << order + " >= ?";
  }
  QSqlQuery query(QSqlDatabase::database(connection_));
  query.prepare(QString("%1 WHERE %2 ORDER BY %3 DESC, results.id DESC LIMIT ?")
                    .arg(kWithNumbers, conditions.isEmpty() ? "1" : conditions.join(" AND "), order));
  for (const QString& word : text) query.addBindValue(escaped(word.toLower()));
  if (search.order != HistoryOrder::time) query.addBindValue(search.least);
  query.addBindValue(count);
  query.exec();
  return oldestFirst(query);
}

Result<void> HistoryTable::setNumbers(qint64 id, const session::ImageNumbers& numbers) {
  QSqlDatabase database = QSqlDatabase::database(connection_);
  QSqlQuery query(database);
  query.prepare("INSERT OR REPLACE INTO numbers(id, likeness, truth) VALUES(?,?,?)");
  query.addBindValue(id);
  for (const std::optional<double>& number : {numbers.likeness, numbers.words})
    query.addBindValue(number ? QVariant(*number) : QVariant(QMetaType::fromType<double>()));
  if (!query.exec()) return failed(ErrorKind::io, query.lastError().text());
  return {};
}

std::map<qint64, QByteArray> HistoryTable::thumbnails(const std::vector<qint64>& ids) {
  std::map<qint64, QByteArray> found;
  QSqlQuery query(QSqlDatabase::database(connection_));
  query.prepare("SELECT picture FROM thumbnails WHERE id=?");
  for (const qint64 id : ids) {
    query.bindValue(0, id);
    if (query.exec() && query.next()) found.emplace(id, query.value(0).toByteArray());
  }
  return found;
}

QHash<QString, qint64> HistoryTable::ids() {
  QHash<QString, qint64> found;
  QSqlQuery query(QSqlDatabase::database(connection_));
  query.setForwardOnly(true);
  query.exec("SELECT path, id FROM results");
  while (query.next()) found.insert(query.value(0).toString(), query.value(1).toLongLong());
  return found;
}

}  // namespace heddle::history
