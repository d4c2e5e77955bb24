// PromptHighlighter: colours a prompt's weights, BREAK and LoRA tags, and underlines the word that begins a new chunk.
// Used by TextEditor. Thread rule: the window's thread.
#pragma once

#include <QSet>
#include <QSyntaxHighlighter>

namespace heddle::text {
class Tokenizer;
struct PromptChunks;
}  // namespace heddle::text

namespace heddle::ui {

class PromptHighlighter final : public QSyntaxHighlighter {
  Q_OBJECT
 public:
  explicit PromptHighlighter(QTextDocument* document);

  // Finds the words at which chunks begin.
  void setChunks(const text::Tokenizer& tokenizer, const text::PromptChunks& prompt);

 protected:
  void highlightBlock(const QString& line) override;

 private:
  QSet<int> chunkStarts_;  // character positions in the document
};

}  // namespace heddle::ui
