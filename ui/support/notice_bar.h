// NoticeBar: a sentence above the work with what can be done about it, in place of a dialog. The newest one stands; a
// notice with a key is replaced by the next of the same key. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace heddle::ui {

struct Offer {
  QString words;
  std::function<void()> act;
};

class NoticeBar final : public QFrame {
  Q_OBJECT
 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  void say(const QString& key, const QString& words, std::vector<Offer> offers = {});
  // Takes the notice with this key away; others stay.
  void unsay(const QString& key);
  [[nodiscard]] QString words() const;

 private:
  struct Notice {
    QString key, words;
    std::vector<Offer> offers;
  };
  void showLast();

  std::vector<Notice> notices_;
  QLabel* label_;
  QHBoxLayout* buttons_;
};

}  // namespace heddle::ui
