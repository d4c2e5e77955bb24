#include "inspector/prompt_highlighter.h"

#include <QApplication>
#include <QPalette>
#include <QRegularExpression>
#include <QTextDocument>
#include <algorithm>

#include "support/theme.h"
#include "text/prompt_chunks.h"

namespace heddle::ui {
namespace {

// The state of a line is the depth of brackets at its end: round in the low half, square in the high one.
constexpr int kSquare = 256;

QColor onGround(const char* dark, const char* light) {
  return QApplication::palette().color(QPalette::Base).lightness() < 128 ? QColor(dark) : QColor(light);
}

}  // namespace

PromptHighlighter::PromptHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

void PromptHighlighter::setChunks(const text::Tokenizer& tokenizer, const text::PromptChunks& prompt) {
  QSet<int> starts;
  if (prompt.chunks.size() > 1) {
    // Words are split from each other before they are split into tokens, so their counts add up.
    static const QRegularExpression word("[^\\s()\\[\\]]+");
    const QString text = document()->toPlainText();
    std::size_t chunk = 0, room = prompt.chunks[0].tokens;
    auto words = word.globalMatch(text);
    while (words.hasNext() && chunk + 1 < prompt.chunks.size()) {
      const auto match = words.next();
      const std::size_t tokens = match.captured() == "BREAK" ? 0 : tokenizer.count(match.captured().toStdString());
      if (tokens > room) {
        starts.insert(static_cast<int>(match.capturedStart()));
        room += prompt.chunks[++chunk].tokens;
      }
      room -= std::min(room, tokens);
    }
  }
  if (starts == chunkStarts_) return;
  chunkStarts_ = starts;
  const QSignalBlocker quiet(document());
  rehighlight();
}

void PromptHighlighter::highlightBlock(const QString& line) {
  const QColor weighted = onGround("#ffd479", "#8a5f00");
  const QColor faint = QApplication::palette().color(QPalette::PlaceholderText);
  QTextCharFormat strong, weak, bracket, tag;
  strong.setForeground(weighted);
  weak.setForeground(faint);
  bracket.setForeground(mixed(faint, weighted, 0.5));
  tag.setForeground(onGround("#b9a5ff", "#6a4fd0"));
  int round = std::max(0, previousBlockState()) % kSquare, square = std::max(0, previousBlockState()) / kSquare;
  for (int i = 0; i < line.size(); ++i) {
    const QChar letter = line[i];
    if (letter == '\\' && i + 1 < line.size()) {
      setFormat(i++, 2, weak);
      continue;
    }
    const bool opens = letter == '(' || letter == '[', closes = letter == ')' || letter == ']';
    if (letter == '(') round = std::min(round + 1, kSquare - 1);
    if (letter == '[') ++square;
    if (opens || closes) {
      setFormat(i, 1, bracket);
    } else if (round > 0 || square > 0) {
      setFormat(i, 1, round >= square ? strong : weak);
    }
    if (letter == ')') round = std::max(0, round - 1);
    if (letter == ']') square = std::max(0, square - 1);
  }
  setCurrentBlockState(square * kSquare + round);
  static const QRegularExpression special("\\bBREAK\\b|<lora:[^<>]*>");
  for (auto matches = special.globalMatch(line); matches.hasNext();) {
    const auto match = matches.next();
    setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), tag);
  }
  for (const int start : chunkStarts_) {
    const int at = start - currentBlock().position();
    if (at < 0 || at >= line.size()) continue;
    int length = 0;
    while (at + length < line.size() && !line[at + length].isSpace()) ++length;
    QTextCharFormat mark = format(at);
    mark.setUnderlineStyle(QTextCharFormat::DashUnderline);
    mark.setToolTip(tr("A new chunk of 75 tokens begins here"));
    setFormat(at, length, mark);
  }
}

}  // namespace heddle::ui
