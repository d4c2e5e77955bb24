#include "inspector/lane_editor.h"

#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "document/model_layers.h"
#include "inspector/lane_grid.h"
#include "inspector/lane_text.h"
#include "support/flow_layout.h"
#include "support/range_slider.h"
#include "support/slider_facts.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

QPushButton* chip(const QString& text, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setProperty("kind", "chip");
  button->setAutoDefault(false);
  return button;
}

}  // namespace

LaneEditor::LaneEditor(const graph::ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent),
      isByLayer_(spec.is_by_layer),
      slider_(new ValueSlider(this)),
      more_(new QWidget(this)),
      forms_(new QButtonGroup(this)),
      range_(new RangeSlider(more_)),
      grid_(new LaneGrid(more_)),
      brush_(new ValueSlider(more_)),
      note_(new QLabel(more_)),
      presets_(new QWidget(more_)) {
  const SliderRange facts = sliderRange(spec);
  slider_->setRange(facts);
  slider_->setLaneButton(true);
  grid_->setBounds(facts.low, facts.high);
  grid_->setTop(facts.softHigh);
  SliderRange brush = facts;
  brush.initial = facts.initial;
  brush_->setRange(brush);
  brush_->setLabel(tr("Brush"));
  brush_->setValue(facts.initial);
  grid_->setBrush(facts.initial);
  range_->setLabel(tr("From step to step"));
  note_->setObjectName("unknownLayers");
  note_->setProperty("tone", "faint");
  note_->setWordWrap(true);

  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(4));
  rows->addWidget(slider_);
  rows->addWidget(more_);
  auto* inside = new QVBoxLayout(more_);
  inside->setContentsMargins(0, 0, 0, scaled(4));
  inside->setSpacing(scaled(8));
  makeForms();
  inside->addWidget(range_);
  inside->addWidget(grid_);
  inside->addWidget(note_);
  inside->addWidget(brush_);
  inside->addWidget(presets_);
  makePresets();
  more_->hide();

  connect(slider_, &ValueSlider::valueDragged, this, [this](double value) {
    show(withSlider(value));
    Q_EMIT valueDragged(lane_);
  });
  connect(slider_, &ValueSlider::valueCommitted, this, [this](double value) { choose(withSlider(value)); });
  connect(slider_, &ValueSlider::dragCancelled, this, &LaneEditor::dragCancelled);
  connect(slider_, &ValueSlider::laneRequested, this, [this] { setOpen(!isOpen_); });
  connect(range_, &RangeSlider::rangeDragged, this, [this](double start, double end) {
    lane_.start = start;
    lane_.end = end;
    Q_EMIT valueDragged(lane_);
  });
  connect(range_, &RangeSlider::rangeCommitted, this, [this](double start, double end) {
    graph::Lane next = lane_;
    next.start = start;
    next.end = end;
    choose(next);
  });
  connect(grid_, &LaneGrid::valueDragged, this, [this] { Q_EMIT valueDragged(withGrid()); });
  connect(grid_, &LaneGrid::valueCommitted, this, [this] { choose(withGrid()); });
  connect(grid_, &LaneGrid::dragCancelled, this, &LaneEditor::dragCancelled);
  connect(brush_, &ValueSlider::valueDragged, grid_, &LaneGrid::setBrush);
  connect(brush_, &ValueSlider::valueCommitted, grid_, &LaneGrid::setBrush);
  show(graph::Lane::scalar(facts.initial));
}

void LaneEditor::makeForms() {
  auto* row = new QWidget(more_);
  auto* flow = new FlowLayout(row, scaled(4));
  const auto add = [&](graph::LaneForm form, const QString& text) {
    QPushButton* button = chip(text, row);
    button->setCheckable(true);
    forms_->addButton(button, static_cast<int>(form));
    flow->addWidget(button);
  };
  add(graph::LaneForm::number, tr("one value"));
  add(graph::LaneForm::range, tr("from–to"));
  add(graph::LaneForm::curve, tr("curve"));
  if (isByLayer_) add(graph::LaneForm::matrix, tr("layers × steps"));
  more_->layout()->addWidget(row);
  connect(forms_, &QButtonGroup::idClicked, this,
          [this](int form) { choose(graph::with_form(lane_, static_cast<graph::LaneForm>(form), rows(), steps_)); });
}

