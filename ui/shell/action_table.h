// ActionTable: every action of the window by name, with its key. Menus, toolbar, command palette and the keys of the
// settings page are made from it. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QMap>
#include <QObject>
#include <functional>
#include <vector>

namespace heddle::ui {

class ActionTable final : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  struct Entry {
    QString id;     // stored in settings: "run"
    QString group;  // "Run": its group in the palette and on the keys page
    QAction* action = nullptr;
    QKeySequence usual;
  };

  QAction* add(const QString& id, const QString& group, const QString& text, const QString& iconName,
               const QKeySequence& key, std::function<void()> act);
  // An action that another object owns (the graph view's), in the same list.
  void adopt(const QString& id, const QString& group, QAction* action);

  [[nodiscard]] QAction* action(const QString& id) const;  // null when there is none
  [[nodiscard]] const std::vector<Entry>& all() const { return entries_; }

  // Keys that the user chose; actions that are not in the map keep the default.
  void applyKeys(const QMap<QString, QString>& keys);
  // Pairs of actions that would share a key under these keys: "Ctrl+R: Run, Redo".
  [[nodiscard]] QStringList conflicts(const QMap<QString, QString>& keys) const;

 private:
  std::vector<Entry> entries_;
};

// The text of an action without mnemonic and ellipsis.
[[nodiscard]] QString plainText(const QAction& action);

}  // namespace heddle::ui
