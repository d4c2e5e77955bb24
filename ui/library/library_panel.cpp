#include "library/library_panel.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "library/card_delegate.h"
#include "library/library_model.h"
#include "library/thumbnails.h"
#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr int kPause = 50;                  // ms between portions
constexpr qint64 kPortionMilliseconds = 2;  // of making cards; rebuilding the rows takes about as long

QToolButton* quiet(const QString& iconName, const QString& text, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(iconName));
  button->setProperty("kind", "quiet");
  button->setToolTip(text);
  button->setAccessibleName(text);
  return button;
}

}  // namespace

LibraryPanel::LibraryPanel(QWidget* parent)
    : QWidget(parent),
      model_(new LibraryModel(this)),
      thumbnails_(new Thumbnails(this)),
      search_(new QLineEdit(this)),
      cards_(new QListView(this)),
      details_(new QLabel(this)),
      state_(new QLabel(this)) {
  setProperty("surface", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(8));
  rows->setSpacing(scaled(8));
  search_->setPlaceholderText(tr("Search"));
  search_->setAccessibleName(tr("Search the library"));
  search_->setClearButtonEnabled(true);
  rows->addWidget(search_);
  makeList();
  rows->addWidget(cards_, 1);
  for (QLabel* label : {details_, state_}) {
    label->setProperty("tone", "faint");
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rows->addWidget(label);
  }
  details_->hide();
  makeFoot();
  portion_.setInterval(kPause);
  connect(&portion_, &QTimer::timeout, this, &LibraryPanel::takePortion);
  connect(search_, &QLineEdit::textChanged, this,
          [this](const QString& typed) { changeRows([&] { model_->seek(typed); }); });
  connect(thumbnails_, &Thumbnails::requested, this, &LibraryPanel::thumbnailRequested);
  connect(thumbnails_, &Thumbnails::arrived, cards_->viewport(), qOverload<>(&QWidget::update));
  state_->setText(tr("The models in your folders appear here."));
}

void LibraryPanel::makeList() {
  cards_->setModel(model_);
  cards_->setItemDelegate(new CardDelegate(*thumbnails_, cards_));
  cards_->setMouseTracking(true);
  cards_->setDragEnabled(true);
  cards_->setDragDropMode(QAbstractItemView::DragOnly);
  cards_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  cards_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  cards_->setAccessibleName(tr("Library"));
  connect(cards_, &QListView::activated, this, &LibraryPanel::choose);
  connect(cards_, &QListView::clicked, this, &LibraryPanel::toggle);
  connect(cards_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryPanel::showDetails);
}

void LibraryPanel::makeFoot() {
  auto* foot = new QHBoxLayout;
  auto* folders = new QPushButton(tr("Folders…"), this);
  refresh_ = quiet("retry", tr("Look through the folders again"), this);
  stop_ = quiet("cancel", tr("Stop looking"), this);
  stop_->hide();
  foot->addWidget(folders);
  foot->addStretch(1);
  foot->addWidget(stop_);
  foot->addWidget(refresh_);
  static_cast<QVBoxLayout*>(layout())->addLayout(foot);
  connect(folders, &QPushButton::clicked, this, &LibraryPanel::foldersRequested);
  connect(refresh_, &QToolButton::clicked, this, &LibraryPanel::refreshRequested);
  connect(stop_, &QToolButton::clicked, this, &LibraryPanel::stopRequested);
}

template <class Change>
void LibraryPanel::changeRows(Change change) {
  const Card* chosen = model_->at(cards_->currentIndex());
  const QString key = chosen == nullptr ? QString() : chosen->key;
  const int place = cards_->verticalScrollBar()->value();
  change();
  if (const QModelIndex again = key.isEmpty() ? QModelIndex() : model_->find(key); again.isValid()) {
    cards_->selectionModel()->setCurrentIndex(again, QItemSelectionModel::ClearAndSelect);
  }
  cards_->verticalScrollBar()->setValue(place);
  showDetails();
}

void LibraryPanel::begin() {
  waiting_.clear();
  thumbnails_->forget();
  isListing_ = true;
  changeRows([this] { model_->clear(); });
  showState();
}

void LibraryPanel::add(const protocol::LibraryEntry& entry) {
  waiting_.push_back(entry);
  if (!portion_.isActive()) portion_.start();
}

void LibraryPanel::takePortion() {
  QElapsedTimer clock;
  clock.start();
  std::vector<Card> portion;
  while (!waiting_.empty() && clock.elapsed() < kPortionMilliseconds) {
    portion.push_back(cardOf(waiting_.front()));
    waiting_.pop_front();
  }
  if (waiting_.empty()) portion_.stop();
  changeRows([&] { model_->add(std::move(portion)); });
  showState();
}

void LibraryPanel::finish(const protocol::LibraryListed& listed) {
  isListing_ = false;
  listed_ = listed;
  showState();
}

void LibraryPanel::takeThumbnail(const QString& path, const QImage& image) { thumbnails_->take(path, image); }

void LibraryPanel::showState() {
  QStringList text;
  if (isListing_) {
    text << (model_->models() == 0 ? tr("Looking through the folders…")
                                   : tr("Looking through the folders… %n found", nullptr, model_->models()));
  } else {
    for (const std::string& problem : listed_.problems) text << QString::fromStdString(problem);
    if (model_->models() == 0 && waiting_.empty()) {
      text.prepend(tr("No models were found. Add the folder that holds yours."));
    }
    if (!listed_.complete) text << tr("Not everything was looked through.");
  }
  state_->setText(text.join('\n'));
  state_->setVisible(!text.isEmpty());
  stop_->setVisible(isListing_);
  refresh_->setVisible(!isListing_);
}

void LibraryPanel::showDetails() {
  const Card* card = model_->at(cards_->currentIndex());
  details_->setVisible(card != nullptr && !card->details.isEmpty());
  if (card == nullptr) return;
  QString text = card->details;
  text.replace('/', QStringLiteral("/\u200b"));  // long paths break where folders end
  details_->setText(text);
}

void LibraryPanel::toggle(const QModelIndex& index) {
  if (!index.isValid() || model_->at(index) != nullptr) return;
  const Section section = model_->sectionAt(index);
  changeRows([&] { model_->fold(section, !model_->isFolded(section)); });
}

void LibraryPanel::choose(const QModelIndex& index) {
  const Card* card = model_->at(index);
  if (card == nullptr) return toggle(index);
  if (!card->starter.isEmpty()) return Q_EMIT starterRequested(card->starter);
  if (!card->node.type.isEmpty()) Q_EMIT nodeRequested(card->node.type, card->node.param, card->value);
}

}  // namespace heddle::ui
