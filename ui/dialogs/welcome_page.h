// WelcomePage: the first start's page in the graph's place while the first image forms beside it: folders with models
// that other tools keep, starters, theme and language. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QWidget>

#include "protocol/library.h"
#include "settings/settings.h"

class QLabel;
class QPushButton;
class QHBoxLayout;
class QVBoxLayout;

namespace heddle::ui {

class WelcomePage final : public QWidget {
  Q_OBJECT
 public:
  explicit WelcomePage(settings::Settings& settings, QWidget* parent = nullptr);

  void addPlace(const protocol::LibraryPlace& place);
  void finishSearch();
  void focusFirst();

 Q_SIGNALS:
  void foldersChanged();
  void starterRequested(const QString& id);
  void finished();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* folders();
  QWidget* starters();
  QWidget* look();
  void addFolder(const QString& path, const QString& text);
  void useFolder(const QString& path, bool use);
  void askFolder();

  settings::Settings& settings_;
  QVBoxLayout* rows_ = nullptr;
  QHBoxLayout* foot_ = nullptr;
  QLabel* note_ = nullptr;
  QVBoxLayout* places_ = nullptr;
  QLabel* search_ = nullptr;
  QPushButton* go_ = nullptr;
};

}  // namespace heddle::ui
