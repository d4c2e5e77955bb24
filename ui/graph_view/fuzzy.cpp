#include "graph_view/fuzzy.h"

#include <algorithm>

namespace heddle::ui {

int fuzzyScore(const QString& typed, const QString& name) {
  int score = 0;
  qsizetype at = 0;
  qsizetype last = -2;
  for (const QChar letter : typed) {
    if (letter.isSpace()) continue;
    // The start of a later word scores more than the next character inside a word.
    qsizetype found = name.indexOf(letter, at, Qt::CaseInsensitive);
    if (found < 0) return -1;
    if (found != last + 1) {
      for (qsizetype i = found; i >= 0; i = name.indexOf(letter, i + 1, Qt::CaseInsensitive)) {
        if (i != 0 && name[i - 1].isLetterOrNumber()) continue;
        found = i;
        break;
      }
    }
    const bool startsWord = found == 0 || !name[found - 1].isLetterOrNumber();
    score += 1 + (found == last + 1 ? 4 : 0) + (startsWord ? 6 : 0) + (found == 0 ? 4 : 0);
    last = found;
    at = found + 1;
  }
  return score * 64 + 64 - static_cast<int>(std::min<qsizetype>(name.size(), 64));
}

}  // namespace heddle::ui
