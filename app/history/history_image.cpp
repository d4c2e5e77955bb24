#include "history/history_image.h"

#include <QBuffer>
#include <QDateTime>
#include <QFileInfo>
#include <QRegularExpression>

#include "base/json.h"
#include "graph/image_refs.h"
#include "image/png_text.h"
#include "image/read_image.h"
#include "session/engine_event.h"

namespace heddle::history {
namespace {

constexpr int kThumbnailSide = 192;
constexpr int kThumbnailQuality = 85;
constexpr int kCounterBits = 12;
constexpr int kDepthMost = 32;

void gather(const Json& value, QStringList& text, int depth) {
  if (depth > kDepthMost) return;
  if (value.is_string()) {
    const QString word = QString::fromStdString(value.get<std::string>()).trimmed();
    if (!word.isEmpty() && !graph::image_hash_in(word.toStdString())) text << word;
  } else if (value.is_structured()) {
    for (const Json& item : value) gather(item, text, depth + 1);
  }
}

}  // namespace

QString searchText(const std::string& graphText) {
  const auto json = parse_json(graphText, "the graph");
  const Json* nodes = json ? find_member(*json, "nodes") : nullptr;
  QStringList text;
  for (const Json& node : nodes != nullptr && nodes->is_structured() ? *nodes : Json::array()) {
    for (const char* key : {"title", "params"}) {
      if (const Json* held = find_member(node, key)) gather(*held, text, 0);
    }
  }
  return text.join(' ').toLower();
}

std::optional<qint64> idFromName(const QString& name) {
  static const QRegularExpression form("^(\\d{8}-\\d{6}-\\d{3})-(\\d+)\\.png$");
  const auto match = form.match(name);
  const QDateTime time = QDateTime::fromString(match.captured(1), "yyyyMMdd-HHmmss-zzz");
  if (!match.hasMatch() || !time.isValid()) return std::nullopt;
  const qint64 counter = match.captured(2).toLongLong() & ((1 << kCounterBits) - 1);
  return (time.toMSecsSinceEpoch() << kCounterBits) | counter;
}

QByteArray packedThumbnail(const QImage& image) {
  QImage small = image;
  if (std::max(image.width(), image.height()) > kThumbnailSide) {
    small = image.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  }
  QByteArray bytes;
  QBuffer buffer(&bytes);
  small.save(&buffer, "JPG", kThumbnailQuality);
  return bytes;
}

std::optional<HistoryEntry> readHistoryImage(const std::filesystem::path& folder, const QString& path,
                                             const HistoryLabel& label) {
  const std::filesystem::path file = folder / path.toStdString();
  const auto image = image::read_image(file);
  if (!image) return std::nullopt;
  const QFileInfo info(QString::fromStdString(file.string()));
  HistoryEntry entry;
  entry.row.path = path;
  entry.row.id = idFromName(info.fileName()).value_or(info.lastModified().toMSecsSinceEpoch() << kCounterBits);
  entry.row.size = QSize(image->width(), image->height());
  entry.thumbnail = packedThumbnail(session::toQImage(*image));
  const auto texts = image::read_png_texts(file);
  for (const image::PngText& text : texts ? *texts : std::vector<image::PngText>()) {
    if (text.key != "heddle") continue;
    entry.text = searchText(text.text);
    if (label) entry.row.label = label(text.text);
  }
  entry.text += ' ' + entry.row.label.toLower();
  return entry;
}

}  // namespace heddle::history
