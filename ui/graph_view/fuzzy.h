// Scores how well typed characters match a name, for searched menus. Used by AddMenu and CommandPalette. Pure function.
#pragma once

#include <QString>

namespace heddle::ui {

// Negative: the characters do not all occur in order. Higher: starts of words, runs, short names.
int fuzzyScore(const QString& typed, const QString& name);

}  // namespace heddle::ui
