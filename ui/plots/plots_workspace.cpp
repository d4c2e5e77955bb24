#include "plots/plots_workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "base/atomic_file.h"
#include "plots/background.h"
#include "plots/costs_source.h"
#include "plots/plot_export.h"
#include "plots/plot_view.h"
#include "plots/results_source.h"
#include "plots/schedule_source.h"
#include "plots/table_source.h"
#include "plots/training_source.h"
#include "support/flow_layout.h"
#include "support/theme.h"
#include "workspace/window_context.h"

namespace heddle::ui {

namespace {

QLabel* plotHeading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text.toUpper(), parent);
  label->setProperty("tone", "heading");
  label->setFont(capitals(label->font()));
  return label;
}

// Pages are as high as what they hold: a stack is as high as its highest page.
class ShownPageStack final : public QStackedWidget {
 public:
  using QStackedWidget::QStackedWidget;
  QSize sizeHint() const override { return currentWidget() == nullptr ? QSize() : currentWidget()->sizeHint(); }
  QSize minimumSizeHint() const override {
    return currentWidget() == nullptr ? QSize() : currentWidget()->minimumSizeHint();
  }
};

QString fileDropped(const QMimeData& data) {
  return data.hasUrls() && data.urls().size() == 1 ? data.urls().front().toLocalFile() : QString();
}

}  // namespace

PlotsWorkspace::PlotsWorkspace(const WindowContext& context, QWidget* parent)
    : QWidget(parent), costs_(context.engine, context.queue), view_(new PlotView(this)), panel_(new QScrollArea(this)) {
  setAcceptDrops(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(view_, 1);
  panel_->setProperty("surface", "panel");
  panel_->setWidgetResizable(true);
  panel_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  panel_->setFocusPolicy(Qt::NoFocus);
  panel_->setWidget(makePanel());
  row->addWidget(panel_);
  addSource(new ResultsSource(context.results, this));
  addSource(new TableSource(this));
  addSource(new ScheduleSource(context.document, context.engine, this));
  addSource(new TrainingSource(this));
  addSource(new TimesSource(costs_, context.document, this));
  addSource(new MemorySource(costs_, this));
  view_->setImageOf([this](const sheets::CurvePoint& point, std::function<void(const QImage&)> then) {
    shown().askImage(point, std::move(then));
  });
  showShown(false);
}

void PlotsWorkspace::addSource(PlotSource* source) {
  auto* page = new QWidget(controls_);
  auto* rows = new QVBoxLayout(page);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(6));
  source->addControls(*rows);
  controls_->addWidget(page);
  sources_.push_back(source);
  list_->addItem(source->title());
  connect(source, &PlotSource::changed, this, [this, source] {
    if (source == &shown()) showShown(true);
  });
}

QWidget* PlotsWorkspace::makePanel() {
  auto* panel = new QWidget(this);
  panel->setProperty("surface", "panel");
  panel->setAttribute(Qt::WA_StyledBackground);
  auto* rows = new QVBoxLayout(panel);
  rows->setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(12));
  rows->setSpacing(scaled(8));
  rows->addWidget(plotHeading(tr("Plot"), panel));
  list_ = new QComboBox(panel);
  list_->setAccessibleName(tr("Plot"));
  list_->setMinimumContentsLength(4);
  list_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  connect(list_, &QComboBox::activated, this, &PlotsWorkspace::showSource);
  rows->addWidget(list_);
  controls_ = new ShownPageStack(panel);
  controls_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  rows->addWidget(controls_);
  state_ = new QLabel(panel);
  state_->setWordWrap(true);
  state_->setProperty("tone", "faint");
  state_->hide();
  rows->addWidget(state_);
  rows->addSpacing(scaled(12));
  rows->addWidget(plotHeading(tr("View"), panel));
  logarithmic_ = new QCheckBox(tr("Logarithmic axis"), panel);
  connect(logarithmic_, &QCheckBox::toggled, this, [this](bool on) { view_->setLogarithmic(on); });
  rows->addWidget(logarithmic_);
  auto* all = newPlotButton(tr("Show all"), tr("The wheel enlarges at the cursor, a drag moves (F shows all)"), *rows);
  connect(all, &QPushButton::clicked, this, [this] { view_->fit(); });
  rows->addSpacing(scaled(12));
  addSaving(*rows);
  rows->addStretch(1);
  return panel;
}

