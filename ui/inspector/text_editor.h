// TextEditor: one line, or a prompt with its syntax in colour, a live count of tokens, and marks where a new chunk of
// 75 begins. Ctrl+Up and Ctrl+Down change the weight of the selected words. Used by ParamEditor. Window thread only.
#pragma once

#include "inspector/param_editor.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTimer;

namespace heddle::ui {

class PromptHighlighter;

class TextEditor final : public ParamEditor {
  Q_OBJECT
 public:
  TextEditor(const graph::ParamSpec& spec, const EditorContext& context, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void makeLine();
  void makeBox();
  [[nodiscard]] QString text() const;
  void take();
  void count();

  EditorContext context_;
  QString shown_;
  QLabel* label_;
  QLabel* count_ = nullptr;
  QLineEdit* line_ = nullptr;
  QPlainTextEdit* box_ = nullptr;
  PromptHighlighter* colours_ = nullptr;
  int waits_ = 0;  // for the tokenizer, which a worker reads
  QTimer* pause_;  // typing is reported in bursts, not by the character
};

// "11 / 75": the tokens of a prompt's last chunk, and which chunk that is where there are several.
[[nodiscard]] QString tokenCountText(const text::Tokenizer& tokenizer, const QString& prompt);

// The text with the weight of the words from `begin` to `end` changed by `by`, as A1111 does; both ends follow.
[[nodiscard]] QString withWeight(const QString& text, int& begin, int& end, double by);

}  // namespace heddle::ui
