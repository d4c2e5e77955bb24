#include "shell/run_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QPushButton>

#include "session/job_queue.h"
#include "shell/hold_to_cancel.h"
#include "shell/run_controller.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kFractionOfFirstEstimate = 0.15;  // too early for an estimate

}  // namespace

RunBar::RunBar(session::JobQueue& queue, RunController& runs, QMenuBar* menus)
    : QWidget(menus),
      queue_(queue),
      menus_(menus),
      progress_(new QLabel(this)),
      run_(new QPushButton(tr("Run"), this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, scaled(5), scaled(8), scaled(5));
  row->setSpacing(scaled(12));
  progress_->setProperty("tone", "faint");
  run_->setProperty("kind", "primary");
  run_->setAutoDefault(false);
  run_->setFocusPolicy(Qt::TabFocus);
  row->addWidget(progress_);
  row->addWidget(run_);
  menus_->setCornerWidget(this, Qt::TopRightCorner);
  connect(run_, &QPushButton::clicked, &runs,
          [this, &runs] { queue_.running() != nullptr ? queue_.cancelRunning() : runs.run(); });
  new HoldToCancel(
      run_, [this] { return queue_.running() != nullptr; }, [this] { queue_.cancelRunning(); });
  connect(&queue_, &session::JobQueue::jobChanged, this, &RunBar::refresh);
  connect(&queue_, &session::JobQueue::jobStarted, this, &RunBar::refresh);
  connect(&queue_, &session::JobQueue::jobEnded, this, &RunBar::refresh);
}

void RunBar::refresh() {
  const session::Job* job = queue_.running();
  run_->setText(job == nullptr ? tr("Run") : tr("Cancel"));
  run_->setToolTip(job == nullptr ? QString() : tr("Esc, held for a moment, does the same."));
  if (job == nullptr) return showProgress({});
  QString text = job->text;
  const double passed = job->startedAt.msecsTo(QDateTime::currentDateTime()) / 1000.0;
  if (job->fraction > kFractionOfFirstEstimate) {
    const double left = passed / job->fraction * (1 - job->fraction);
    text += QStringLiteral(" · ") + tr("%1 s left").arg(QLocale().toString(left, 'f', 1));
  }
  if (queue_.waiting() > 0) text += QStringLiteral(" · ") + tr("%n waiting", nullptr, queue_.waiting());
  showProgress(text);
}

// Qt measures the corner of the menu bar once, but the progress text grows.
void RunBar::showProgress(const QString& text) {
  progress_->setText(text);
  if (sizeHint().width() != width()) menus_->setCornerWidget(this, Qt::TopRightCorner);
}

}  // namespace heddle::ui
