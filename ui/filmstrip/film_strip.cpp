#include "filmstrip/film_strip.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>
#include <algorithm>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kSideLeast = 34, kSideMost = 96, kLine = 14, kLabelRoom = 40;

// Whether there is room for a second line, with the numbers.
bool hasNumbersIn(int height) { return height >= scaled(kSideLeast + kLabelRoom + kLine); }

// Of a thumbnail, as high as there is room for.
int sideIn(int height) {
  const int below = scaled(kLabelRoom) + (hasNumbersIn(height) ? scaled(kLine) : 0);
  return std::clamp(height - below, scaled(kSideLeast), scaled(kSideMost));
}

// A square crop of the middle, rounded, with its label and its numbers below.
class FilmDelegate final : public QStyledItemDelegate {
 public:
  explicit FilmDelegate(QListView* strip) : QStyledItemDelegate(strip), strip_(*strip) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {side() + scaled(8), side() + scaled(24) + (hasNumbers() ? scaled(kLine) : 0)};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeColors colors = themeColors(option.palette);
    const QRectF place(option.rect.left() + scaled(3), option.rect.top() + scaled(3), side(), side());
    const QImage image = index.data(Qt::DecorationRole).value<QImage>();
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(place, scaled(5), scaled(5));
    painter->setClipPath(shape);
    painter->fillRect(place, colors.raised);
    const int least = std::min(image.width(), image.height());
    const QRectF crop((image.width() - least) / 2.0, (image.height() - least) / 2.0, least, least);
    if (!image.isNull()) painter->drawImage(place, image, crop);
    painter->setClipping(false);
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    if (isCurrent) {
      painter->setBrush(Qt::NoBrush);
      painter->setPen(QPen(colors.accent, scaled(2)));
      painter->drawRoundedRect(place, scaled(5), scaled(5));
    }
    QFont small = option.font;
    small.setPixelSize(scaled(11));
    painter->setFont(small);
    painter->setPen(isCurrent ? colors.accent : colors.textSecondary);
    const QRectF text(place.left(), place.bottom() + scaled(2), place.width(), scaled(16));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data().toString(), Qt::ElideRight, side()));
    if (hasNumbers()) {
      painter->setPen(colors.textSecondary);
      painter->drawText(text.translated(0, scaled(kLine)), Qt::AlignLeft | Qt::AlignVCenter,
                        index.data(FilmModel::numbersRole).toString());
    }
    painter->restore();
  }

 private:
  int side() const { return sideIn(strip_.height()); }
  bool hasNumbers() const { return hasNumbersIn(strip_.height()); }

  const QListView& strip_;
};

}  // namespace

FilmStrip::FilmStrip(session::ResultStore& store, QWidget* parent)
    : QListView(parent), model_(new FilmModel(store, this)) {
  setModel(model_);
  setItemDelegate(new FilmDelegate(this));
  setFlow(QListView::LeftToRight);
  setWrapping(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setDragEnabled(true);
  setDragDropMode(QAbstractItemView::DragOnly);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setUniformItemSizes(true);
  setAccessibleName(tr("Film strip"));
  setMinimumHeight(scaled(kSideLeast + kLabelRoom));
  setViewportMargins(scaled(9), 0, scaled(9), 0);  // under the heading
  connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
    if (now.isValid()) Q_EMIT lookRequested(model_->resultAt(now));
  });
  connect(this, &QListView::clicked, this,
          [this](const QModelIndex& at) { Q_EMIT lookRequested(model_->resultAt(at)); });
  connect(this, &QListView::doubleClicked, this,
          [this](const QModelIndex& at) { Q_EMIT restoreRequested(model_->resultAt(at)); });
  connect(model_, &QAbstractItemModel::rowsAboutToBeInserted, this, [this](const QModelIndex&, int first) {
    const QModelIndex seen = first == 0 ? indexAt(viewport()->rect().center()) : QModelIndex();
    anchor_ = seen;
    anchorLeft_ = visualRect(seen).left();
  });
  connect(
      model_, &QAbstractItemModel::rowsInserted, this, [this] { anchor_.isValid() ? keepInPlace() : showNewest(); },
      Qt::QueuedConnection);
  connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &FilmStrip::askOlder);
}