void LaneEditor::makePresets() {
  auto* flow = new FlowLayout(presets_, scaled(4));
  const auto add = [&](graph::LanePreset preset) {
    QPushButton* button = chip(presetLabel(preset), presets_);
    flow->addWidget(button);
    if (graph::needs_layers(preset)) layerPresets_.push_back(button);
    connect(button, &QPushButton::clicked, this, [this, preset] {
      const double strength = graph::peak_of(lane_) != 0.0 ? graph::peak_of(lane_) : slider_->range().initial;
      graph::Lane next = graph::lane_preset(preset, layers(), strength, steps_);
      next.mask = lane_.mask;
      choose(next);
    });
  };
  add(graph::LanePreset::all);
  if (isByLayer_) {
    for (const auto preset : {graph::LanePreset::style, graph::LanePreset::layout, graph::LanePreset::style_and_layout})
      add(preset);
  }
  add(graph::LanePreset::ease_in);
  add(graph::LanePreset::ease_out);
}

void LaneEditor::setValue(const graph::ParamValue& value) {
  if (const auto* lane = std::get_if<graph::Lane>(&value)) {
    if (!(*lane == lane_)) show(*lane);
  } else if (const auto* number = std::get_if<double>(&value)) {
    show(graph::Lane::scalar(*number));
  }
}

void LaneEditor::setLabel(const QString& text) { slider_->setLabel(text); }

void LaneEditor::setSteps(int steps) { steps_ = std::clamp(steps, 1, 200); }

void LaneEditor::setLayers(const graph::LaneLayers* layers) {
  const std::optional<graph::LaneLayers> next = layers == nullptr ? std::nullopt : std::optional(*layers);
  if (next == known_) return;
  known_ = next;
  show(lane_);
}

graph::LaneLayers LaneEditor::layers() const {
  if (known_) return *known_;
  const graph::LaneLayers& assumed = document::ModelLayers::assumed();
  const bool isOfAnother = lane_.values.size() > 1 && lane_.values.size() != assumed.names.size();
  return isOfAnother ? graph::LaneLayers::unnamed(lane_.values.size()) : assumed;
}

void LaneEditor::setOpen(bool open) {
  isOpen_ = open;
  slider_->setLaneOpen(open);
  more_->setVisible(open);
  updateGeometry();
}

void LaneEditor::show(const graph::Lane& lane) {
  lane_ = lane;
  if (graph::peak_of(lane) != 0.0) pattern_ = lane;
  const graph::LaneLayers layers = this->layers();
  const graph::LaneForm form = graph::form_of(lane, rows());
  slider_->setValue(graph::peak_of(lane));
  const QString preset = presetLabelOf(lane, layers);
  const bool isPlain = form == graph::LaneForm::number || form == graph::LaneForm::range;
  slider_->setValueText(isPlain             ? QString()
                        : !preset.isEmpty() ? preset + QStringLiteral(" · ") + numberText(graph::peak_of(lane), false)
                                            : tr("up to %1").arg(numberText(graph::peak_of(lane), false)));
  if (auto* button = forms_->button(static_cast<int>(form))) button->setChecked(true);
  range_->setVisible(form == graph::LaneForm::range);
  grid_->setVisible(!isPlain);
  brush_->setVisible(form == graph::LaneForm::matrix);
  note_->setVisible(isByLayer_ && !known_);
  note_->setText(layers.has_presets() ? tr("No model is known here; these are the %n layer(s) of Stable Diffusion 1.5.",
                                           nullptr, static_cast<int>(layers.names.size()))
                                      : tr("No model is known here; these are the %n layer(s) of this lane.", nullptr,
                                           static_cast<int>(layers.names.size())));
  for (QWidget* button : layerPresets_) button->setEnabled(layers.has_presets());
  range_->setRange(lane.start, lane.end);
  if (isPlain) return;
  // A lane by layers alone has one column in the file, and one a step on the screen.
  const graph::Lane drawn =
      graph::with_form(lane, form, rows(), std::max<int>(steps_, static_cast<int>(lane.values[0].size())));
  grid_->setTop(std::max(slider_->range().softHigh > 2 ? slider_->range().softHigh : 1.0, graph::peak_of(lane)));
  grid_->setRowNames(layers.names);
  grid_->setValues(drawn.values);
}

graph::Lane LaneEditor::withGrid() const {
  graph::Lane next = lane_;
  next.values = grid_->values();
  next.start = 0.0;
  next.end = 1.0;
  return next;
}

graph::Lane LaneEditor::withSlider(double value) const {
  const bool lostPattern =
      graph::peak_of(lane_) == 0.0 && graph::form_of(lane_, rows()) == graph::form_of(pattern_, rows());
  return graph::with_peak(lostPattern ? pattern_ : lane_, value);
}

void LaneEditor::choose(const graph::Lane& lane) {
  show(lane);
  Q_EMIT valueCommitted(lane_);
}

}  // namespace heddle::ui
