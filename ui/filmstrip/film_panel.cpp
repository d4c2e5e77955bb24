#include "filmstrip/film_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "filmstrip/film_history.h"
#include "filmstrip/film_strip.h"
#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {
namespace {

constexpr int kTypingMilliseconds = 150;

}  // namespace

FilmPanel::FilmPanel(FilmStrip* strip, QWidget* parent)
    : QWidget(parent),
      strip_(strip),
      line_(new QWidget(this)),
      searchField_(new QLineEdit(line_)),
      order_(new QComboBox(line_)),
      least_(new ValueSlider(line_)),
      count_(new QLabel(line_)) {
  setProperty("surface", "panel");
  setAttribute(Qt::WA_StyledBackground);
  searchField_->setPlaceholderText(tr("Search all pictures"));
  searchField_->setAccessibleName(tr("Search all pictures"));
  searchField_->setToolTip(tr("Words of the text, names of models, a seed. All of them must be there."));
  searchField_->setClearButtonEnabled(true);
  searchField_->setMaximumWidth(scaled(280));
  searchField_->installEventFilter(this);
  order_->setAccessibleName(tr("Order of the pictures"));
  order_->addItem(tr("newest last"), static_cast<int>(history::HistoryOrder::time));
  order_->addItem(tr("most like the reference last"), static_cast<int>(history::HistoryOrder::likeness));
  order_->addItem(tr("truest to the words last"), static_cast<int>(history::HistoryOrder::words));
  order_->setToolTip(tr("Pictures are measured by CLIP when nothing runs; those not measured yet are left out."));
  least_->setLabel(tr("at least"));
  least_->setTrackVisible(false);
  least_->setFixedWidth(scaled(110));
  least_->setRange({-1, 1, -1, 1, 0.01, -1, false});
  least_->setValue(-1);
  least_->hide();
  count_->setProperty("tone", "faint");
  auto* row = new QHBoxLayout(line_);
  row->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(8));
  row->setSpacing(scaled(12));
  row->addWidget(searchField_, 1);
  row->addWidget(order_);
  row->addWidget(least_);
  row->addWidget(count_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(line_);
  column->addWidget(strip_, 1);
  line_->hide();
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &FilmPanel::ask);
  connect(searchField_, &QLineEdit::textChanged, &soon_, [this] { soon_.start(kTypingMilliseconds); });
  connect(least_, &ValueSlider::valueDragged, &soon_, [this] { soon_.start(kTypingMilliseconds); });
  connect(least_, &ValueSlider::valueCommitted, &soon_, [this] { soon_.start(kTypingMilliseconds); });
  connect(order_, &QComboBox::currentIndexChanged, this, [this] {
    least_->setVisible(search().order != history::HistoryOrder::time);
    ask();
  });
}

void FilmPanel::setHistory(FilmHistory* history) {
  history_ = history;
  line_->setVisible(history != nullptr);
  if (history == nullptr) return;
  connect(strip_, &FilmStrip::olderRequested, history_, &FilmHistory::askOlder);
  connect(history_, &FilmHistory::found, this, &FilmPanel::showFound);
}

void FilmPanel::focusSearch() {
  if (history_ == nullptr) return;  // the line is hidden
  searchField_->setFocus();
  searchField_->selectAll();
}

void FilmPanel::setOrder(history::HistoryOrder order, double least) {
  least_->setValue(least);
  order_->setCurrentIndex(order_->findData(static_cast<int>(order)));
  ask();
}

history::HistorySearch FilmPanel::search() const {
  const auto order = static_cast<history::HistoryOrder>(order_->currentData().toInt());
  return {searchField_->text().simplified(), order, order == history::HistoryOrder::time ? -1 : least_->value()};
}

void FilmPanel::ask() {
  if (history_ != nullptr && !search().isEverything()) return history_->search(search());
  count_->clear();
  strip_->showOnly(std::nullopt);
}

void FilmPanel::showFound(const history::HistorySearch& asked, const std::vector<session::ResultId>& ids) {
  if (asked != search()) return;  // it was changed meanwhile
  count_->setText(ids.empty() ? tr("nothing found") : tr("%n found", nullptr, static_cast<int>(ids.size())));
  strip_->showOnly(ids);
}

bool FilmPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == searchField_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape && !searchField_->text().isEmpty()) {
      searchField_->clear();
      return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) strip_->setFocus();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace heddle::ui
