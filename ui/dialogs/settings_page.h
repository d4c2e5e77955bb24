// SettingsPage: the preferences of the whole program; a change takes effect at once. Used by the shell. Thread rule:
// the window's thread.
#pragma once

#include <QDialog>
#include <functional>
#include <vector>

#include "settings/settings.h"

class QFormLayout;
class QTabWidget;

namespace heddle::ui {

// An action whose key can be chosen.
struct KeyEntry {
  QString id, text, usual;
};

class SettingsPage final : public QDialog {
  Q_OBJECT
 public:
  using Conflicts = std::function<QStringList(const QMap<QString, QString>&)>;

  SettingsPage(settings::Settings& settings, const std::vector<KeyEntry>& keys, Conflicts conflicts, QWidget* parent);

  void showFolders();

 private:
  QWidget* lookPage();
  QWidget* enginePage();
  QWidget* foldersPage();
  QWidget* keysPage(const std::vector<KeyEntry>& keys, Conflicts conflicts);
  void fillKeys(QFormLayout* table, std::vector<KeyEntry> keys, std::function<void()> check);
  void addKey(QFormLayout* table, const KeyEntry& entry, const std::function<void()>& check);
  template <class Change>
  void change(Change how);

  settings::Settings& settings_;
  QTabWidget* pages_;
};

}  // namespace heddle::ui
