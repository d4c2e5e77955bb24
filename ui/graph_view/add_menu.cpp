#include "graph_view/add_menu.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

#include "graph_view/fuzzy.h"
#include "graph_view/param_text.h"

namespace heddle::ui {
namespace {

constexpr int kTypeRole = Qt::UserRole;

QIcon markOf(const graph::NodeSpec& spec, const Theme& theme) {
  QPixmap mark(theme.px(8), theme.px(8));
  const bool hasOutput = !spec.outputs.empty();
  const bool hasPort = hasOutput || !spec.inputs.empty();
  mark.fill(hasPort ? theme.portColour(hasOutput ? spec.outputs.front().type : spec.inputs.front().type)
                    : theme.colors.textSecondary);
  return QIcon(mark);
}

}  // namespace

bool matches(const graph::NodeSpec& spec, const AddFilter& filter) {
  if (!filter.fromOutput) {
    return std::any_of(spec.outputs.begin(), spec.outputs.end(),
                       [&](const graph::PortSpec& port) { return accepts(filter.type, port.type); });
  }
  return std::any_of(spec.inputs.begin(), spec.inputs.end(),
                     [&](const graph::PortSpec& port) { return accepts(port.type, filter.type); });
}

AddMenu::AddMenu(const graph::NodeCatalog& catalog, const Theme& theme, QStringList recent,
                 std::optional<AddFilter> filter, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      catalog_(catalog),
      recent_(std::move(recent)),
      filter_(std::move(filter)),
      search_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setAccessibleName(tr("Add a node"));
  setFrameShape(QFrame::StyledPanel);
  search_->setPlaceholderText(filter_ ? tr("Add a node for %1").arg(QString::fromStdString(describe(filter_->type)))
                                      : tr("Add a node"));
  search_->setAccessibleName(tr("Search nodes"));
  list_->setAccessibleName(tr("Nodes"));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setIconSize(QSize(theme.px(8), theme.px(8)));
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8));
  column->setSpacing(theme.px(6));
  column->addWidget(search_);
  column->addWidget(list_);
  resize(theme.px(280), theme.px(340));
  for (const auto& [type, spec] : catalog_.all()) {
    auto* item = new QListWidgetItem(markOf(spec, theme), translateNodeText(spec.title));
    item->setData(kTypeRole, QString::fromStdString(type));
    item->setToolTip(translateNodeText(spec.help_text));
    list_->addItem(item);
  }
  search_->installEventFilter(this);
  setFocusProxy(search_);
  connect(search_, &QLineEdit::textChanged, this, &AddMenu::fill);
  connect(list_, &QListWidget::itemClicked, this, &AddMenu::choose);
  fill({});
}

int AddMenu::rankOf(const QListWidgetItem& item, const QString& typed) const {
  const QString type = item.data(kTypeRole).toString();
  const graph::NodeSpec* spec = catalog_.find(type.toStdString());
  if (spec == nullptr || (filter_ && !matches(*spec, *filter_))) return -1;
  if (!typed.trimmed().isEmpty()) return std::max(fuzzyScore(typed, item.text()), fuzzyScore(typed, type) - 32);
  const auto used = static_cast<int>(recent_.indexOf(type));
  return used < 0 ? 0 : std::max(1, 1000 - used);
}

// The best match first; without input the recent ones, then all by name.
void AddMenu::fill(const QString& typed) {
  std::vector<std::pair<int, QListWidgetItem*>> ranked;
  while (list_->count() > 0) {
    QListWidgetItem* item = list_->takeItem(0);
    ranked.emplace_back(rankOf(*item, typed), item);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second->text().localeAwareCompare(b.second->text()) < 0;
  });
  for (const auto& [rank, item] : ranked) {
    list_->addItem(item);
    item->setHidden(rank < 0);
  }
  list_->setCurrentRow(ranked.empty() || ranked.front().first < 0 ? -1 : 0);
}

void AddMenu::choose() {
  const QListWidgetItem* item = list_->currentItem();
  if (item == nullptr || item->isHidden()) return;
  const QString type = item->data(kTypeRole).toString();
  close();
  Q_EMIT typeChosen(type);
}

bool AddMenu::eventFilter(QObject* watched, QEvent* event) {
  if (watched != search_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    choose();
    return true;
  }
  if (key != Qt::Key_Down && key != Qt::Key_Up && key != Qt::Key_Tab) return false;
  const int step = key == Qt::Key_Up ? -1 : 1;
  for (int row = list_->currentRow() + step; row >= 0 && row < list_->count(); row += step) {
    if (list_->item(row)->isHidden()) continue;
    list_->setCurrentRow(row);
    break;
  }
  return true;
}

}  // namespace heddle::ui
