#include "paint/canvas_log.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QtEndian>
#include <algorithm>
#include <optional>

namespace heddle::paint {
namespace {

constexpr quint32 kMark = 0x48504a31;  // "HPJ1"
constexpr int kSum = 8, kHead = 8 + kSum;
constexpr int kSlack = 4096;  // bytes of a record that are no pixels, about
constexpr int kFastest = 1;   // zlib

enum class Pixels : quint8 { none, same, here };
enum class TileForm : quint8 { zero, even, packed };

QByteArray sumOf(QByteArrayView payload) {
  QCryptographicHash hash(QCryptographicHash::Sha1);
  hash.addData(QByteArray::fromRawData(payload.data(), payload.size()));
  return hash.result().left(kSum);
}

template <typename Layer>
const Layer* layerIn(const std::vector<Layer>& layers, LayerId id) {
  const auto at = std::ranges::find(layers, id, &Layer::id);
  return at == layers.end() ? nullptr : &*at;
}

template <typename Tile>
void writeTile(QDataStream& out, const Tile* tile) {
  if (tile == nullptr) {
    out << quint8(TileForm::zero);
    return;
  }
  if (std::ranges::all_of(*tile, [first = tile->front()](auto value) { return value == first; })) {
    out << quint8(TileForm::even) << quint32(tile->front());
    return;
  }
  const auto* bytes = reinterpret_cast<const uchar*>(tile->data());
  out << quint8(TileForm::packed) << qCompress(bytes, static_cast<qsizetype>(sizeof(Tile)), kFastest);
}

// The tiles that differ from `before`'s; all that are not zero where that is none or has another size.
template <typename Pixel>
void writeTiles(QDataStream& out, const Tiles<Pixel>* before, const Tiles<Pixel>& after) {
  const bool isSame = before != nullptr && before->size() == after.size();
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < after.count(); ++i) {
    if (after.tile(i) != (isSame ? before->tile(i) : nullptr)) changed.push_back(i);
  }
  out << after.size() << isSame << quint32(changed.size());
  for (const std::size_t i : changed) {
    out << quint32(i);
    writeTile(out, after.tile(i));
  }
}

template <typename Pixel>
bool readTiles(QDataStream& in, const Tiles<Pixel>* before, Tiles<Pixel>& made) {
  using Tile = typename Tiles<Pixel>::Tile;
  QSize size;
  bool isSame = false;
  quint32 count = 0;
  in >> size >> isSame >> count;
  const bool fits = in.status() == QDataStream::Ok && size.width() >= 0 && size.height() >= 0 &&
                    size.width() <= 65'536 && size.height() <= 65'536;
  if (!fits || (isSame && (before == nullptr || before->size() != size))) return false;
  made = isSame ? *before : Tiles<Pixel>(size);
  for (quint32 i = 0; i < count; ++i) {
    quint32 index = 0;
    quint8 form = 0;
    in >> index >> form;
    if (in.status() != QDataStream::Ok || index >= made.count()) return false;
    auto tile = std::make_shared<Tile>();
    if (TileForm(form) == TileForm::even) {
      quint32 value = 0;
      in >> value;
      tile->fill(static_cast<Pixel>(value));
    } else if (TileForm(form) == TileForm::packed) {
      QByteArray packed;
      in >> packed;
      const QByteArray bytes = qUncompress(packed);
      if (bytes.size() != static_cast<qsizetype>(sizeof(Tile))) return false;
      std::copy_n(bytes.constData(), bytes.size(), reinterpret_cast<char*>(tile->data()));
    } else {
      tile.reset();
    }
    made.setTile(index, std::move(tile));
  }
  return in.status() == QDataStream::Ok;
}

void writeImage(QDataStream& out, const ImageLayer* before, const QImage& image) {
  if (image.isNull()) {
    out << quint8(Pixels::none);
  } else if (before != nullptr && before->image.cacheKey() == image.cacheKey()) {
    out << quint8(Pixels::same);
  } else {
    out << quint8(Pixels::here) << image.size() << (image.format() == QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
      out.writeRawData(reinterpret_cast<const char*>(image.constScanLine(y)), image.width() * 4);
    }
  }
}

bool readImage(QDataStream& in, const ImageLayer* before, QImage& image) {
  quint8 pixels = 0;
  in >> pixels;
  if (Pixels(pixels) == Pixels::none) return in.status() == QDataStream::Ok;
  if (Pixels(pixels) == Pixels::same) {
    if (before == nullptr) return false;
    image = before->image;
    return true;
  }
  QSize size;
  bool hasAlpha = false;
  in >> size >> hasAlpha;
  if (in.status() != QDataStream::Ok || size.isEmpty()) return false;
  image = QImage(size, hasAlpha ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  for (int y = 0; y < size.height() && !image.isNull(); ++y) {
    const int bytes = size.width() * 4;
    if (in.readRawData(reinterpret_cast<char*>(image.scanLine(y)), bytes) != bytes) return false;
  }
  return !image.isNull();
}

void writeState(QDataStream& out, const CanvasState& before, const CanvasState& after) {
  out << after.size << quint32(after.images.size());
  for (const ImageLayer& layer : after.images) {
    const ImageLayer* old = layerIn(before.images, layer.id);
    out << quint64(layer.id.value) << layer.name << layer.at << layer.scale << layer.isMirrored << layer.isFlipped
        << layer.opacity << layer.isVisible;
    writeImage(out, old, layer.image);
    writeTiles(out, old == nullptr ? nullptr : &old->colours, layer.colours);
  }
  out << quint32(after.masks.size());
  for (const MaskLayer& layer : after.masks) {
    const MaskLayer* old = layerIn(before.masks, layer.id);
    out << quint64(layer.id.value) << quint8(layer.purpose) << layer.isVisible;
    writeTiles(out, old == nullptr ? nullptr : &old->mask, layer.mask);
  }
}

std::optional<CanvasState> readState(QDataStream& in, const CanvasState& before) {
  CanvasState state;
  quint32 images = 0, masks = 0;
  quint64 id = 0;
  in >> state.size >> images;
  for (quint32 i = 0; i < images; ++i) {
    ImageLayer layer;
    in >> id >> layer.name >> layer.at >> layer.scale >> layer.isMirrored >> layer.isFlipped >> layer.opacity >>
        layer.isVisible;
    layer.id = {id};
    const ImageLayer* old = layerIn(before.images, layer.id);
    if (!readImage(in, old, layer.image)) return std::nullopt;
    if (!readTiles(in, old == nullptr ? nullptr : &old->colours, layer.colours)) return std::nullopt;
    state.images.push_back(std::move(layer));
  }
  in >> masks;
  for (quint32 i = 0; i < masks; ++i) {
    MaskLayer layer;
    quint8 purpose = 0;
    in >> id >> purpose >> layer.isVisible;
    layer.id = {id};
    if (purpose > quint8(MaskPurpose::control)) return std::nullopt;
    layer.purpose = MaskPurpose(purpose);
    const MaskLayer* old = layerIn(before.masks, layer.id);
    if (!readTiles(in, old == nullptr ? nullptr : &old->mask, layer.mask)) return std::nullopt;
    state.masks.push_back(std::move(layer));
  }
  const bool isWhole = in.status() == QDataStream::Ok && !state.images.empty() && !state.masks.empty();
  return isWhole ? std::optional(std::move(state)) : std::nullopt;
}

// The states that undo and redo move among, as the reader moves through the records.
class Line final {
 public:
  [[nodiscard]] const CanvasState& now() const { return states_.empty() ? none_ : states_[at_]; }
  // Whether the step is possible.
  bool take(const LoggedStep& step) {
    switch (step.kind) {
      case CanvasStep::open:
        states_ = {step.state};
        at_ = 0;
        return true;
      case CanvasStep::push:
        if (states_.empty()) return false;
        states_.resize(++at_);
        states_.push_back(step.state);
        return true;
      case CanvasStep::undo: return at_ > 0 && (--at_, true);
      case CanvasStep::redo: return at_ + 1 < states_.size() && (++at_, true);
    }
    return false;
  }

 private:
  std::vector<CanvasState> states_;
  std::size_t at_ = 0;
  CanvasState none_;
};

std::optional<LoggedStep> readStep(QByteArrayView payload, const CanvasState& before) {
  QDataStream in(QByteArray::fromRawData(payload.data(), payload.size()));
  in.setVersion(QDataStream::Qt_6_0);
  quint8 kind = 0;
  LoggedStep step;
  in >> kind >> step.text;
  if (in.status() != QDataStream::Ok || kind > quint8(CanvasStep::redo)) return std::nullopt;
  step.kind = CanvasStep(kind);
  if (step.kind == CanvasStep::undo || step.kind == CanvasStep::redo) return step;
  auto state = readState(in, step.kind == CanvasStep::open ? CanvasState() : before);
  if (!state) return std::nullopt;
  step.state = std::move(*state);
  return step;
}

template <typename Pixel>
std::size_t changedBytes(const Tiles<Pixel>* before, const Tiles<Pixel>& after) {
  const bool isSame = before != nullptr && before->size() == after.size();
  std::size_t tiles = 0;
  for (std::size_t i = 0; i < after.count(); ++i) {
    const auto* now = after.tile(i);
    if (now != nullptr && now != (isSame ? before->tile(i) : nullptr)) ++tiles;
  }
  return tiles * sizeof(typename Tiles<Pixel>::Tile);
}

}  // namespace

QByteArray recordOf(CanvasStep kind, const QString& text, const CanvasState& before, const CanvasState& after) {
  const bool hasState = kind == CanvasStep::open || kind == CanvasStep::push;
  const CanvasState none;
  const CanvasState& known = kind == CanvasStep::open ? none : before;
  QByteArray record;  // in one piece: a picture is large
  if (hasState) record.reserve(static_cast<qsizetype>(recordBytes(known, after)) + kSlack);
  QDataStream out(&record, QDataStream::WriteOnly);
  out.setVersion(QDataStream::Qt_6_0);
  out.writeRawData(QByteArray(kHead, '\0').constData(), kHead);
  out << quint8(kind) << text;
  if (hasState) writeState(out, known, after);
  const QByteArrayView payload = QByteArrayView(record).sliced(kHead);
  const QByteArray sum = sumOf(payload);
  qToBigEndian(kMark, record.data());
  qToBigEndian(static_cast<quint32>(payload.size()), record.data() + 4);
  std::copy_n(sum.constData(), kSum, record.data() + 8);
  return record;
}

std::size_t recordBytes(const CanvasState& before, const CanvasState& after) {
  std::size_t bytes = 0;
  for (const ImageLayer& layer : after.images) {
    const ImageLayer* old = layerIn(before.images, layer.id);
    if (old == nullptr || old->image.cacheKey() != layer.image.cacheKey())
      bytes += static_cast<std::size_t>(layer.image.sizeInBytes());
    bytes += changedBytes(old == nullptr ? nullptr : &old->colours, layer.colours);
  }
  for (const MaskLayer& layer : after.masks) {
    const MaskLayer* old = layerIn(before.masks, layer.id);
    bytes += changedBytes(old == nullptr ? nullptr : &old->mask, layer.mask);
  }
  return bytes;
}

CanvasLog readLog(QByteArrayView bytes) {
  CanvasLog log;
  Line line;
  while (bytes.size() - log.bytes >= kHead) {
    const char* head = bytes.data() + log.bytes;
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(head + 4));
    if (qFromBigEndian<quint32>(head) != kMark || bytes.size() - log.bytes - kHead < length) break;
    const QByteArrayView payload(head + kHead, length);
    if (sumOf(payload) != QByteArrayView(head + 8, kSum)) break;
    auto step = readStep(payload, line.now());
    if (!step || !line.take(*step)) break;
    if (step->kind == CanvasStep::open) log.steps.clear();
    log.steps.push_back(std::move(*step));
    log.bytes += kHead + length;
  }
  return log;
}

}  // namespace heddle::paint
