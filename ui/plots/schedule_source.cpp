#include "plots/schedule_source.h"

#include <QComboBox>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "support/choice_label.h"
#include "support/value_slider.h"

namespace heddle::ui {

namespace {

constexpr int kStepsShown = 100, kStepsAtFirst = 20;
constexpr std::size_t kKeptMost = 11;

void fill(QComboBox& box, const document::Document& document, const char* param) {
  const graph::NodeSpec* sampler = document.catalog().find("sample");
  const graph::ParamSpec* spec = sampler == nullptr ? nullptr : sampler->find_param(param);
  if (spec == nullptr) return;
  for (const std::string& choice : spec->choices) {
    const QString name = QString::fromStdString(choice);
    box.addItem(choiceLabel(name), name);
  }
}

const std::vector<double>& valuesOf(const protocol::NoiseLevels& levels, const QString& quantity) {
  if (quantity == "timestep") return levels.timesteps;
  return quantity == "noise" ? levels.noise : levels.sigmas;
}

}  // namespace

ScheduleSource::ScheduleSource(const document::Document& document, session::EngineClient& engine, QObject* parent)
    : PlotSource(parent), document_(document), engine_(engine) {}

QString ScheduleSource::title() const { return tr("Noise schedule"); }

QString ScheduleSource::placeholder() const {
  return tr("How noisy the picture is at each step, for a sampler and a schedule. It is shown when the engine is up.");
}

void ScheduleSource::addControls(QVBoxLayout& rows) {
  sampler_ = newPlotList(tr("Sampler"), rows);
  fill(*sampler_, document_, "sampler");
  schedule_ = newPlotList(tr("Schedule"), rows);
  fill(*schedule_, document_, "schedule");
  quantity_ = newPlotList(tr("Shown"), rows);
  for (const char* quantity : {"sigma", "noise", "timestep"}) quantity_->addItem(plotAxisTitle(quantity), quantity);
  steps_ = newPlotSlider(tr("Steps"), 1, kStepsShown, kStepsAtFirst, rows);
  auto* keep =
      newPlotButton(tr("Keep this curve"), tr("It stays while you choose others; press again to clear them"), rows);
  keep->setCheckable(true);
  connect(keep, &QPushButton::clicked, this, [this, keep](bool on) {
    if (!on) kept_.clear();
    on ? this->keep() : plot();
    keep->setText(on ? tr("Clear the kept curves") : tr("Keep this curve"));
  });
  const auto again = [this] { ask(); };
  connect(sampler_, &QComboBox::activated, this, again);
  connect(schedule_, &QComboBox::activated, this, again);
  connect(quantity_, &QComboBox::activated, this, [this] { plot(); });
  connect(steps_, &ValueSlider::valueDragged, this, again);
  connect(steps_, &ValueSlider::valueCommitted, this, again);
  connect(&engine_, &session::EngineClient::connected, this, again);
}

void ScheduleSource::setShown(bool shown) {
  if (shown && curves().curves.empty()) ask();
}

void ScheduleSource::ask() {
  if (!engine_.isReady()) return;
  const QString schedule = schedule_->currentData().toString();
  protocol::ScheduleLevels call{sampler_->currentData().toString().toStdString(),
                                schedule == "auto" ? std::string() : schedule.toStdString(),
                                static_cast<int>(steps_->value() + 0.5)};
  engine_.call(call, [self = QPointer(this), call, asked = ++asked_](const Result<protocol::NoiseLevels>& levels) {
    if (!self || asked != self->asked_) return;
    if (!levels) return self->say(QString::fromStdString(levels.error().message), true);
    self->take(call, *levels);
  });
}

void ScheduleSource::take(const protocol::ScheduleLevels& asked, const protocol::NoiseLevels& levels) {
  chosen_ = {
      QString("%1 · %2 · %3")
          .arg(choiceLabel(QString::fromStdString(asked.sampler)), choiceLabel(QString::fromStdString(levels.schedule)))
          .arg(asked.steps),
      levels};
  plot();
}

void ScheduleSource::keep() {
  if (kept_.size() < kKeptMost && !chosen_.name.isEmpty()) kept_.push_back(chosen_);
}

void ScheduleSource::plot(const QString& text) {
  const QString quantity = quantity_->currentData().toString();
  sheets::Curves made{"step", quantity.toStdString(), {}};
  const auto add = [&](const Named& one) {
    sheets::Curve curve{one.name.toStdString(), {}};
    const std::vector<double>& values = valuesOf(one.levels, quantity);
    for (std::size_t i = 0; i < values.size(); ++i)
      curve.points.push_back({.x = static_cast<double>(i), .y = values[i]});
    made.curves.push_back(std::move(curve));
  };
  for (const Named& one : kept_) {
    if (one.name != chosen_.name) add(one);
  }
  if (!chosen_.name.isEmpty()) add(chosen_);
  show(std::move(made), text);
}

}  // namespace heddle::ui
