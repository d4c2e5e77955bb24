#include "support/prompt_marks.h"

#include <QRegularExpression>
#include <algorithm>

#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr int kSquare = 256;  // one square bracket, in a depth

}  // namespace

std::vector<PromptMark> promptMarks(const QString& line, int& depth) {
  std::vector<PromptMark> marks;
  int round = std::max(0, depth) % kSquare, square = std::max(0, depth) / kSquare;
  for (int i = 0; i < line.size(); ++i) {
    const QChar letter = line[i];
    if (letter == '\\' && i + 1 < line.size()) {
      marks.push_back({i++, 2, PromptPart::escape});
      continue;
    }
    if (letter == '(') round = std::min(round + 1, kSquare - 1);
    if (letter == '[') ++square;
    if (QStringLiteral("()[]").contains(letter)) {
      marks.push_back({i, 1, PromptPart::bracket});
    } else if (round > 0 || square > 0) {
      const PromptPart part = round >= square ? PromptPart::stronger : PromptPart::weaker;
      const bool follows = !marks.empty() && marks.back().part == part && marks.back().start + marks.back().length == i;
      follows ? (void)++marks.back().length : marks.push_back({i, 1, part});
    }
    if (letter == ')') round = std::max(0, round - 1);
    if (letter == ']') square = std::max(0, square - 1);
  }
  depth = square * kSquare + round;
  static const QRegularExpression special("\\bBREAK\\b|\\bAND\\b|<lora:[^<>]*>");
  for (auto matches = special.globalMatch(line); matches.hasNext();) {
    const auto match = matches.next();
    marks.push_back(
        {static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), PromptPart::tag});
  }
  return marks;
}

std::vector<PromptMark> promptMarks(const QString& text) {
  int depth = 0;
  return promptMarks(text, depth);
}

QColor promptColour(PromptPart part, bool isDark, const QColor& secondary) {
  const QColor strong(isDark ? "#ffd479" : "#8a5f00");
  switch (part) {
    case PromptPart::stronger: return strong;
    case PromptPart::bracket: return mixed(secondary, strong, 0.5);
    case PromptPart::tag: return QColor(isDark ? "#b9a5ff" : "#6a4fd0");
    case PromptPart::weaker:
    case PromptPart::escape: break;
  }
  return secondary;
}

}  // namespace heddle::ui
