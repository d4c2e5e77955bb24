#include "paint/canvas.h"

#include <QUndoCommand>
#include <set>
#include <utility>

namespace heddle::paint {

class StateCommand final : public QUndoCommand {
 public:
  StateCommand(Canvas& canvas, const QString& text, CanvasState before, CanvasState after)
      : QUndoCommand(text), canvas_(canvas), before_(std::move(before)), after_(std::move(after)) {}
  void undo() override {
    canvas_.restore(before_);
    Q_EMIT canvas_.stepped(CanvasStep::undo, text());
  }
  void redo() override {
    canvas_.restore(after_);
    Q_EMIT canvas_.stepped(std::exchange(isNew_, false) ? CanvasStep::push : CanvasStep::redo, text());
  }
  void addTiles(std::set<const void*>& masks, std::set<const void*>& colours) const {
    before_.addTiles(masks, colours);
    after_.addTiles(masks, colours);
  }

 private:
  Canvas& canvas_;
  CanvasState before_, after_;
  bool isNew_ = true;
};

Canvas::Canvas(QObject* parent) : QObject(parent) {}

void Canvas::open(CanvasState state, const QString& name) {
  before_.reset();
  undo_.clear();
  state_ = std::move(state);
  name_ = name;
  active_ = state_.masks.empty() ? LayerId{} : state_.masks.front().id;
  variants_.clear();
  shown_ = -1;
  Q_EMIT opened();
  Q_EMIT layersChanged();
  Q_EMIT variantsChanged();
  Q_EMIT stepped(CanvasStep::open, name);
}

std::size_t Canvas::tileBytes() const {
  std::set<const void*> masks, colours;
  state_.addTiles(masks, colours);
  for (int i = 0; i < undo_.count(); ++i) {
    if (const auto* command = dynamic_cast<const StateCommand*>(undo_.command(i))) command->addTiles(masks, colours);
  }
  return masks.size() * sizeof(TiledMask::Tile) + colours.size() * sizeof(TiledColours::Tile);
}

void Canvas::setActive(LayerId id) {
  if (id == active_ || (state_.mask(id) == nullptr && state_.image(id) == nullptr)) return;
  active_ = id;
  Q_EMIT layersChanged();
}

void Canvas::beginEdit() { before_ = state_; }

void Canvas::editMask(const std::function<QRect(TiledMask& mask)>& change) {
  MaskLayer* layer = state_.mask(active_);
  if (layer == nullptr) return;
  if (const QRect area = change(layer->mask); !area.isEmpty()) Q_EMIT areaChanged(area);
}

void Canvas::editColours(const std::function<QRect(TiledColours& colours)>& change) {
  ImageLayer* layer = state_.image(active_);
  if (layer == nullptr) return;
  const QRect area = change(layer->colours);
  if (!area.isEmpty()) Q_EMIT areaChanged(layer->transform().mapRect(QRectF(area)).toAlignedRect());
}

void Canvas::endEdit(const QString& text) {
  if (!before_) return;
  CanvasState before = std::move(*std::exchange(before_, std::nullopt));
  if (!changedArea(before, state_).isEmpty()) undo_.push(new StateCommand(*this, text, std::move(before), state_));
}

void Canvas::cancelEdit() {
  if (before_) restore(*std::exchange(before_, std::nullopt));
}

void Canvas::commit(const QString& text, const CanvasState& after) {
  if (!changedArea(state_, after).isEmpty()) undo_.push(new StateCommand(*this, text, state_, after));
}

void Canvas::preview(const CanvasState& state) { restore(state); }

void Canvas::restore(const CanvasState& state) {
  const CanvasState before = std::exchange(state_, state);
  const QRect area = changedArea(before, state_);
  if (state_.mask(active_) == nullptr && state_.image(active_) == nullptr) active_ = state_.masks.front().id;
  if (before.size != state_.size) {
    variants_.clear();
    shown_ = -1;
    Q_EMIT variantsChanged();
    Q_EMIT opened();
  } else if (!area.isEmpty()) {
    Q_EMIT areaChanged(area);
  }
  if (area == state_.rect()) Q_EMIT layersChanged();
}

void Canvas::addVariant(Variant variant) {
  variants_.push_back(std::move(variant));
  shown_ = static_cast<int>(variants_.size()) - 1;
  Q_EMIT variantsChanged();
}

void Canvas::show(int variant) {
  if (variant < -1 || variant >= static_cast<int>(variants_.size()) || variant == shown_) return;
  shown_ = variant;
  Q_EMIT variantsChanged();
}

const Variant* Canvas::shownVariant() const {
  return shown_ < 0 ? nullptr : &variants_[static_cast<std::size_t>(shown_)];
}

void Canvas::keepVariant() {
  if (shown_ < 0) return;
  CanvasState after = state_;
  const Variant& kept = *shownVariant();
  ImageLayer layer = emptyLayer(state_.size, kept.label);
  layer.id = state_.freeId();
  layer.colours = kept.patch;
  after.images.push_back(std::move(layer));
  discardVariants();
  commit(tr("Keep a variant"), after);
}

void Canvas::discardVariants() {
  variants_.clear();
  shown_ = -1;
  Q_EMIT variantsChanged();
}

}  // namespace heddle::paint
