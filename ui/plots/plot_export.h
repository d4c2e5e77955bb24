// A plot as a file: PNG at twice the size on screen, SVG and PDF as drawings, CSV as numbers. Used by PlotsWorkspace.
// Thread rule: drawn by the window's thread; what is returned may be written by any.
#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace heddle::ui {

class PlotView;

// By the ending of the name. Failure: an ending of another kind.
[[nodiscard]] Result<QByteArray> plotFile(PlotView& view, const QString& path);

}  // namespace heddle::ui
