// LogPanel: engine messages and saved files, one line each. Used by the main window. Window thread only.
#pragma once

#include <QPlainTextEdit>

namespace heddle::ui {

struct WindowContext;

class LogPanel final : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit LogPanel(const WindowContext& context, QWidget* parent = nullptr);

  void addLine(const QString& line);
};

}  // namespace heddle::ui
