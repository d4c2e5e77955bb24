// PaintTool: the tools of the Paint workspace. Used by its view, hand and tool column. A plain value.
#pragma once

namespace heddle::ui {

enum class PaintTool {
  brush,
  eraser,
  fill,
  wand,
  gradient,
  lasso,
  polygon,
  rectangle,
  ellipse,
  move,
  extend,
  picker,
  hand,
  zoom
};

[[nodiscard]] constexpr bool isBrushTool(PaintTool tool) {
  return tool == PaintTool::brush || tool == PaintTool::eraser;
}

}  // namespace heddle::ui
