// FlowLayout: widgets in rows that wrap at the width's end, for chips. Used by editors and the library. Thread rule:
// the window's thread.
#pragma once

#include <QLayout>
#include <QList>

namespace heddle::ui {

class FlowLayout final : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent, int spacing);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override { items_.append(item); }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override { return items_.value(index); }
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
  void setGeometry(const QRect& rect) override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;

 private:
  int place(const QRect& rect, bool forReal) const;

  QList<QLayoutItem*> items_;
  int gap_;
};

}  // namespace heddle::ui
