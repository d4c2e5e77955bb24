// PromptMarks: what in a prompt is syntax: weights, brackets, escapes, BREAK, AND and LoRA tags. Used by the text editor's
// colours and by text nodes. Thread rule: pure functions.
#pragma once

#include <QColor>
#include <QString>
#include <vector>

namespace heddle::ui {

enum class PromptPart { stronger, weaker, bracket, escape, tag };

struct PromptMark {
  int start = 0, length = 0;
  PromptPart part = PromptPart::tag;

  bool operator==(const PromptMark&) const = default;
};

// The marks of one line in the order in which they are to be laid. `depth` is what brackets before it left open, and
// becomes what it leaves: the round ones in the low half, the square ones in the high one.
[[nodiscard]] std::vector<PromptMark> promptMarks(const QString& line, int& depth);
[[nodiscard]] std::vector<PromptMark> promptMarks(const QString& text);

// On a dark ground or a light one; `secondary` is the ground's own.
[[nodiscard]] QColor promptColour(PromptPart part, bool isDark, const QColor& secondary);

}  // namespace heddle::ui
