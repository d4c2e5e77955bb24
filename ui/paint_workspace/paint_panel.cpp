#include "paint_workspace/paint_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <initializer_list>

#include "paint_workspace/brush_fields.h"
#include "paint_workspace/layer_list.h"
#include "support/choice_label.h"
#include "support/icons.h"
#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {

PaintPanel::PaintPanel(paint::Canvas& canvas, QWidget* parent)
    : QWidget(parent), fields_(new QWidget(this)), rows_(new QVBoxLayout(fields_)) {
  rows_->setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(12));
  rows_->setSpacing(scaled(6));
  addHeading(tr("LAYERS"));
  layers_ = new LayerList(canvas, fields_);
  rows_->addWidget(layers_);
  addHeading(tr("BRUSH"));
  brush_ = new BrushFields(fields_);
  rows_->addWidget(brush_);
  addHeading(tr("THIS CHANGE"));
  strength_ = addSlider(tr("Strength"), 0.05, 1, 0.75, 0.01);
  feather_ = addSlider(tr("Feather, pixels"), 0, 64, 8, 1);
  grow_ = addSlider(tr("Grow, pixels"), -32, 64, 0, 1);
  auto* row = new QHBoxLayout;
  row->addWidget(new QLabel(tr("Fill"), fields_));
  fill_ = new QComboBox(fields_);
  fill_->setAccessibleName(tr("Fill"));
  for (const char* name : {"unchanged", "neutral", "blur", "border", "telea", "noise"})
    fill_->addItem(choiceLabel(name), name);
  row->addWidget(fill_, 1);
  rows_->addLayout(row);
  grey_ = new QCheckBox(tr("Grey changes less"), fields_);
  grey_->setToolTip(tr("How grey the mask is says how much changes; off, it is cut at one half."));
  grey_->setChecked(true);
  rows_->addWidget(grey_);
  onlyMasked_ = new QCheckBox(tr("Only the masked part, enlarged"), fields_);
  onlyMasked_->setObjectName("paintOnlyMasked");
  match_ = new QCheckBox(tr("Match colours"), fields_);
  rows_->addWidget(onlyMasked_);
  rows_->addWidget(match_);
  structure_ = new QCheckBox(tr("Follow the structure"), fields_);
  structure_->setObjectName("paintStructure");
  structure_->setToolTip(
      tr("Edges, depth or another map of what is there lead through the graph's first ControlNet; with Bobbin, its "
         "edges."));
  rows_->addWidget(structure_);
  addHeading(tr("WORDS"));
  words_ = new QPlainTextEdit(fields_);
  words_->setAccessibleName(tr("Words"));
  words_->setPlaceholderText(tr("none: led by the reference"));
  words_->setTabChangesFocus(true);
  words_->setFixedHeight(scaled(56));
  rows_->addWidget(words_);
  addReference();
  rows_->addStretch(1);
  addButton();
}

QWidget* PaintPanel::addHeading(const QString& text) {
  auto* label = new QLabel(text, fields_);
  label->setProperty("tone", "heading");
  label->setFont(capitals(label->font()));
  rows_->addSpacing(scaled(4));
  rows_->addWidget(label);
  return label;
}

ValueSlider* PaintPanel::addSlider(const QString& label, double low, double high, double value, double step) {
  auto* slider = new ValueSlider(fields_);
  slider->setLabel(label);
  slider->setAccessibleName(label);
  slider->setRange({low, high, low, high, step, value, step >= 1});
  slider->setValue(value);
  rows_->addWidget(slider);
  return slider;
}

void PaintPanel::addReference() {
  addHeading(tr("REFERENCE"));
  auto* row = new QHBoxLayout;
  thumbnail_ = new QLabel(fields_);
  thumbnail_->setFixedSize(scaled(72), scaled(72));
  thumbnail_->setAlignment(Qt::AlignCenter);
  thumbnail_->setFrameShape(QFrame::StyledPanel);
  auto* column = new QVBoxLayout;
  choose_ = new QPushButton(tr("Choose…"), fields_);
  clear_ = new QPushButton(tr("Surroundings"), fields_);
  clear_->setToolTip(tr("Take the surroundings as the reference where there are no words"));
  column->addWidget(choose_);
  column->addWidget(clear_);
  row->addWidget(thumbnail_);
  row->addLayout(column, 1);
  rows_->addLayout(row);
  thumbnail_->setToolTip(tr("Drop a picture on this panel, or take the surroundings"));
  scale_ = addSlider(tr("λ of the reference"), 0, 1, 0.6, 0.01);
  connect(choose_, &QPushButton::clicked, this, &PaintPanel::referenceRequested);
  connect(clear_, &QPushButton::clicked, this, [this] { setReference({}, {}); });
  setReference({}, {});
}

void PaintPanel::addButton() {
  state_ = new QLabel(this);
  state_->setObjectName("paintState");
  state_->setWordWrap(true);
  state_->setProperty("tone", "faint");
  run_ = new QPushButton(this);
  run_->setObjectName("paintRun");
  live_ = new QCheckBox(tr("Live: run after each stroke"), this);
  live_->setObjectName("paintLive");
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(fields_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, scaled(10));
  whole->addWidget(scroll, 1);
  for (QWidget* below : std::initializer_list<QWidget*>{state_, live_, run_}) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(scaled(12), 0, scaled(12), 0);
    row->addWidget(below);
    whole->addLayout(row);
  }
  connect(run_, &QPushButton::clicked, this, [this] { isRunning_ ? Q_EMIT cancelRequested() : Q_EMIT runRequested(); });
  setRunning(false);
}

bool PaintPanel::isLive() const { return live_->isChecked(); }

paint::RepaintSettings PaintPanel::settings() const {
  paint::RepaintSettings settings;
  settings.reference = reference_;
  settings.words = words_->toPlainText();
  settings.strength = strength_->value();
  settings.scale = scale_->value();
  settings.feather = static_cast<int>(feather_->value());
  settings.grow = static_cast<int>(grow_->value());
  settings.followsStructure = structure_->isChecked();
  settings.isGrey = grey_->isChecked();
  settings.onlyMasked = onlyMasked_->isChecked();
  settings.matchColours = match_->isChecked();
  settings.fill = fill_->currentData().toString().toStdString();
  return settings;
}

void PaintPanel::setReference(const QString& path, const QImage& image) {
  reference_ = path;
  const bool has = !path.isEmpty();
  thumbnail_->setPixmap(has ? QPixmap::fromImage(image.scaled(thumbnail_->size() - QSize(4, 4), Qt::KeepAspectRatio,
                                                              Qt::SmoothTransformation))
                            : iconPixmap("picture", scaled(24), themeColors(palette()).textSecondary));
  clear_->setEnabled(has);
  scale_->setEnabled(has);
}

void PaintPanel::setRunning(bool running) {
  isRunning_ = running;
  run_->setText(running ? tr("Cancel") : tr("Make it new"));
}

void PaintPanel::setRunnable(bool runnable) { run_->setEnabled(runnable); }

void PaintPanel::setState(const QString& text) { state_->setText(text); }

}  // namespace heddle::ui
