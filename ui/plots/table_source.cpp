#include "plots/table_source.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QImageReader>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "plots/background.h"

namespace heddle::ui {

namespace {

constexpr int kHoverSide = 256;

QString columnText(const QString& column) {
  const QString title = plotAxisTitle(column);
  return title == column ? column : title;
}

void select(QComboBox& box, const QString& column) { box.setCurrentIndex(std::max(0, box.findData(column))); }

}  // namespace

QString TableSource::title() const { return tr("Numbers of a sheet"); }

QString TableSource::placeholder() const {
  return tr(
      "A score over a parameter, with its spread over seeds. Open the table of a sheet or a comparison: sheet.csv in "
      "the folder of heddle sheet --scores, or drop it here.");
}

void TableSource::addControls(QVBoxLayout& rows) {
  open_ = newPlotButton(tr("Open a table…"), tr("A CSV file of heddle sheet, compare or find-scale"), rows);
  connect(open_, &QPushButton::clicked, this, &TableSource::ask);
  x_ = newPlotList(tr("Across"), rows);
  y_ = newPlotList(tr("Up"), rows);
  by_ = newPlotList(tr("A curve for each"), rows);
  points_ = new QCheckBox(tr("Each picture a point"), rows.parentWidget());
  points_->setToolTip(tr("Off: the mean of the pictures with one value, and how far they spread around it"));
  rows.addWidget(points_);
  for (QComboBox* box : {x_, y_, by_}) {
    box->setEnabled(false);
    connect(box, &QComboBox::activated, this, &TableSource::plot);
  }
  points_->setEnabled(false);
  connect(points_, &QCheckBox::clicked, this, &TableSource::plot);
}

void TableSource::ask() {
  auto* dialog = new QFileDialog(open_->window(), tr("Open a table"), {}, tr("Tables (*.csv)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &TableSource::open);
  dialog->open();
}

bool TableSource::open(const QString& path) {
  if (QFileInfo(path).isDir() || QFileInfo(path).suffix().toLower() != "csv") return false;
  path_ = path;
  inBackground(
      this, [path] { return sheets::open_table(path.toStdString()); },
      [this, path](const Result<sheets::Table>& table) {
        if (path != path_) return;
        if (!table) return say(QString::fromStdString(table.error().message), true);
        take(*table);
      });
  return true;
}

void TableSource::take(sheets::Table table) {
  table_ = std::move(table);
  for (QComboBox* box : {x_, y_, by_}) box->clear();
  by_->addItem(tr("nothing: one curve"), QString());
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    const QString column = QString::fromStdString(table_.columns[i]);
    if (table_.is_numeric(i)) {
      x_->addItem(columnText(column), column);
      y_->addItem(columnText(column), column);
    }
    if (column != "picture" && column != "file") by_->addItem(columnText(column), column);
  }
  for (QComboBox* box : {x_, y_, by_}) box->setEnabled(true);
  points_->setEnabled(true);
  const sheets::UsualSweep usual = usual_sweep(table_);
  choose(QString::fromStdString(usual.x), QString::fromStdString(usual.y), QString::fromStdString(usual.by), false);
}

void TableSource::choose(const QString& x, const QString& y, const QString& by, bool isPoints) {
  select(*x_, x);
  select(*y_, y);
  select(*by_, by);
  points_->setChecked(isPoints);
  plot();
}

void TableSource::plot() {
  const std::string name = QFileInfo(path_).fileName().toStdString();
  const std::string x = x_->currentData().toString().toStdString(), y = y_->currentData().toString().toStdString(),
                    by = by_->currentData().toString().toStdString();
  auto curves =
      points_->isChecked() ? sheets::scatter_of(table_, x, y, by, name) : sheets::sweep_of(table_, x, y, by, name);
  if (!curves) return say(QString::fromStdString(curves.error().message), true);
  show(std::move(*curves), tr("%1, rows: %2").arg(QString::fromStdString(name)).arg(table_.rows.size()));
}

// Beside the table, as sheets write them.
void TableSource::askImage(const sheets::CurvePoint& point, std::function<void(const QImage&)> then) {
  if (point.file.empty()) return;
  const QString path = QFileInfo(path_).dir().filePath(QString::fromStdString(point.file));
  inBackground(
      this,
      [path] {
        QImageReader reader(path);
        const QSize size = reader.size();
        if (size.isValid()) reader.setScaledSize(size.scaled(kHoverSide, kHoverSide, Qt::KeepAspectRatio));
        return reader.read();
      },
      [then = std::move(then)](const QImage& image) { then(image); });
}

}  // namespace heddle::ui
