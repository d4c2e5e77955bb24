#include "support/slider_accessible.h"

#include <QAccessibleWidget>

#include "support/value_slider.h"

namespace heddle::ui {
namespace {

class AccessibleSlider final : public QAccessibleWidget, public QAccessibleValueInterface {
 public:
  explicit AccessibleSlider(ValueSlider* slider) : QAccessibleWidget(slider, QAccessible::Slider, slider->label()) {}

  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
  }
  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Value ? slider()->valueText() : QAccessibleWidget::text(kind);
  }
  QVariant currentValue() const override { return slider()->value(); }
  void setCurrentValue(const QVariant& value) override { slider()->choose(value.toDouble()); }
  QVariant maximumValue() const override { return slider()->range().high; }
  QVariant minimumValue() const override { return slider()->range().low; }
  QVariant minimumStepSize() const override { return slider()->range().step; }

 private:
  ValueSlider* slider() const { return static_cast<ValueSlider*>(object()); }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* slider = qobject_cast<ValueSlider*>(object);
  return slider == nullptr ? nullptr : new AccessibleSlider(slider);
}

}  // namespace

void installSliderAccessibility() {
  static const bool installed = [] {
    QAccessible::installFactory(makeInterface);
    return true;
  }();
  Q_UNUSED(installed)
}

}  // namespace heddle::ui
