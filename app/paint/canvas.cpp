#include "paint/canvas.h"

#include <QUndoCommand>
#include <set>
#include <utility>

namespace heddle::paint {

class MaskCommand final : public QUndoCommand {
 public:
  MaskCommand(Canvas& canvas, const QString& text, TiledMask before, TiledMask after)
      : QUndoCommand(text), canvas_(canvas), before_(std::move(before)), after_(std::move(after)) {}
  void undo() override { canvas_.setMask(before_); }
  void redo() override { canvas_.setMask(after_); }
  void addTiles(std::set<const void*>& tiles) const {
    before_.addTiles(tiles);
    after_.addTiles(tiles);
  }

 private:
  Canvas& canvas_;
  TiledMask before_, after_;
};

class ImageCommand final : public QUndoCommand {
 public:
  ImageCommand(Canvas& canvas, const QString& text, QImage before, QImage after)
      : QUndoCommand(text), canvas_(canvas), before_(std::move(before)), after_(std::move(after)) {}
  void undo() override { canvas_.setImage(before_); }
  void redo() override { canvas_.setImage(after_); }

 private:
  Canvas& canvas_;
  QImage before_, after_;
};

Canvas::Canvas(QObject* parent) : QObject(parent) {}

void Canvas::open(const QImage& image, const QString& name) {
  isEditing_ = false;
  undo_.clear();
  image_ = image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  name_ = name;
  mask_ = TiledMask(image.size());
  variants_.clear();
  shown_ = -1;
  Q_EMIT opened();
}

std::size_t Canvas::maskBytes() const {
  std::set<const void*> tiles;
  mask_.addTiles(tiles);
  for (int i = 0; i < undo_.count(); ++i) {
    if (const auto* command = dynamic_cast<const MaskCommand*>(undo_.command(i))) command->addTiles(tiles);
  }
  return tiles.size() * sizeof(TiledMask::Tile);
}

void Canvas::beginEdit() {
  before_ = mask_;
  isEditing_ = true;
}

void Canvas::edit(const std::function<QRect(TiledMask& mask)>& change) {
  if (const QRect area = change(mask_); !area.isEmpty()) Q_EMIT maskChanged(area);
}

void Canvas::endEdit(const QString& text) {
  if (!std::exchange(isEditing_, false) || before_.differenceTo(mask_).isEmpty()) return;
  undo_.push(new MaskCommand(*this, text, std::move(before_), mask_));
  before_ = {};
}

void Canvas::cancelEdit() {
  if (std::exchange(isEditing_, false)) setMask(before_);
}

void Canvas::setMask(const TiledMask& mask) {
  const QRect area = mask_.differenceTo(mask);
  mask_ = mask;
  if (!area.isEmpty()) Q_EMIT maskChanged(area);
}

void Canvas::setImage(const QImage& image) {
  image_ = image;
  variants_.clear();
  shown_ = -1;
  Q_EMIT variantsChanged();
  Q_EMIT imageChanged();
}

void Canvas::addVariant(Variant variant) {
  variant.image = variant.image.convertToFormat(image_.format());
  variants_.push_back(std::move(variant));
  shown_ = static_cast<int>(variants_.size()) - 1;
  Q_EMIT variantsChanged();
  Q_EMIT imageChanged();
}

void Canvas::show(int variant) {
  if (variant < -1 || variant >= static_cast<int>(variants_.size()) || variant == shown_) return;
  shown_ = variant;
  Q_EMIT imageChanged();
}

const QImage& Canvas::shownImage() const {
  return shown_ < 0 ? image_ : variants_[static_cast<std::size_t>(shown_)].image;
}

void Canvas::keepVariant() {
  if (shown_ < 0) return;
  const QImage kept = shownImage();
  undo_.push(new ImageCommand(*this, tr("Keep a variant"), image_, kept));
}

void Canvas::discardVariants() {
  variants_.clear();
  shown_ = -1;
  Q_EMIT variantsChanged();
  Q_EMIT imageChanged();
}

}  // namespace heddle::paint
