// DockTitle: a panel's name in small capitals, with the button that hides the panel. It follows the font, so it fits
// every scale; where a tab already shows the panel's name, it takes no space. Dragging and double-clicking it move the
// panel, as Qt's own title does. Used by the main window. Thread rule: the window's thread.
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace heddle::ui {

class DockTitle final : public QWidget {
  Q_OBJECT
 public:
  explicit DockTitle(QDockWidget* dock);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  [[nodiscard]] bool isOnATab() const;

  QDockWidget* dock_;
  QLabel* text_;
  QToolButton* close_;
};

}  // namespace heddle::ui
