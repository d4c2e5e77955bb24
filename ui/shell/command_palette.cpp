#include "shell/command_palette.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "graph_view/fuzzy.h"
#include "shell/action_table.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr int kRowsMost = 12;
constexpr int kKeyRole = Qt::UserRole + 1;

// The key at the right, faint.
class CommandDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return {QStyledItemDelegate::sizeHint(option, index).width(), scaled(26)};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(themeColors(option.palette).textSecondary);
    painter->drawText(option.rect.adjusted(0, 0, -scaled(8), 0), Qt::AlignRight | Qt::AlignVCenter,
                      index.data(kKeyRole).toString());
    painter->restore();
  }
};

}  // namespace

CommandPalette::CommandPalette(const ActionTable& actions, QWidget* parent)
    : QFrame(parent), actions_(actions), typed_(new QLineEdit(this)), found_(new QListWidget(this)) {
  setProperty("surface", "palette");
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(8));
  rows->addWidget(typed_);
  rows->addWidget(found_);
  typed_->setPlaceholderText(tr("What would you like to do?"));
  typed_->setAccessibleName(tr("Command"));
  found_->setAccessibleName(tr("Commands found"));
  found_->setFocusPolicy(Qt::NoFocus);
  found_->setItemDelegate(new CommandDelegate(found_));
  found_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  typed_->installEventFilter(this);
  connect(typed_, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(typed_, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
  connect(found_, &QListWidget::itemClicked, this, &CommandPalette::trigger);
  hide();
}

void CommandPalette::open() {
  const int wide = std::min(scaled(480), parentWidget()->width() - scaled(32));
  const int high = std::min(scaled(380), parentWidget()->height() - scaled(80));
  setGeometry((parentWidget()->width() - wide) / 2, scaled(64), wide, high);
  typed_->clear();
  fill();
  show();
  raise();
  typed_->setFocus();
}

void CommandPalette::fill() {
  struct Match {
    int score;
    const ActionTable::Entry* entry;
  };
  std::vector<Match> matches;
  for (const ActionTable::Entry& entry : actions_.all()) {
    if (!entry.action->isEnabled() || entry.id == "palette") continue;
    const int score = fuzzyScore(typed_->text().trimmed(), plainText(*entry.action) + "  " + entry.group);
    if (score >= 0) matches.push_back({score, &entry});
  }
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.score > b.score; });
  found_->clear();
  found_->setIconSize({scaled(16), scaled(16)});
  QPixmap nothing(found_->iconSize());  // so that texts align
  nothing.fill(Qt::transparent);
  const QIcon blank(nothing);
  for (const Match& match : matches) {
    const QIcon drawing = match.entry->action->icon();
    auto* item = new QListWidgetItem(drawing.isNull() ? blank : drawing, plainText(*match.entry->action), found_);
    item->setData(kKeyRole, match.entry->action->shortcut().toString(QKeySequence::NativeText));
    item->setData(Qt::UserRole, match.entry->id);
    if (found_->count() >= 4 * kRowsMost) break;
  }
  found_->setCurrentRow(0);
}

void CommandPalette::trigger() {
  const QListWidgetItem* item = found_->currentItem();
  if (item == nullptr) return;
  QAction* action = actions_.action(item->data(Qt::UserRole).toString());
  hide();
  parentWidget()->setFocus();
  // After the palette is closed, so that the action sees the window without it.
  if (action != nullptr) QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != typed_) return false;
  if (event->type() == QEvent::FocusOut) hide();
  if (event->type() != QEvent::KeyPress) return false;
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Escape) {
    hide();
    parentWidget()->setFocus();
    return true;
  }
  const int by = key == Qt::Key_Down       ? 1
                 : key == Qt::Key_Up       ? -1
                 : key == Qt::Key_PageDown ? kRowsMost
                 : key == Qt::Key_PageUp   ? -kRowsMost
                                           : 0;
  if (by == 0 || found_->count() == 0) return false;
  found_->setCurrentRow(std::clamp(found_->currentRow() + by, 0, found_->count() - 1));
  return true;
}

}  // namespace heddle::ui
