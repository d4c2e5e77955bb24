// File dialogs of the window, and which files are images. Used by the controllers. Window thread only.
#pragma once

#include <QFileDialog>

namespace heddle::ui {

// Deleted when it is closed.
[[nodiscard]] QFileDialog* newFileDialog(QWidget* parent, const QString& title, const QString& filter);

// By the ending of its name.
[[nodiscard]] bool isImageFile(const QString& path);

}  // namespace heddle::ui
