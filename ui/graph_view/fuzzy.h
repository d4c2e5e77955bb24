// How well a few typed letters name a thing, for menus that are searched. Pure function.
#pragma once

#include <QString>

namespace heddle::ui {

// Negative: the letters do not all occur in order. Higher: starts of words, runs, short names.
int fuzzyScore(const QString& typed, const QString& name);

}  // namespace heddle::ui
