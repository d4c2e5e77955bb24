// LayoutMenu: the window's named layouts: type a name to save the present one, choose one to restore it. Used by the
// shell's View menu. Thread rule: the window's thread.
#pragma once

#include <QMenu>

#include "settings/settings.h"

class QLineEdit;

namespace heddle::ui {

class LayoutMenu final : public QMenu {
  Q_OBJECT
 public:
  LayoutMenu(settings::Settings& settings, QWidget* parent);

 Q_SIGNALS:
  void keepRequested(const QString& name);
  void restoreRequested(const QString& name);

 private:
  void fill();
  void addNameLine();

  settings::Settings& settings_;
};

}  // namespace heddle::ui
