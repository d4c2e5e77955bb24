// CommandPalette (Ctrl+K): type a few characters of any action of the window, Enter runs it. Used by the shell. Thread
// rule: the window's thread.
#pragma once

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace heddle::ui {

class ActionTable;

class CommandPalette final : public QFrame {
  Q_OBJECT
 public:
  CommandPalette(const ActionTable& actions, QWidget* parent);

  void open();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill();
  void trigger();

  const ActionTable& actions_;
  QLineEdit* typed_;
  QListWidget* found_;
};

}  // namespace heddle::ui
