#include "compare/compare_workspace.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "compare/compare_view.h"
#include "compare/difference_scale.h"
#include "support/flow_layout.h"
#include "support/theme.h"
#include "support/value_slider.h"
#include "workspace/window_context.h"

namespace heddle::ui {

namespace {

constexpr int kAgainMilliseconds = 150;

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text.toUpper(), parent);
  label->setProperty("tone", "heading");
  label->setFont(capitals(label->font()));
  return label;
}

QPushButton* chip(const QString& text, const QString& tip, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setProperty("kind", "chip");
  button->setToolTip(tip);
  button->setAutoDefault(false);
  return button;
}

CompareImage shown(const session::ComparisonPane& pane) {
  CompareImage made{pane.image, pane.request.label, {}, {}, pane.problem, pane.isOver ? 1.0 : pane.fraction};
  QStringList numbers, brief;
  if (const auto likeness = pane.numbers.likeness) {
    numbers << CompareWorkspace::tr("likeness %1").arg(*likeness, 0, 'f', 2);
    brief << QString::number(*likeness, 'f', 2);
  }
  if (const auto words = pane.numbers.words) {
    numbers << CompareWorkspace::tr("words %1").arg(*words, 0, 'f', 2);
    brief << QString::number(*words, 'f', 2);
  }
  made.numbers = numbers.join(QStringLiteral(" · "));
  made.shortNumbers = brief.join(QStringLiteral(" · "));
  return made;
}

}  // namespace

CompareWorkspace::CompareWorkspace(const WindowContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      comparison_(context.engine, context.queue),
      view_(new CompareView(this)),
      panel_(new QScrollArea(this)) {
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
  view_->setPlaceholder(tr("Pictures of one graph side by side. Choose on the right what varies, then press Compare."));
  connect(&comparison_, &session::Comparison::started, this, &CompareWorkspace::showAll);
  connect(&comparison_, &session::Comparison::paneChanged, this, &CompareWorkspace::showPane);
  connect(&comparison_, &session::Comparison::ended, this, &CompareWorkspace::refreshState);
  connect(&context.document, &document::Document::replaced, this, &CompareWorkspace::refreshChoices);
  connect(&context.document, &document::Document::paramChanged, this, &CompareWorkspace::onParamChanged);
  connect(view_, &CompareView::chosenChanged, this, [this] {
    refreshState();
    wantDifferences();
  });
  connect(view_, &CompareView::dragRequested, this, &CompareWorkspace::drag);
  connect(view_, &CompareView::modeChanged, this, [this](CompareMode mode) {
    wipe_->setChecked(mode == CompareMode::wipe);
    difference_->setChecked(mode == CompareMode::difference);
    scale_->setVisible(mode == CompareMode::difference);
    wantDifferences();
  });
  connect(&maps_, &DifferenceMaps::made, this, &CompareWorkspace::showDifferences);
  again_.setSingleShot(true);
  again_.setInterval(kAgainMilliseconds);
  connect(&again_, &QTimer::timeout, this, &CompareWorkspace::runAgain);
  connectResults();
  refreshChoices();
  refreshState();
}

// The pictures keep most of the room.
void CompareWorkspace::resizeEvent(QResizeEvent* event) {
  panel_->setFixedWidth(std::clamp(width() * 36 / 100, scaled(200), scaled(300)));
  QWidget::resizeEvent(event);
}

QWidget* CompareWorkspace::makePanel() {
  auto* panel = new QWidget(this);
  panel->setProperty("surface", "panel");
  panel->setAttribute(Qt::WA_StyledBackground);
  auto* rows = new QVBoxLayout(panel);
  rows->setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(12));
  rows->setSpacing(scaled(8));
  rows->addWidget(heading(tr("What varies"), panel));
  addAxisRow(*rows);
  rows->addSpacing(scaled(4));
  addAxisRow(*rows);
  run_ = new QPushButton(panel);
  run_->setProperty("kind", "primary");
  run_->setAutoDefault(false);
  connect(run_, &QPushButton::clicked, this, [this] { comparison_.isRunning() ? comparison_.cancel() : run(); });
  rows->addSpacing(scaled(4));
  rows->addWidget(run_);
  state_ = new QLabel(panel);
  state_->setWordWrap(true);
  state_->hide();
  state_->setProperty("tone", "faint");
  rows->addWidget(state_);
  rows->addSpacing(scaled(12));
  addView(*rows);
  rows->addStretch(1);
  return panel;
}

