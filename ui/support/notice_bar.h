// NoticeBar: one sentence above the work with buttons that act on it, in place of a dialog. Shows the newest notice; a
// notice replaces the one of the same key. Used by the shell. Window thread only.
#pragma once

#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace heddle::ui {

struct NoticeAction {
  QString text;
  std::function<void()> trigger;
};

class NoticeBar final : public QFrame {
  Q_OBJECT
 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  void showNotice(const QString& key, const QString& text, std::vector<NoticeAction> actions = {});
  // Removes the notice with this key; others stay.
  void dismiss(const QString& key);
  [[nodiscard]] QString text() const;

 private:
  struct Notice {
    QString key, text;
    std::vector<NoticeAction> actions;
  };
  void showLast();

  std::vector<Notice> notices_;
  QLabel* label_;
  QHBoxLayout* buttons_;
};

}  // namespace heddle::ui
