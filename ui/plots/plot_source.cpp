#include "plots/plot_source.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {

void PlotSource::show(sheets::Curves curves, const QString& text) {
  curves_ = std::move(curves);
  text_ = text;
  isError_ = false;
  Q_EMIT changed();
}

void PlotSource::say(const QString& text, bool isError) {
  text_ = text;
  isError_ = isError;
  Q_EMIT changed();
}

QComboBox* newPlotList(const QString& name, QVBoxLayout& rows) {
  auto* label = new QLabel(name, rows.parentWidget());
  label->setProperty("tone", "faint");
  auto* box = new QComboBox(rows.parentWidget());
  box->setAccessibleName(name);
  box->setMinimumContentsLength(4);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  label->setBuddy(box);
  rows.addWidget(label);
  rows.addWidget(box);
  return box;
}

QPushButton* newPlotButton(const QString& text, const QString& tip, QVBoxLayout& rows) {
  auto* button = new QPushButton(text, rows.parentWidget());
  button->setToolTip(tip);
  button->setAutoDefault(false);
  rows.addWidget(button);
  return button;
}

ValueSlider* newPlotSlider(const QString& label, int low, int high, int initial, QVBoxLayout& rows) {
  auto* slider = new ValueSlider(rows.parentWidget());
  slider->setLabel(label);
  SliderRange range;
  range.low = range.softLow = low;
  range.high = range.softHigh = high;
  range.initial = initial;
  range.step = 1;
  range.isWhole = true;
  slider->setRange(range);
  slider->setValue(initial);
  rows.addWidget(slider);
  return slider;
}

QString plotAxisTitle(const QString& column) {
  if (column == "clip_i") return PlotSource::tr("Likeness (CLIP-I)");
  if (column == "clip_t") return PlotSource::tr("Words (CLIP-T)");
  if (column == "step") return PlotSource::tr("Step");
  if (column == "sigma") return PlotSource::tr("Noise over picture (σ)");
  if (column == "noise") return PlotSource::tr("Share of noise");
  if (column == "timestep") return PlotSource::tr("Trained timestep");
  if (column == "seconds") return PlotSource::tr("Seconds");
  if (column == "node") return PlotSource::tr("Node");
  if (column == "minutes") return PlotSource::tr("Minutes since the start");
  if (column == "GiB") return PlotSource::tr("Memory (GiB)");
  if (column == "image_prompt.scale" || column == "scale") return QStringLiteral("λ");
  return column;
}

}  // namespace heddle::ui