void CompareWorkspace::addAxisRow(QVBoxLayout& rows) {
  const std::size_t row = rows_.size();
  QWidget* panel = rows.parentWidget();
  AxisRow made{new QComboBox(panel), new QLineEdit(panel)};
  made.what->setAccessibleName(row == 0 ? tr("What varies") : tr("What also varies"));
  made.what->setMinimumContentsLength(4);
  made.what->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  made.values->setAccessibleName(tr("Its values"));
  made.values->setToolTip(tr("Values with commas between them, a range like 0:1:0.25, or texts with | between them."));
  rows.addWidget(made.what);
  rows.addWidget(made.values);
  rows_.push_back(made);
  connect(made.what, &QComboBox::activated, this, [this, row] {
    rows_[row].isUsers = true;
    takeExample(row);
  });
  connect(made.values, &QLineEdit::returnPressed, this, &CompareWorkspace::run);
}

void CompareWorkspace::addView(QVBoxLayout& rows) {
  QWidget* panel = rows.parentWidget();
  rows.addWidget(heading(tr("All pictures"), panel));
  step_ = new ValueSlider(panel);
  step_->setLabel(tr("Step"));
  step_->setToolTip(tr("What each picture was after so many steps"));
  rows.addWidget(step_);
  const auto look = [this](double value) { comparison_.look(static_cast<int>(value + 0.5)); };
  connect(step_, &ValueSlider::valueDragged, this, look);
  connect(step_, &ValueSlider::valueCommitted, this, look);
  wipe_ = chip(tr("Wipe"), tr("The chosen picture over the right part of the others (W)"), panel);
  difference_ = chip(tr("Difference"), tr("How the others differ from the chosen picture (D)"), panel);
  flip_ = chip(tr("Flip"), tr("While it is held, all show the chosen picture (\\)"), panel);
  wipe_->setCheckable(true);
  difference_->setCheckable(true);
  auto* chips = new QWidget(panel);
  auto* flow = new FlowLayout(chips, scaled(6));
  for (QPushButton* one : {wipe_, difference_, flip_}) flow->addWidget(one);
  rows.addWidget(chips);
  scale_ = new DifferenceScale(panel);
  scale_->hide();
  rows.addWidget(scale_);
  connect(wipe_, &QPushButton::clicked, this,
          [this](bool on) { view_->setMode(on ? CompareMode::wipe : CompareMode::plain); });
  connect(difference_, &QPushButton::clicked, this,
          [this](bool on) { view_->setMode(on ? CompareMode::difference : CompareMode::plain); });
  connect(flip_, &QPushButton::pressed, this, [this] { view_->setFlipped(true); });
  connect(flip_, &QPushButton::released, this, [this] { view_->setFlipped(false); });
  rows.addSpacing(scaled(12));
  rows.addWidget(heading(tr("The chosen picture"), panel));
  keep_ = new QPushButton(panel);
  keep_->setAutoDefault(false);
  keep_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  rows.addWidget(keep_);
  connect(keep_, &QPushButton::clicked, this, &CompareWorkspace::keepChosen);
}

void CompareWorkspace::refreshChoices() {
  choices_ = compareChoices(context_.document);
  for (std::size_t row = 0; row < rows_.size(); ++row) fillRow(row);
}

// Keeps what was chosen where the document still has it.
void CompareWorkspace::fillRow(std::size_t row) {
  AxisRow& axis = rows_[row];
  const QString before = axis.isUsers ? axis.what->currentData().toString() : QString();
  axis.what->clear();
  if (row > 0) axis.what->addItem(tr("Nothing else"), QString());
  for (const CompareChoice& choice : choices_) axis.what->addItem(choice.title, choice.name);
  const int place = axis.what->findData(before);
  axis.what->setCurrentIndex(std::max(0, place));
  if (place < 0 || before.isEmpty()) takeExample(row);
}

void CompareWorkspace::takeExample(std::size_t row) {
  AxisRow& axis = rows_[row];
  const auto found = std::ranges::find(choices_, axis.what->currentData().toString(), &CompareChoice::name);
  axis.values->setVisible(found != choices_.end());
  if (found == choices_.end()) return axis.values->clear();
  // Names of files and words of prompts are the user's: they are shown as what to type.
  const bool isSuggestion = found->example.contains('|') || !found->example.contains(',');
  const bool isRange = found->example.contains(':') && !found->example.contains('|');
  axis.values->setPlaceholderText(found->example);
  axis.values->setText(isSuggestion && !isRange ? QString() : found->example);
  axis.values->setCursorPosition(0);
}

void CompareWorkspace::setAxis(int axis, const QString& name, const QString& values) {
  AxisRow& row = rows_[static_cast<std::size_t>(axis)];
  row.isUsers = true;
  row.what->setCurrentIndex(std::max(0, row.what->findData(name)));
  takeExample(static_cast<std::size_t>(axis));
  row.values->setText(values);
}

std::vector<CompareAxisText> CompareWorkspace::axes() const {
  std::vector<CompareAxisText> texts;
  for (const AxisRow& row : rows_) {
    const auto found = std::ranges::find(choices_, row.what->currentData().toString(), &CompareChoice::name);
    if (found != choices_.end()) texts.push_back({*found, row.values->text()});
  }
  return texts;
}

