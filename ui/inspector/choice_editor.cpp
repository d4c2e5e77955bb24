#include "inspector/choice_editor.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHash>
#include <QLabel>
#include <QWheelEvent>

#include "base/tr.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

// A wheel over a closed list would change it while a panel is scrolled.
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
    box_->addItem(choiceWords(stored), stored);
  }
  connect(box_, &QComboBox::activated, this,
          [this](int index) { Q_EMIT chosen(graph::Choice{box_->itemData(index).toString().toStdString()}); });
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

void ChoiceEditor::setLabel(const QString& words) {
  label_->setText(words);
  box_->setAccessibleName(words);
}

QString choiceWords(const QString& name) {
  static const QHash<QString, const char*> words = {
      {"auto", QT_TRANSLATE_NOOP("choices", "automatic")},
      {"ddim", "DDIM"},
      {"pndm", "PNDM"},
      {"dpm_solver_2", "DPM-Solver 2"},
      {"dpm_solver_3", "DPM-Solver 3"},
      {"dpmpp_2m", "DPM++ 2M"},
      {"dpmpp_2m_sde", "DPM++ 2M SDE"},
      {"euler", "Euler"},
      {"euler_a", QT_TRANSLATE_NOOP("choices", "Euler ancestral")},
      {"heun", "Heun"},
      {"unipc", "UniPC"},
      {"lcm", "LCM"},
      {"leading", QT_TRANSLATE_NOOP("choices", "leading")},
      {"trailing", QT_TRANSLATE_NOOP("choices", "trailing")},
      {"linspace", QT_TRANSLATE_NOOP("choices", "even")},
      {"karras", "Karras"},
      {"exponential", QT_TRANSLATE_NOOP("choices", "exponential")},
      {"sgm_uniform", "SGM uniform"},
      {"crop", QT_TRANSLATE_NOOP("choices", "crop")},
      {"squash", QT_TRANSLATE_NOOP("choices", "squash")},
      {"pad", QT_TRANSLATE_NOOP("choices", "pad")},
      {"tile", QT_TRANSLATE_NOOP("choices", "tile")},
      {"official", QT_TRANSLATE_NOOP("choices", "as trained")},
      {"zeros", QT_TRANSLATE_NOOP("choices", "nothing")},
      {"black", QT_TRANSLATE_NOOP("choices", "black picture")},
      {"a1111", QT_TRANSLATE_NOOP("choices", "brackets")},
      {"plain", QT_TRANSLATE_NOOP("choices", "plain")},
      {"original", QT_TRANSLATE_NOOP("choices", "kept at its mean")},
      {"no_norm", QT_TRANSLATE_NOOP("choices", "as written")},
      {"ignore", QT_TRANSLATE_NOOP("choices", "ignored")},
  };
  const auto found = words.constFind(name);
  return found == words.constEnd() ? name : QCoreApplication::translate("choices", *found);
}

}  // namespace heddle::ui
