// StatusLine: the labels of the window's status bar: device, memory, time of the last run, the pixel under the pointer,
// and whether the document is saved. Used by the main window. Window thread only.
#pragma once

#include <QObject>

class QLabel;
class QStatusBar;

namespace heddle::protocol {
struct MemoryUse;
}

namespace heddle::ui {

struct WindowContext;
class Viewer;

class StatusLine final : public QObject {
  Q_OBJECT
 public:
  StatusLine(const WindowContext& context, const Viewer& viewer, QStatusBar& bar);

 private:
  void showDevice();
  void showMemory(const protocol::MemoryUse& memory);
  void showSaved();

  const WindowContext& context_;
  QLabel* device_;
  QLabel* memory_;
  QLabel* timing_;
  QLabel* pixel_;
  QLabel* saved_;
};

}  // namespace heddle::ui
