#include "viewer/step_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "support/icons.h"
#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {

StepBar::StepBar(QWidget* parent)
    : QWidget(parent), pause_(new QToolButton(this)), slider_(new ValueSlider(this)), branch_(new QPushButton(this)) {
  setAccessibleName(tr("Steps of the run"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(4));
  row->setSpacing(scaled(12));
  slider_->setLabel(tr("Step"));
  branch_->setCheckable(true);
  branch_->setAutoDefault(false);
  branch_->setMinimumWidth(scaled(64));
  setMinimumWidth(scaled(210));
  row->addWidget(pause_);
  row->addWidget(slider_, 1);
  row->addWidget(branch_);
  connect(pause_, &QToolButton::clicked, this, [this] { Q_EMIT pauseRequested(run_ == Run::running); });
  connect(slider_, &ValueSlider::valueDragged, this, &StepBar::chooseStep);
  connect(slider_, &ValueSlider::valueCommitted, this, &StepBar::chooseStep);
  connect(branch_, &QPushButton::clicked, this, [this](bool on) { Q_EMIT branchRequested(on ? at_ : 0); });
  hide();
  refresh();
}

void StepBar::chooseStep(double value) {
  const int step = std::clamp(static_cast<int>(value + 0.5), 1, std::max(1, done_));
  if (step == at_) return;
  at_ = step;
  refresh();
  Q_EMIT stepChosen(step);
}

void StepBar::setRun(Run run) {
  if (run == run_) return;
  run_ = run;
  refresh();
}

void StepBar::setSteps(int done, int total, int at) {
  if (done == done_ && total == total_ && at == at_) return;
  done_ = done;
  total_ = total;
  at_ = at;
  refresh();
}

void StepBar::setBranch(int step) {
  if (step == from_) return;
  from_ = step;
  refresh();
}

void StepBar::refresh() {
  if (isHidden() && (run_ != Run::idle || total_ > 0)) show();
  const bool isPaused = run_ == Run::paused;
  pause_->setIcon(icon(isPaused ? "run" : "pause"));
  pause_->setToolTip(isPaused ? tr("Resume the run") : tr("Pause the run at its next step"));
  pause_->setAccessibleName(pause_->toolTip());
  pause_->setEnabled(run_ != Run::idle);

  const bool canLook = done_ > 0 && run_ != Run::running;
  slider_->setEnabled(canLook);
  SliderRange range;
  range.low = range.softLow = 1;
  range.high = range.softHigh = range.initial = std::max(2, canLook ? done_ : total_);
  range.step = 1;
  range.isWhole = true;
  slider_->setRange(range);
  slider_->setValue(std::max(1, at_));
  slider_->setValueText(total_ == 0 ? tr("none kept") : tr("%1 of %2").arg(at_).arg(total_));
  slider_->setToolTip(total_ == 0 ? tr("The steps of this picture are not kept. Run it again to walk through them.")
                                  : tr("What the picture was after each step of its run"));

  const bool canBranch = from_ > 0 || (run_ == Run::idle && canLook && at_ < total_);
  branch_->setEnabled(canBranch);
  branch_->setChecked(from_ > 0);
  branch_->setAccessibleName(from_ > 0 ? tr("Branches from step %1").arg(from_) : tr("Branch from here"));
  sayBranch();
  branch_->setToolTip(tr("Changes of λ and guidance then hold from this step on, and cost only the steps after it."));
}

// In a narrow viewer its text is shorter, or it would push the graph aside.
void StepBar::sayBranch() {
  const QFontMetrics metrics = branch_->fontMetrics();
  const int room = std::max(width() * 2 / 5, scaled(64)) - scaled(52);
  QString text = branch_->accessibleName();
  if (metrics.horizontalAdvance(text) > room) text = from_ > 0 ? tr("From %1").arg(from_) : tr("Branch");
  branch_->setText(metrics.elidedText(text, Qt::ElideRight, room));
}

void StepBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  sayBranch();
}

void StepBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refresh();
  QWidget::changeEvent(event);
}

}  // namespace heddle::ui
