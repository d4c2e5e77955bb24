#include "plots/training_source.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>
#include <utility>

#include "plots/background.h"
#include "support/value_slider.h"

namespace heddle::ui {

namespace {

constexpr int kLogMilliseconds = 2000, kSmoothMost = 100;

struct ReadLog {
  QDateTime written;
  qint64 bytes = -1;
  std::optional<Result<sheets::Table>> table = {};  // none: it has not changed
};

ReadLog readLog(const QString& path, const QDateTime& written, qint64 bytes) {
  const QFileInfo file(path);
  ReadLog read{file.lastModified(), file.size()};
  if (read.written == written && read.bytes == bytes) return read;
  read.table = sheets::open_table(path.toStdString(), true);
  return read;
}

}  // namespace

TrainingSource::TrainingSource(QObject* parent) : PlotSource(parent) {
  again_.setInterval(kLogMilliseconds);
  connect(&again_, &QTimer::timeout, this, &TrainingSource::read);
}

QString TrainingSource::title() const { return tr("Training"); }

QString TrainingSource::placeholder() const {
  return tr("The loss of a training as it goes. Open the run folder of heddle train, or drop it here.");
}

void TrainingSource::addControls(QVBoxLayout& rows) {
  open_ = newPlotButton(tr("Open a run folder…"), tr("The folder that heddle train names with --run-folder"), rows);
  connect(open_, &QPushButton::clicked, this, &TrainingSource::ask);
  column_ = newPlotList(tr("Shown"), rows);
  column_->setEnabled(false);
  connect(column_, &QComboBox::activated, this, &TrainingSource::plot);
  smooth_ = newPlotSlider(tr("Smooth over"), 0, kSmoothMost, 0, rows);
  smooth_->setToolTip(tr("Each value becomes the mean of so many rows of the log to both sides"));
  connect(smooth_, &ValueSlider::valueDragged, this, &TrainingSource::plot);
  connect(smooth_, &ValueSlider::valueCommitted, this, &TrainingSource::plot);
}

void TrainingSource::setShown(bool shown) {
  shown && !log_.isEmpty() ? again_.start() : again_.stop();
  if (shown && !log_.isEmpty()) read();
}

void TrainingSource::ask() {
  auto* dialog = new QFileDialog(open_->window(), tr("Open a run folder"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    if (!open(path)) say(tr("This folder has no log.csv: choose one that heddle train writes into."), true);
  });
  dialog->open();
}

bool TrainingSource::open(const QString& path) {
  const QFileInfo given(path);
  const QString log = given.isDir() ? QDir(path).filePath("log.csv") : path;
  if (!given.isDir() && given.fileName() != "log.csv") return false;
  if (!QFileInfo::exists(log)) return false;
  log_ = log;
  bytes_ = -1;
  table_ = {};
  again_.start();
  read();
  return true;
}

void TrainingSource::read() {
  if (isReading_) return;
  isReading_ = true;
  inBackground(
      this, [log = log_, written = written_, bytes = bytes_] { return readLog(log, written, bytes); },
      [this, log = log_](const ReadLog& read) {
        isReading_ = false;
        if (log != log_) return this->read();
        written_ = read.written;
        bytes_ = read.bytes;
        if (!read.table) return;
        if (!*read.table) return say(QString::fromStdString(read.table->error().message), true);
        take(**read.table);
      });
}

void TrainingSource::take(sheets::Table table) {
  const bool isNew = table.columns != table_.columns;
  table_ = std::move(table);
  if (isNew) {
    column_->clear();
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const QString column = QString::fromStdString(table_.columns[i]);
      if (column != "step" && table_.is_numeric(i)) column_->addItem(column, column);
    }
    column_->setCurrentIndex(std::max(0, column_->findData("loss")));
    column_->setEnabled(true);
  }
  plot();
}

// Where it is smoothed, what it was is drawn behind it.
void TrainingSource::plot() {
  const std::string column = column_->currentData().toString().toStdString();
  if (column.empty()) return;
  const std::string name = QFileInfo(log_).fileName().toStdString();
  const int window = static_cast<int>(smooth_->value() + 0.5);
  auto curves = sheets::columns_of(table_, "step", {column}, 0, name);
  if (!curves) return say(QString::fromStdString(curves.error().message), true);
  curves->y = column;
  if (window > 0) {
    auto smoothed = sheets::columns_of(table_, "step", {column}, window, name);
    smoothed->curves.front().name = tr("smoothed").toStdString();
    curves->curves.push_back(std::move(smoothed->curves.front()));
  }
  const auto& points = curves->curves.front().points;
  const QString text = points.empty()
                           ? QString()
                           : tr("%1, step %2. It grows while the training runs.")
                                 .arg(QFileInfo(log_).dir().dirName(), QLocale().toString(points.back().x, 'f', 0));
  show(std::move(*curves), text);
}

}  // namespace heddle::ui
