#include "inspector/list_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

#include "support/theme.h"

namespace heddle::ui {
namespace {

QString textOf(const graph::ParamList& list) {
  QStringList parts;
  for (const graph::ParamValue& item : list.items) {
    if (const auto* real = std::get_if<double>(&item)) parts << QString::number(*real);
    if (const auto* whole = std::get_if<std::int64_t>(&item)) parts << QString::number(*whole);
    if (const auto* text = std::get_if<std::string>(&item)) parts << QString::fromStdString(*text);
  }
  return parts.join(", ");
}

}  // namespace

ListEditor::ListEditor(const graph::ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent), spec_(spec), label_(new QLabel(this)), field_(new QLineEdit(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(scaled(8));
  label_->setWordWrap(true);  // a long name must not push the value out of a narrow panel
  row->addWidget(label_, 2);
  row->addWidget(field_, 3);
  field_->setAlignment(Qt::AlignRight);
  field_->setPlaceholderText(tr("all alike"));
  connect(field_, &QLineEdit::editingFinished, this, &ListEditor::takeTyped);
}

void ListEditor::setValue(const graph::ParamValue& value) {
  const auto* list = std::get_if<graph::ParamList>(&value);
  if (list == nullptr) return;
  shown_ = *list;
  field_->setText(textOf(shown_));
}

void ListEditor::setLabel(const QString& text) {
  label_->setText(text);
  field_->setAccessibleName(text);
}

void ListEditor::takeTyped() {
  graph::ParamList list;
  for (const QString& word : field_->text().split(',', Qt::SkipEmptyParts)) {
    bool ok = false;
    const double number = QLocale::c().toDouble(word.trimmed(), &ok);
    if (!ok) return field_->setText(textOf(shown_));
    if (spec_.element == graph::ParamKind::integer) {
      list.items.emplace_back(static_cast<std::int64_t>(number));
    } else {
      list.items.emplace_back(number);
    }
  }
  if (list == shown_) return;
  graph::ParamValue value(std::move(list));
  setValue(value);
  Q_EMIT valueCommitted(value);
}

}  // namespace heddle::ui
