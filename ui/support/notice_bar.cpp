#include "support/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), label_(new QLabel(this)), buttons_(new QHBoxLayout) {
  setProperty("surface", "notice");
  setAccessibleName(tr("Notice"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(scaled(12), scaled(6), scaled(6), scaled(6));
  label_->setWordWrap(true);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  row->addWidget(label_, 1);
  row->addLayout(buttons_);
  auto* close = new QToolButton(this);
  close->setProperty("kind", "quiet");
  close->setIcon(icon("close"));
  close->setToolTip(tr("Close this notice"));
  close->setAccessibleName(tr("Close this notice"));
  row->addWidget(close);
  connect(close, &QToolButton::clicked, this, [this] {
    if (!notices_.empty()) dismiss(notices_.back().key);
  });
  hide();
}

void NoticeBar::showNotice(const QString& key, const QString& text, std::vector<NoticeAction> actions) {
  std::erase_if(notices_, [&](const Notice& notice) { return notice.key == key; });
  notices_.push_back({key, text, std::move(actions)});
  showLast();
}

void NoticeBar::dismiss(const QString& key) {
  std::erase_if(notices_, [&](const Notice& notice) { return notice.key == key; });
  showLast();
}

QString NoticeBar::text() const { return notices_.empty() ? QString() : notices_.back().text; }

void NoticeBar::showLast() {
  while (QLayoutItem* item = buttons_->takeAt(0)) {
    item->widget()->deleteLater();
    delete item;
  }
  setVisible(!notices_.empty());
  if (notices_.empty()) return;
  const Notice& notice = notices_.back();
  label_->setText(notice.text);
  for (const NoticeAction& action : notice.actions) {
    auto* button = new QPushButton(action.text, this);
    button->setAutoDefault(false);
    buttons_->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, key = notice.key, trigger = action.trigger] {
      dismiss(key);
      trigger();
    });
  }
}

}  // namespace heddle::ui
