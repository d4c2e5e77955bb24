#include "paint/layer_edits.h"

#include <algorithm>
#include <utility>

namespace heddle::paint {

CanvasState withPaintLayer(const CanvasState& state, const QString& name) {
  CanvasState made = state;
  ImageLayer layer = emptyLayer(state.size, name);
  layer.id = state.freeId();
  made.images.push_back(std::move(layer));
  return made;
}

CanvasState withImage(const CanvasState& state, const ImageLayer& image) {
  CanvasState made = state;
  ImageLayer layer = image;
  layer.id = state.freeId();
  const double wide = static_cast<double>(state.size.width()) / image.size().width();
  const double high = static_cast<double>(state.size.height()) / image.size().height();
  layer.scale = std::min({1.0, wide, high});
  made.images.push_back(std::move(layer));
  return made;
}

CanvasState withMask(const CanvasState& state, MaskPurpose purpose) {
  CanvasState made = state;
  if (state.mask(purpose) == nullptr) made.masks.push_back({state.freeId(), purpose, TiledMask(state.size)});
  return made;
}

CanvasState withMoved(const CanvasState& state, LayerId id, int steps) {
  CanvasState made = state;
  const auto found = std::ranges::find(made.images, id, &ImageLayer::id);
  if (found == made.images.end()) return made;
  const auto from = found - made.images.begin();
  const auto to = std::clamp<std::ptrdiff_t>(from + steps, 0, static_cast<std::ptrdiff_t>(made.images.size()) - 1);
  ImageLayer layer = std::move(*found);
  made.images.erase(found);
  made.images.insert(made.images.begin() + to, std::move(layer));
  return made;
}

CanvasState without(const CanvasState& state, LayerId id) {
  CanvasState made = state;
  if (made.images.size() > 1) std::erase_if(made.images, [id](const ImageLayer& layer) { return layer.id == id; });
  std::erase_if(made.masks,
                [id](const MaskLayer& layer) { return layer.id == id && layer.purpose != MaskPurpose::change; });
  return made;
}

}  // namespace heddle::paint
