#include "shell/queue_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

QueuePanel::QueuePanel(session::JobQueue& queue, QWidget* parent)
    : QWidget(parent),
      queue_(queue),
      list_(new QListWidget(this)),
      empty_(new QLabel(tr("Waiting, running and finished runs appear here."), this)) {
  setProperty("surface", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(4));
  rows->setSpacing(scaled(4));
  list_->setAccessibleName(tr("Queue"));
  list_->setTextElideMode(Qt::ElideRight);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  rows->addWidget(list_, 1);
  empty_->setProperty("tone", "faint");
  empty_->setWordWrap(true);
  empty_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  empty_->setContentsMargins(scaled(4), scaled(4), scaled(4), 0);
  rows->addWidget(empty_, 1);
  auto* row = new QHBoxLayout;
  row->setSpacing(scaled(2));
  pause_ = tool("pause", tr("Pause the queue"), &QueuePanel::pause);
  pause_->setCheckable(true);
  row->addWidget(pause_);
  row->addWidget(tool("cancel", tr("Cancel this job"), &QueuePanel::cancel));
  row->addWidget(tool("up", tr("Earlier"), &QueuePanel::up));
  row->addWidget(tool("down", tr("Later"), &QueuePanel::down));
  row->addWidget(tool("retry", tr("Run this job again"), &QueuePanel::retry));
  row->addStretch(1);
  row->addWidget(tool("trash", tr("Forget what is over"), &QueuePanel::clear));
  rows->addLayout(row);
  soon_.setSingleShot(true);
  soon_.setInterval(100);  // progress comes often; the list updates less often
  connect(&soon_, &QTimer::timeout, this, &QueuePanel::refresh);
  connect(&queue_, &session::JobQueue::jobAdded, this, &QueuePanel::refreshSoon);
  connect(&queue_, &session::JobQueue::jobChanged, this, &QueuePanel::refreshSoon);
  connect(&queue_, &session::JobQueue::jobRemoved, this, &QueuePanel::refreshSoon);
  connect(&queue_, &session::JobQueue::orderChanged, this, &QueuePanel::refreshSoon);
  connect(&queue_, &session::JobQueue::suspendedChanged, pause_, &QToolButton::setChecked);
  refresh();
}

QToolButton* QueuePanel::tool(const QString& iconName, const QString& text, void (QueuePanel::*act)()) {
  auto* button = new QToolButton(this);
  button->setProperty("kind", "quiet");
  button->setIcon(icon(iconName));
  button->setToolTip(text);
  button->setAccessibleName(text);
  connect(button, &QToolButton::clicked, this, act);
  return button;
}

session::JobId QueuePanel::current() const {
  const QListWidgetItem* item = list_->currentItem();
  return item == nullptr ? session::JobId{} : session::JobId{item->data(Qt::UserRole).toULongLong()};
}

void QueuePanel::refreshSoon() {
  if (!soon_.isActive()) soon_.start();
}

void QueuePanel::refresh() {
  const session::JobId chosen = current();
  const auto jobs = queue_.jobs();
  list_->setVisible(!jobs.empty());
  empty_->setVisible(jobs.empty());
  while (list_->count() > static_cast<int>(jobs.size())) delete list_->takeItem(list_->count() - 1);
  while (list_->count() < static_cast<int>(jobs.size())) list_->addItem(new QListWidgetItem);
  // The next job is on top, finished ones at the bottom.
  for (int row = 0; row < list_->count(); ++row) {
    const session::Job& job = *jobs[jobs.size() - 1 - static_cast<std::size_t>(row)];
    QListWidgetItem* item = list_->item(row);
    item->setData(Qt::UserRole, static_cast<qulonglong>(job.id.value));
    item->setText(describeJob(job));
    item->setToolTip(QString::fromStdString(job.error.message));
    item->setForeground(palette().color(isOver(job.state) ? QPalette::PlaceholderText : QPalette::WindowText));
    if (job.id == chosen) list_->setCurrentItem(item);
  }
}

void QueuePanel::pause() { queue_.setSuspended(!queue_.isSuspended()); }
void QueuePanel::cancel() { current().value != 0 ? (void)queue_.cancel(current()) : queue_.cancelRunning(); }
void QueuePanel::retry() { queue_.retry(current()); }
void QueuePanel::clear() { queue_.forgetFinished(); }

void QueuePanel::moveCurrent(int by) {
  int place = 0;
  for (const session::Job* job : queue_.jobs()) {
    if (job->state != session::JobState::waiting) continue;
    if (job->id == current()) {
      if (place + by >= 0) queue_.move(job->id, place + by);
      return;
    }
    ++place;
  }
}

QString describeJob(const session::Job& job) {
  const QString title = job.request.title.isEmpty() ? QueuePanel::tr("Run %1").arg(job.id.value) : job.request.title;
  const auto with = [&](const QString& text) { return title + QStringLiteral("  ·  ") + text; };
  switch (job.state) {
    case session::JobState::waiting: return with(QueuePanel::tr("waiting"));
    case session::JobState::running:
      return with(job.text.isEmpty() ? QueuePanel::tr("%1 %").arg(std::lround(job.fraction * 100)) : job.text);
    case session::JobState::finished: return with(QueuePanel::tr("%1 s").arg(QLocale().toString(job.seconds, 'f', 1)));
    case session::JobState::failed: return with(QString::fromStdString(job.error.message));
    case session::JobState::cancelled: return with(QueuePanel::tr("cancelled"));
    case session::JobState::crashed: return with(QueuePanel::tr("the engine stopped"));
  }
  return title;
}

}  // namespace heddle::ui
