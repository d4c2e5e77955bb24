#include "inspector/prompt_highlighter.h"

#include <QApplication>
#include <QPalette>
#include <QRegularExpression>
#include <QTextDocument>
#include <algorithm>

#include "support/prompt_marks.h"
#include "text/prompt_chunks.h"

namespace heddle::ui {
PromptHighlighter::PromptHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

void PromptHighlighter::setChunks(const text::Tokenizer& tokenizer, const text::PromptChunks& prompt) {
  QSet<int> starts;
  if (prompt.chunks.size() > 1) {
    // Words are split from each other before they are split into tokens, so their counts add up.
    static const QRegularExpression word("[^\\s()\\[\\]]+");
    const QString text = document()->toPlainText();
    std::size_t chunk = 0, room = prompt.chunks[0].tokens;
    auto matches = word.globalMatch(text);
    while (matches.hasNext() && chunk + 1 < prompt.chunks.size()) {
      const auto match = matches.next();
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
  const QPalette palette = QApplication::palette();
  const bool isDark = palette.color(QPalette::Base).lightness() < 128;
  int depth = previousBlockState();
  for (const PromptMark& mark : promptMarks(line, depth)) {
    QTextCharFormat format;
    format.setForeground(promptColour(mark.part, isDark, palette.color(QPalette::PlaceholderText)));
    setFormat(mark.start, mark.length, format);
  }
  setCurrentBlockState(depth);
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
