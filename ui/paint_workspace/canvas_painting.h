// Paints a part of the canvas as the view shows it: layers, the variant that is shown, masks, the pixel grid. Used by
// the canvas's view. Thread rule: a free function, for the window's thread.
#pragma once

#include <QRect>

#include "paint/canvas.h"
#include "paint_workspace/view_transform.h"

class QPainter;

namespace heddle::ui {

struct CanvasLook {
  bool showsOriginal = false;  // without masks and variants
  bool isGrey = false;         // the active mask alone
  int phase = 0;               // of the march of its edge
};

// `part`: of the widget. Requires: the canvas has a picture.
void drawCanvas(QPainter& painter, const paint::Canvas& canvas, const ViewTransform& view, const QRect& part,
                const CanvasLook& look);

}  // namespace heddle::ui