QSize FilmStrip::sizeHint() const { return {scaled(400), scaled(kSideMost + kLabelRoom + kLine)}; }

void FilmStrip::resizeEvent(QResizeEvent* event) {
  const int now = event->size().height(), before = event->oldSize().height();
  if (sideIn(now) != sideIn(before) || hasNumbersIn(now) != hasNumbersIn(before)) scheduleDelayedItemsLayout();
  QListView::resizeEvent(event);
}

void FilmStrip::askOlder() {
  if (horizontalScrollBar()->value() < viewport()->width() && !model_->isSearched()) Q_EMIT olderRequested();
}

void FilmStrip::keepInPlace() {
  executeDelayedItemsLayout();
  const int moved = visualRect(anchor_).left() - anchorLeft_;
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() + moved);
  anchor_ = QPersistentModelIndex();
}

void FilmStrip::showOnly(std::optional<std::vector<session::ResultId>> ids) {
  model_->showOnly(std::move(ids));
  showNewest();
}

session::ResultId FilmStrip::current() const { return model_->resultAt(currentIndex()); }

std::vector<session::ResultId> FilmStrip::chosen() const {
  std::vector<session::ResultId> ids;
  for (const QModelIndex& at : selectedIndexes()) ids.push_back(model_->resultAt(at));
  std::ranges::sort(ids);
  return ids;
}

void FilmStrip::showNewest() {
  const QSignalBlocker quiet(selectionModel());
  const QModelIndex newest = model_->index(model_->rowCount() - 1);
  setCurrentIndex(newest);
  scrollTo(newest);
  viewport()->update();
}

void FilmStrip::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (model_->rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(themeColors(palette()).textSecondary);
  painter.drawText(viewport()->rect().adjusted(scaled(3), scaled(8), -scaled(12), 0),
                   Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                   tr("Every picture that you make appears here, with the graph that made it."));
}

void FilmStrip::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex at = indexAt(event->pos()).isValid() ? indexAt(event->pos()) : currentIndex();
  if (!at.isValid()) return;
  const session::ResultId id = model_->resultAt(at);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (auto ids = chosen(); ids.size() > 1) {
    menu->addAction(icon("compare"),
                    tr("Compare these %n pictures side by side", nullptr, static_cast<int>(ids.size())), this,
                    [this, ids = std::move(ids)] { Q_EMIT sideBySideRequested(ids); });
    menu->addSeparator();
  }
  menu->addAction(icon("graph"), tr("Restore its graph"), this, [this, id] { Q_EMIT restoreRequested(id); });
  menu->addAction(icon("wipe"), tr("Compare with it"), this, [this, id] { Q_EMIT compareRequested(id); });
  menu->addAction(icon("brush"), tr("Paint on this"), this, [this, id] { Q_EMIT paintRequested(id); });
  menu->addAction(icon("save"), tr("Save the picture as…"), this, [this, id] { Q_EMIT saveRequested(id); });
  menu->addSeparator();
  menu->addAction(icon("trash"), tr("Delete the picture"), this, [this, id] { Q_EMIT removeRequested(id); });
  menu->popup(event->globalPos());
}

void FilmStrip::wheelEvent(QWheelEvent* event) {
  const int turn = event->angleDelta().x() != 0 ? event->angleDelta().x() : event->angleDelta().y();
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turn);
  event->accept();
}

void FilmStrip::keyPressEvent(QKeyEvent* event) {
  const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isReturn && currentIndex().isValid()) {
    Q_EMIT restoreRequested(current());
  } else if (event->key() == Qt::Key_Delete && currentIndex().isValid()) {
    Q_EMIT removeRequested(current());
  } else {
    QListView::keyPressEvent(event);
  }
}

void FilmStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) {
    setMinimumHeight(scaled(kSideLeast + kLabelRoom));
    scheduleDelayedItemsLayout();
  }
  QListView::changeEvent(event);
}

}  // namespace heddle::ui
