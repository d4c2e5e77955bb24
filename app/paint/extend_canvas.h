// A canvas made larger on any side: what is new repeats the edge, and its mask is white, so that a run makes it new.
// Used by the Paint workspace's tools. Thread rule: pure function, slow for large canvases: not for the window's
// thread.
#pragma once

#include <QMargins>
#include <QString>

#include "paint/canvas_state.h"

namespace heddle::paint {

inline constexpr int kCanvasSideMost = 8192;  // pixels

// `margins`: pixels that are added, none below 0; less where a side would be longer than kCanvasSideMost. The repeated
// edge is a layer of its own, below all others, with that name.
[[nodiscard]] CanvasState extendedBy(const CanvasState& state, const QMargins& margins, const QString& name);

}  // namespace heddle::paint