void CompareWorkspace::run() {
  if (!context_.engine.isReady()) return say(tr("The engine is starting. Try again in a moment."), true);
  auto plan = planComparison(context_.document, axes());
  if (!plan) return say(QString::fromStdString(plan.error().message), true);
  columns_ = plan->columns;
  shownResults_.clear();
  comparison_.start(std::move(plan->panes));
}

void CompareWorkspace::showAll() {
  std::vector<CompareImage> images;
  for (const session::ComparisonPane& pane : comparison_.panes()) images.push_back(shown(pane));
  view_->setImages(std::move(images), columns_);
  refreshState();
  wantDifferences();
}

void CompareWorkspace::showPane(int pane) {
  view_->setImage(pane, shown(comparison_.panes()[static_cast<std::size_t>(pane)]));
  refreshState();
  wantDifferences();
}

void CompareWorkspace::wantDifferences() {
  if (view_->mode() != CompareMode::difference) return;
  std::vector<QImage> images;
  for (const session::ComparisonPane& pane : comparison_.panes()) images.push_back(pane.image);
  maps_.make(std::move(images), view_->chosen());
}

void CompareWorkspace::showDifferences(const std::vector<DifferenceMap>& maps, int chosen, double end) {
  if (chosen != view_->chosen() || static_cast<int>(maps.size()) != view_->count()) return;
  view_->setDifferences(maps);
  scale_->setEnd(end);
}

void CompareWorkspace::refreshState() {
  const bool isRunning = comparison_.isRunning();
  const auto& panes = comparison_.panes();
  run_->setText(isRunning ? tr("Cancel") : tr("Compare"));
  const int done = comparison_.stepsDone(), total = comparison_.stepsTotal();
  if (isRunning) {
    say(total == 0 ? tr("preparing") : tr("step %1 of %2 in all pictures").arg(done).arg(total));
  } else if (!shownResults_.empty()) {
    say(tr("Results of the film strip."));
  } else if (!panes.empty()) {
    say(tr("Same noise, same prompts: what they share was made once."));
  }
  const bool canLook = !isRunning && total > 1;
  const int at = comparison_.shownStep() == 0 ? total : comparison_.shownStep();
  if (const int seen = canLook ? at + 1000 * total : 0; seen != seenStep_) {
    seenStep_ = seen;
    SliderRange range;
    range.low = range.softLow = 1;
    range.high = range.softHigh = range.initial = std::max(2, total);
    range.step = 1;
    range.isWhole = true;
    step_->setRange(range);
    step_->setValue(at);
    step_->setEnabled(canLook);
  }
  step_->setValueText(total == 0 ? tr("none yet") : tr("%1 of %2").arg(isRunning ? done : at).arg(total));
  for (QPushButton* one : {wipe_, difference_, flip_}) one->setEnabled(!panes.empty());
  const auto chosen = static_cast<std::size_t>(view_->chosen());
  keep_->setEnabled(chosen < panes.size() && !panes[chosen].result.isNull());
  const bool isStep = comparison_.shownStep() > 0;
  keep_->setText(isStep ? tr("Go on from step %1").arg(comparison_.shownStep()) : tr("Keep this one and go on"));
  keep_->setToolTip(isStep ? tr("Its values become those of the graph; what you change then holds from this step on")
                           : tr("Its values become those of the graph, and it goes into the film strip"));
}

// What needs no new encoding, as a slider of the graph runs it.
void CompareWorkspace::onParamChanged(const document::ParamChange& change) {
  const graph::ParamSpec* spec = context_.document.paramSpec(change.node, change.param);
  const bool isQuick = spec != nullptr && (spec->stage == graph::Stage::denoise || spec->stage == graph::Stage::decode);
  if (!isQuick || !isVisible() || comparison_.panes().empty() || !shownResults_.empty()) return;
  if (context_.settings.preferences().runsLive && !again_.isActive()) again_.start();
}

// A fast drag shows the first step of each value that it makes, rather than none of any.
void CompareWorkspace::runAgain() {
  const bool isNew = comparison_.isRunning() && comparison_.stepsDone() == 0;
  isNew ? again_.start() : run();
}

void CompareWorkspace::say(const QString& text, bool isError) {
  const QString tone = isError ? "error" : "faint";
  if (state_->property("tone") != tone) {
    state_->setProperty("tone", tone);
    state_->setStyleSheet(state_->styleSheet());  // reads the tone again
  }
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
}

Workspace makeCompareWorkspace(const WindowContext& context) {
  auto* page = new CompareWorkspace(context);
  Workspace made{"compare", CompareWorkspace::tr("Compare"), {}, "compare", page};
  made.activate = [page] {
    page->refreshChoices();
    page->view().setFocus();
  };
  return made;
}

}  // namespace heddle::ui
