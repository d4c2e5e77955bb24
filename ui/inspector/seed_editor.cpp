#include "inspector/seed_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QToolButton>
#include <utility>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

QToolButton* button(const char* iconName, const QString& text, QWidget* parent) {
  auto* made = new QToolButton(parent);
  made->setProperty("kind", "quiet");
  made->setIcon(icon(iconName));
  made->setIconSize({scaled(16), scaled(16)});
  made->setToolTip(text);
  made->setAccessibleName(text);
  return made;
}

}  // namespace

SeedEditor::SeedEditor(const EditorContext& context, QWidget* parent)
    : ParamEditor(parent),
      context_(context),
      label_(new QLabel(this)),
      field_(new QLineEdit(this)),
      dice_(button("dice", tr("Draw a new seed"), this)),
      recycle_(button("recycle", tr("Bring back the seed before"), this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(scaled(4));
  row->addWidget(label_);
  row->addWidget(field_, 1);
  row->addWidget(dice_);
  row->addWidget(recycle_);
  field_->setAlignment(Qt::AlignRight);
  field_->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9 ]{1,26}"), field_));
  recycle_->setEnabled(false);
  connect(field_, &QLineEdit::editingFinished, this, &SeedEditor::takeTyped);
  connect(dice_, &QToolButton::clicked, this, [this] {
    if (context_.randomSeed) choose(context_.randomSeed());
  });
  connect(recycle_, &QToolButton::clicked, this, [this] {
    if (before_) choose(*before_);
  });
  field_->setText("0");
}

void SeedEditor::setValue(const graph::ParamValue& value) {
  const auto* seed = std::get_if<graph::Seed>(&value);
  if (seed == nullptr) return;
  if (seed->value != seed_) before_ = std::exchange(seed_, seed->value);
  recycle_->setEnabled(before_.has_value());
  field_->setText(QString::number(seed_));
}

void SeedEditor::setLabel(const QString& text) {
  label_->setText(text);
  field_->setAccessibleName(text);
}

void SeedEditor::choose(std::uint64_t seed) {
  setValue(graph::Seed{seed});
  Q_EMIT valueCommitted(graph::Seed{seed});
}

void SeedEditor::takeTyped() {
  bool ok = false;
  const std::uint64_t typed = field_->text().remove(' ').toULongLong(&ok);
  if (ok && typed != seed_) return choose(typed);
  field_->setText(QString::number(seed_));  // beyond 64 bits, or empty: as it was
}

}  // namespace heddle::ui
