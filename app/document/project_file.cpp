#include "document/project_file.h"

#include <zip.h>

#include <QFile>
#include <QFileInfo>
#include <memory>

#include "base/printable.h"

namespace heddle::document {
namespace {

constexpr zip_uint64_t kUnpackedMax = 4ull << 30;
constexpr zip_uint64_t kGraphMax = 64ull << 20;
constexpr zip_uint64_t kImageMax = 1ull << 30;
constexpr zip_int64_t kEntriesMax = 10'000;
constexpr const char* kGraphEntry = "graph.json";
const QString kImageFolder = QStringLiteral("images/");

struct ZipCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Zip = std::unique_ptr<zip_t, ZipCloser>;

struct SourceCloser {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, SourceCloser>;

Failure unreadable(const QString& what, const char* why) {
  return fail(ErrorKind::invalid_input, "[project.open] '{}' cannot be read: {}", printable(what.toStdString()), why);
}

Failure unwritable(zip_t* archive) {
  return fail(ErrorKind::internal, "[project.save] the file could not be packed: {}", zip_strerror(archive));
}

// `bytes` must outlive the archive.
bool addEntry(zip_t* archive, const QString& name, const QByteArray& bytes, zip_int32_t compression) {
  zip_source_t* source = zip_source_buffer(archive, bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name.toUtf8().constData(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  constexpr zip_uint16_t kDate = (1 << 5) | 1;  // the first day of 1980: the same bytes whenever it is saved
  return zip_set_file_compression(archive, at, compression, 0) == 0 &&
         zip_file_set_dostime(archive, at, 0, kDate, 0) == 0;
}

QByteArray contentOf(zip_source_t* source) {
  zip_stat_t facts;
  zip_stat_init(&facts);
  if (zip_source_stat(source, &facts) != 0 || zip_source_open(source) != 0) return {};
  QByteArray bytes(static_cast<qsizetype>(facts.size), Qt::Uninitialized);
  const zip_int64_t count = zip_source_read(source, bytes.data(), facts.size);
  zip_source_close(source);
  return count == static_cast<zip_int64_t>(facts.size) ? bytes : QByteArray();
}

Result<QByteArray> readEntry(zip_t* archive, zip_uint64_t index, zip_uint64_t size, const QString& what) {
  zip_file_t* file = zip_fopen_index(archive, index, 0);
  if (file == nullptr) return unreadable(what, zip_strerror(archive));
  QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
  const zip_int64_t count = zip_fread(file, bytes.data(), size);
  // Reading to the end makes libzip check the checksum.
  char beyond = 0;
  const bool whole = count == static_cast<zip_int64_t>(size) && zip_fread(file, &beyond, 1) == 0;
  zip_fclose(file);
  if (!whole) return unreadable(what, "a part of it is damaged or cut off");
  return bytes;
}

void readImage(const QString& name, const QByteArray& bytes, Project& project) {
  const QString hash = name.mid(kImageFolder.size());
  if (DocumentImages::hashOf(bytes) == hash) {
    project.images.add(bytes);
    return;
  }
  project.notes.push_back({graph::Severity::note,
                           graph::ProblemKind::dropped,
                           {},
                           {},
                           "a picture in the file is damaged and was left out: " + printable(hash.toStdString(), 20)});
}

Result<Project> projectFromText(std::string_view text, const graph::NodeCatalog& catalog, const QString& what) {
  auto file = graph::read_graph(text, catalog, printable(what.toStdString()));
  if (!file) return forward(file);
  return Project{std::move(file->graph), {}, file->is_newer, std::move(file->notes)};
}

std::string_view viewOf(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }

}  // namespace

Result<QByteArray> encodeProject(const graph::Graph& graph, const DocumentImages& images) {
  const DocumentImages used = images.usedBy(graph);
  const QByteArray text = QByteArray::fromStdString(graph::write_graph(graph));
  zip_error_t error;
  zip_error_init(&error);
  const Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (target == nullptr) return fail(ErrorKind::internal, "[project.save] {}", zip_error_strerror(&error));
  zip_source_keep(target.get());  // zip_close would free it
  Zip archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
  if (archive == nullptr) return fail(ErrorKind::internal, "[project.save] {}", zip_error_strerror(&error));
  if (!addEntry(archive.get(), kGraphEntry, text, ZIP_CM_DEFLATE)) return unwritable(archive.get());
  for (const auto& [hash, bytes] : used.all()) {
    if (!addEntry(archive.get(), kImageFolder + hash, bytes, ZIP_CM_STORE)) return unwritable(archive.get());
  }
  if (zip_close(archive.get()) != 0) return unwritable(archive.get());
  (void)archive.release();  // closed
  QByteArray bytes = contentOf(target.get());
  if (bytes.isEmpty()) return fail(ErrorKind::internal, "[project.save] the packed file could not be read back");
  return bytes;
}

Result<Project> decodeProject(const QByteArray& bytes, const graph::NodeCatalog& catalog, const QString& what) {
  if (bytes.isEmpty()) return unreadable(what, "it is empty");
  if (bytes.trimmed().startsWith('{')) return projectFromText(viewOf(bytes), catalog, what);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0, &error);
  if (source == nullptr) return unreadable(what, zip_error_strerror(&error));
  const Zip archive(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (archive == nullptr) {
    zip_source_free(source);
    return unreadable(what, "it is no Heddle project, or it is damaged");
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > kEntriesMax) return unreadable(what, "it holds too many files");
  Project project;
  bool hasGraph = false;
  zip_uint64_t left = kUnpackedMax;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t facts;
    const bool known = zip_stat_index(archive.get(), i, 0, &facts) == 0 && (facts.valid & ZIP_STAT_SIZE) != 0;
    if (!known || facts.size > left) return unreadable(what, "it unpacks to more than 4 GB");
    left -= facts.size;
    const QString name = QString::fromUtf8(facts.name);
    const bool isGraph = name == QLatin1String(kGraphEntry);
    if (!isGraph && !name.startsWith(kImageFolder)) continue;
    if (facts.size > (isGraph ? kGraphMax : kImageMax)) return unreadable(what, "a part of it is too large");
    auto content = readEntry(archive.get(), i, facts.size, what);
    if (!content) return forward(content);
    if (!isGraph) {
      readImage(name, *content, project);
      continue;
    }
    auto read = projectFromText(viewOf(*content), catalog, what);
    if (!read) return read;
    hasGraph = true;
    project.graph = std::move(read->graph);
    project.isNewer = read->isNewer;
    project.notes.insert(project.notes.end(), read->notes.begin(), read->notes.end());
  }
  if (!hasGraph) return unreadable(what, "it has no graph.json");
  return project;
}

Result<QByteArray> readFile(const QString& path) {
  QFile file(path);
  const std::string name = printable(path.toStdString());
  if (!file.exists()) return fail(ErrorKind::not_found, "[project.open] '{}' does not exist", name);
  if (!file.open(QFile::ReadOnly)) {
    return fail(ErrorKind::io, "[project.open] '{}' cannot be opened: {}", name, file.errorString().toStdString());
  }
  if (file.size() > static_cast<qint64>(kUnpackedMax)) {
    return fail(ErrorKind::invalid_input, "[project.open] '{}' has more than 4 GB", name);
  }
  QByteArray bytes = file.readAll();
  if (bytes.size() != file.size()) {
    return fail(ErrorKind::io, "[project.open] '{}' cannot be read to its end: {}", name,
                file.errorString().toStdString());
  }
  return bytes;
}

Result<Project> readProject(const QString& path, const graph::NodeCatalog& catalog) {
  auto bytes = readFile(path);
  if (!bytes) return forward(bytes);
  return decodeProject(*bytes, catalog, QFileInfo(path).fileName());
}

}  // namespace heddle::document
