#include "inspector/choice_editor.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QWheelEvent>

#include "base/tr.h"
#include "support/choice_label.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

// The wheel over a closed list would change it while a panel is scrolled.
class QuietComboBox final : public QComboBox {
 public:
  using QComboBox::QComboBox;

 protected:
  void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

}  // namespace

ChoiceEditor::ChoiceEditor(const graph::ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent), label_(new QLabel(this)), box_(new QuietComboBox(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(scaled(8));
  label_->setWordWrap(true);  // a long name must not push the value out of a narrow panel
  row->addWidget(label_, 2);
  row->addWidget(box_, 3);
  box_->setFocusPolicy(Qt::StrongFocus);
  box_->setMinimumContentsLength(5);
  box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  for (const std::string& name : spec.choices) {
    const QString stored = QString::fromStdString(name);
    box_->addItem(choiceLabel(stored), stored);
  }
  connect(box_, &QComboBox::activated, this,
          [this](int index) { Q_EMIT valueCommitted(graph::Choice{box_->itemData(index).toString().toStdString()}); });
}

void ChoiceEditor::setValue(const graph::ParamValue& value) {
  const auto* choice = std::get_if<graph::Choice>(&value);
  if (choice == nullptr) return;
  const QString name = QString::fromStdString(choice->name);
  int index = box_->findData(name);
  if (index < 0) {
    box_->addItem(name, name);
    index = box_->count() - 1;
  }
  box_->setCurrentIndex(index);
}

void ChoiceEditor::setLabel(const QString& text) {
  label_->setText(text);
  box_->setAccessibleName(text);
}

}  // namespace heddle::ui
