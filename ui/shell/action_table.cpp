#include "shell/action_table.h"

#include <algorithm>

#include "support/icons.h"

namespace heddle::ui {

QAction* ActionTable::add(const QString& id, const QString& group, const QString& text, const QString& iconName,
                          const QKeySequence& key, std::function<void()> act) {
  auto* action = new QAction(text, this);
  if (!iconName.isEmpty()) action->setIcon(icon(iconName));
  action->setShortcut(key);
  action->setObjectName(id);
  connect(action, &QAction::triggered, this, std::move(act));
  entries_.push_back({id, group, action, key});
  return action;
}

void ActionTable::adopt(const QString& id, const QString& group, QAction* action) {
  action->setObjectName(id);
  entries_.push_back({id, group, action, action->shortcut()});
}

QAction* ActionTable::action(const QString& id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.id == id; });
  return found == entries_.end() ? nullptr : found->action;
}

void ActionTable::applyKeys(const QMap<QString, QString>& keys) {
  for (const Entry& entry : entries_) {
    const auto chosen = keys.constFind(entry.id);
    const QKeySequence wanted =
        chosen == keys.constEnd() ? entry.usual : QKeySequence::fromString(*chosen, QKeySequence::PortableText);
    if (entry.action->shortcut() != wanted) entry.action->setShortcut(wanted);
  }
}

QStringList ActionTable::conflicts(const QMap<QString, QString>& keys) const {
  QMap<QString, QList<const Entry*>> users;
  for (const Entry& entry : entries_) {
    const QString key = keys.value(entry.id, entry.usual.toString(QKeySequence::PortableText));
    if (!key.isEmpty()) users[key] << &entry;
  }
  // Two workspaces may use one key: only the one that is shown receives it.
  const auto clash = [](const Entry* a, const Entry* b) {
    const auto isWide = [](const Entry* entry) { return entry->action->shortcutContext() == Qt::WindowShortcut; };
    return a != b && (isWide(a) || isWide(b) || a->group == b->group);
  };
  QStringList found;
  for (auto user = users.begin(); user != users.end(); ++user) {
    QStringList names;
    for (const Entry* one : user.value()) {
      if (std::ranges::any_of(user.value(), [&](const Entry* other) { return clash(one, other); }))
        names << plainText(*one->action);
    }
    if (!names.empty()) found << user.key() + ": " + names.join(", ");
  }
  return found;
}

QString plainText(const QAction& action) {
  QString text = action.text();
  text.remove('&');
  if (text.endsWith(QChar(0x2026))) text.chop(1);
  return text;
}

}  // namespace heddle::ui
