// Which screens are kept in this folder, and how two drawings of one screen are compared. Used by the screens program
// and by its test.
#pragma once

#include <QImage>
#include <utility>
#include <vector>

#include "ui/screens/scenes.h"

namespace heddle::ui::screens {

// Every scene once in the default view; the main screen and the tightest ones in the others.
[[nodiscard]] std::vector<std::pair<QString, View>> keptScreens();

// 640 pixels wide in few colours: what is kept.
[[nodiscard]] QImage small(const QImage& image);

struct Difference {
  double mean = 0;   // of 64 x 40 squares, in steps of 255
  double moved = 0;  // the share of squares that differ by more than a shade
};

// Rough on purpose: another version of a font or of FreeType moves edges, never whole squares.
[[nodiscard]] Difference difference(const QImage& a, const QImage& b);

}  // namespace heddle::ui::screens
