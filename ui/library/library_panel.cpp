#include "library/library_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include "graph_view/fuzzy.h"
#include "library/library_model.h"
#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

class CardDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {scaled(120), scaled(60)}; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Tones tones = tonesOf(option.palette);
    const QRectF card = QRectF(option.rect).adjusted(0, scaled(3), 0, -scaled(3));
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(isChosen ? QPen(tones.faint, 1) : QPen(Qt::NoPen));
    painter->setBrush(option.state.testFlag(QStyle::State_MouseOver) ? mixed(tones.raised, tones.edge, 0.5)
                                                                     : tones.raised);
    painter->drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), scaled(8), scaled(8));
    const QRectF picture(card.left() + scaled(7), card.top() + scaled(7), scaled(40), scaled(40));
    painter->setPen(Qt::NoPen);
    painter->setBrush(tones.ground);
    painter->drawRoundedRect(picture, scaled(5), scaled(5));
    const int side = scaled(20);
    painter->drawPixmap((picture.center() - QPointF(side / 2.0, side / 2.0)).toPoint(),
                        iconPixmap(index.data(LibraryModel::iconRole).toString(), side, tones.faint));
    const QRectF words(picture.right() + scaled(9), card.top() + scaled(8), card.right() - picture.right() - scaled(16),
                       scaled(20));
    QFont name = option.font;
    name.setWeight(QFont::DemiBold);
    painter->setFont(name);
    painter->setPen(tones.text);
    painter->drawText(
        words, Qt::AlignVCenter,
        QFontMetrics(name).elidedText(index.data().toString(), Qt::ElideRight, static_cast<int>(words.width())));
    QFont small = option.font;
    small.setPixelSize(scaled(11));
    painter->setFont(small);
    painter->setPen(tones.faint);
    painter->drawText(words.translated(0, scaled(18)), Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data(LibraryModel::subtitleRole).toString(), Qt::ElideRight,
                                                     static_cast<int>(words.width())));
    painter->restore();
  }
};

class Search final : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void setTyped(const QString& typed) {
    typed_ = typed.trimmed();
    invalidateFilter();
  }

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
    return fuzzyScore(typed_, sourceModel()->index(row, 0, parent).data(LibraryModel::searchRole).toString()) >= 0;
  }

 private:
  QString typed_;
};

}  // namespace

LibraryPanel::LibraryPanel(QWidget* parent)
    : QWidget(parent),
      model_(new LibraryModel(this)),
      found_(new Search(this)),
      search_(new QLineEdit(this)),
      cards_(new QListView(this)),
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
  found_->setSourceModel(model_);
  found_->setSortCaseSensitivity(Qt::CaseInsensitive);
  cards_->setModel(found_);
  cards_->setItemDelegate(new CardDelegate(cards_));
  cards_->setUniformItemSizes(true);
  cards_->setMouseTracking(true);
  cards_->setDragEnabled(true);
  cards_->setDragDropMode(QAbstractItemView::DragOnly);
  cards_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  cards_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  cards_->setAccessibleName(tr("Library"));
  rows->addWidget(cards_, 1);
  state_->setProperty("tone", "faint");
  state_->setWordWrap(true);
  rows->addWidget(state_);
  auto* foot = new QHBoxLayout;
  auto* folders = new QPushButton(tr("Folders…"), this);
  auto* refresh = new QToolButton(this);
  refresh->setIcon(icon("retry"));
  refresh->setProperty("kind", "quiet");
  refresh->setToolTip(tr("Look through the folders again"));
  refresh->setAccessibleName(tr("Look through the folders again"));
  foot->addWidget(folders);
  foot->addStretch(1);
  foot->addWidget(refresh);
  rows->addLayout(foot);
  connect(search_, &QLineEdit::textChanged, this,
          [this](const QString& typed) { static_cast<Search*>(found_)->setTyped(typed); });
  connect(cards_, &QListView::activated, this, &LibraryPanel::choose);
  connect(folders, &QPushButton::clicked, this, &LibraryPanel::foldersAsked);
  connect(refresh, &QToolButton::clicked, this, &LibraryPanel::refreshAsked);
  state_->setText(tr("The models in your folders appear here."));
}

void LibraryPanel::begin() {
  model_->clear();
  state_->setText(tr("Looking through the folders…"));
  state_->show();
}

void LibraryPanel::add(const session::LibraryEntry& entry) { model_->add(entry); }

void LibraryPanel::finish(const session::LibraryListed& listed) {
  QStringList words = listed.problems;
  if (model_->rowCount() == 0) words.prepend(tr("No models were found. Add the folder that holds yours."));
  if (!listed.complete) words << tr("Not everything was looked through.");
  state_->setText(words.join('\n'));
  state_->setVisible(!words.isEmpty());
  found_->sort(0);
}

void LibraryPanel::choose(const QModelIndex& index) {
  const session::LibraryEntry* entry = model_->at(found_->mapToSource(index));
  if (entry == nullptr || !entry->problem.isEmpty()) return;
  const CardNode node = nodeFor(entry->kind);
  if (!node.type.isEmpty()) Q_EMIT nodeAsked(node.type, node.param, entry->path);
}

}  // namespace heddle::ui