void PlotsWorkspace::addSaving(QVBoxLayout& rows) {
  QWidget* panel = rows.parentWidget();
  rows.addWidget(plotHeading(tr("Save as"), panel));
  auto* chips = new QWidget(panel);
  auto* flow = new FlowLayout(chips, scaled(6));
  for (const char* ending : {"PNG", "SVG", "PDF", "CSV"}) {
    auto* chip = new QPushButton(ending, chips);
    chip->setProperty("kind", "chip");
    chip->setAutoDefault(false);
    const QString lower = QString(ending).toLower();
    chip->setToolTip(lower == "csv" ? tr("The numbers of this plot, as heddle plot prints them")
                                    : tr("This plot as it is seen"));
    connect(chip, &QPushButton::clicked, this, [this, lower] { askFile(lower); });
    flow->addWidget(chip);
    savers_.push_back(chip);
  }
  rows.addWidget(chips);
}

// The pictures keep most of the room.
void PlotsWorkspace::resizeEvent(QResizeEvent* event) {
  panel_->setFixedWidth(std::clamp(width() * 36 / 100, scaled(200), scaled(300)));
  QWidget::resizeEvent(event);
}

void PlotsWorkspace::showSource(int place) {
  shown().setShown(false);
  shown_ = std::clamp(place, 0, static_cast<int>(sources_.size()) - 1);
  list_->setCurrentIndex(shown_);
  controls_->setCurrentIndex(shown_);
  controls_->updateGeometry();
  showShown(false);
  shown().setShown(true);
}

void PlotsWorkspace::setPageShown(bool isShown) { shown().setShown(isShown); }

void PlotsWorkspace::hideEvent(QHideEvent* event) {
  setPageShown(false);
  QWidget::hideEvent(event);
}

void PlotsWorkspace::showShown(bool isSamePlot) {
  const sheets::Curves& before = view_->curves();
  const sheets::Curves& now = shown().curves();
  const bool isSame = isSamePlot && before.x == now.x && before.y == now.y && before.kind == now.kind &&
                      before.curves.size() == now.curves.size() && now.kind != sheets::CurveKind::bars;
  view_->setPlaceholder(shown().placeholder());
  view_->setCurves(now, isSame);
  logarithmic_->setEnabled(now.kind == sheets::CurveKind::lines);
  const bool isEmpty = std::ranges::all_of(now.curves, [](const sheets::Curve& one) { return one.points.empty(); });
  for (QPushButton* saver : savers_) saver->setEnabled(!isEmpty);
  say(shown().text(), shown().isError());
}

void PlotsWorkspace::say(const QString& text, bool isError) {
  const QString tone = isError ? "error" : "faint";
  if (state_->property("tone") != tone) {
    state_->setProperty("tone", tone);
    state_->setStyleSheet(state_->styleSheet());  // reads the tone again
  }
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
}

bool PlotsWorkspace::open(const QString& path) {
  for (auto place = sources_.size(); place-- > 0;) {  // a training's log.csv is a table too
    if (!sources_[place]->open(path)) continue;
    showSource(static_cast<int>(place));
    return true;
  }
  return false;
}

void PlotsWorkspace::dragEnterEvent(QDragEnterEvent* event) {
  const QFileInfo file(fileDropped(*event->mimeData()));
  if (file.isDir() || file.suffix().toLower() == "csv") event->acceptProposedAction();
}

void PlotsWorkspace::dropEvent(QDropEvent* event) {
  if (open(fileDropped(*event->mimeData()))) return event->acceptProposedAction();
  say(tr("This is neither a table nor the run folder of a training."), true);
}

void PlotsWorkspace::askFile(const QString& ending) {
  auto* dialog = new QFileDialog(window(), tr("Save the plot"), {}, QString("*.%1").arg(ending));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(ending);
  connect(dialog, &QFileDialog::fileSelected, this, &PlotsWorkspace::save);
  dialog->open();
}

void PlotsWorkspace::save(const QString& path) {
  auto file = plotFile(*view_, path);
  if (!file) return say(QString::fromStdString(file.error().message), true);
  inBackground(
      this,
      [path, bytes = file->toStdString()] {
        return write_file_atomically(path.toStdString(), std::string_view(bytes));
      },
      [this, path](const Result<void>& done) {
        done ? say(tr("Saved: %1").arg(QFileInfo(path).fileName()), false)
             : say(QString::fromStdString(done.error().message), true);
      });
}

Workspace makePlotsWorkspace(const WindowContext& context) {
  auto* page = new PlotsWorkspace(context);
  Workspace made{"plots", PlotsWorkspace::tr("Plots"), {}, "plot", page};
  made.activate = [page] {
    page->setPageShown(true);
    page->view().setFocus();
  };
  return made;
}

}  // namespace heddle::ui
