#include "inspector/text_editor.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextCursor>
#include <QTimer>
#include <QVBoxLayout>

#include "inspector/prompt_highlighter.h"
#include "support/theme.h"
#include "text/prompt_chunks.h"

namespace heddle::ui {
namespace {

constexpr int kPause = 250;  // milliseconds without a key before the text is an edit

constexpr int kWaitsMost = 40;

QString tokenCountText(const text::PromptChunks& prompt) {
  const std::size_t used = prompt.chunks.back().tokens, chunks = prompt.chunks.size();
  return chunks == 1 ? TextEditor::tr("%1 / 75").arg(used)
                     : TextEditor::tr("%1 / 75 in chunk %2").arg(used).arg(chunks);
}

}  // namespace

QString tokenCountText(const text::Tokenizer& tokenizer, const QString& prompt) {
  return tokenCountText(text::make_chunks(tokenizer, text::parse_prompt(prompt.toStdString())));
}

TextEditor::TextEditor(const graph::ParamSpec& spec, const EditorContext& context, QWidget* parent)
    : ParamEditor(parent), context_(context), label_(new QLabel(this)), pause_(new QTimer(this)) {
  pause_->setSingleShot(true);
  pause_->setInterval(kPause);
  connect(pause_, &QTimer::timeout, this, &TextEditor::take);
  spec.is_multiline ? makeBox() : makeLine();
}

void TextEditor::makeLine() {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(scaled(8));
  line_ = new QLineEdit(this);
  row->addWidget(label_);
  row->addWidget(line_, 1);
  connect(line_, &QLineEdit::editingFinished, this, &TextEditor::take);
}

void TextEditor::makeBox() {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(4));
  auto* head = new QHBoxLayout;
  count_ = new QLabel(this);
  count_->setProperty("tone", "faint");
  count_->setToolTip(tr("Tokens used of the 75 that one chunk holds; a longer text continues in a new chunk"));
  head->addWidget(label_);
  head->addStretch(1);
  head->addWidget(count_);
  rows->addLayout(head);
  box_ = new QPlainTextEdit(this);
  box_->setTabChangesFocus(true);
  box_->setFixedHeight(scaled(104));
  box_->setPlaceholderText(tr("Say what the picture shows"));
  box_->installEventFilter(this);
  colours_ = new PromptHighlighter(box_->document());
  rows->addWidget(box_);
  connect(box_, &QPlainTextEdit::textChanged, this, [this] {
    count();
    if (text() != shown_) pause_->start();
  });
}

QString TextEditor::text() const { return box_ != nullptr ? box_->toPlainText() : line_->text(); }

void TextEditor::setValue(const graph::ParamValue& value) {
  const auto* prompt = std::get_if<std::string>(&value);
  if (prompt == nullptr) return;
  const QString next = QString::fromStdString(*prompt);
  shown_ = next;
  if (next == text()) return;
  pause_->stop();
  if (line_ != nullptr) return line_->setText(next);
  QTextCursor cursor = box_->textCursor();
  const int place = cursor.position();
  box_->setPlainText(next);
  cursor = box_->textCursor();
  cursor.setPosition(std::min(place, static_cast<int>(next.size())));
  box_->setTextCursor(cursor);
  count();
}

void TextEditor::setLabel(const QString& text) {
  label_->setText(text);
  (box_ != nullptr ? static_cast<QWidget*>(box_) : line_)->setAccessibleName(text);
}

void TextEditor::take() {
  pause_->stop();
  if (text() == shown_) return;
  shown_ = text();
  Q_EMIT valueCommitted(shown_.toStdString());
}

void TextEditor::count() {
  const auto tokenizer = context_.tokenizer ? context_.tokenizer() : nullptr;
  if (count_ == nullptr || !context_.tokenizer) return;
  if (tokenizer == nullptr) {
    if (++waits_ < kWaitsMost) QTimer::singleShot(kPause, this, &TextEditor::count);
    return;
  }
  const auto prompt = text::make_chunks(*tokenizer, text::parse_prompt(text().toStdString()));
  count_->setText(tokenCountText(prompt));
  count_->setAccessibleName(tr("%1 of 75 tokens").arg(prompt.chunks.back().tokens));
  colours_->setChunks(*tokenizer, prompt);
}

bool TextEditor::eventFilter(QObject* watched, QEvent* event) {
  if (watched != box_) return false;
  if (event->type() == QEvent::FocusOut) take();
  if (event->type() != QEvent::KeyPress) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isWeight =
      key->modifiers() == Qt::ControlModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down);
  if (!isWeight) return false;
  QTextCursor cursor = box_->textCursor();
  if (!cursor.hasSelection()) cursor.select(QTextCursor::WordUnderCursor);
  int begin = cursor.selectionStart(), end = cursor.selectionEnd();
  const QString changed = withWeight(box_->toPlainText(), begin, end, key->key() == Qt::Key_Up ? 0.1 : -0.1);
  cursor.select(QTextCursor::Document);
  cursor.insertText(changed);
  cursor.setPosition(begin);
  cursor.setPosition(end, QTextCursor::KeepAnchor);
  box_->setTextCursor(cursor);
  return true;
}

}  // namespace heddle::ui
