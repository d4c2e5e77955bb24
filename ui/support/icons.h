// The window's icons: single-colour SVG files in resources/icons, tinted when they are painted, so that they follow the
// theme. Used by every room of ui. Thread rule: the window's thread.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace heddle::ui {

// `name` is the file's without ".svg". An icon that does not exist paints nothing.
[[nodiscard]] QIcon icon(const QString& name);

// The drawing in one colour, `side` device pixels wide and high.
[[nodiscard]] QPixmap iconPixmap(const QString& name, int side, const QColor& colour);

// The program's own mark, in its colours.
[[nodiscard]] QIcon applicationIcon();

}  // namespace heddle::ui
