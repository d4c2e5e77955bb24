// DockLayout: the arrangement of the window's panels: the default one, the last session's, and layouts that the user
// named. Used by the main window. Window thread only.
#pragma once

#include <QString>
#include <QStringList>

class QMainWindow;
class QSplitter;

namespace heddle::settings {
class Settings;
}

namespace heddle::ui {

class DockLayout final {
 public:
  // `centre` divides the graph from the picture.
  DockLayout(QMainWindow& window, QSplitter& centre, settings::Settings& settings);

  // The default layout. In a narrow window the library is a tab at the right.
  void reset();
  void restoreLast();
  void keepLast();
  void keepAs(const QString& name);
  void restoreNamed(const QString& name);
  // The panels of the graph's nodes make room for a page that has its own; off, they are back as they were.
  void setAside(bool aside);

 private:
  QMainWindow& window_;
  QSplitter& centre_;
  settings::Settings& settings_;
  bool isAside_ = false;
  QStringList hidden_, raised_;  // panels that made room, and those of them that were in front
};

}  // namespace heddle::ui
