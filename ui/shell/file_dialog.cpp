#include "shell/file_dialog.h"

#include <QFileInfo>

namespace heddle::ui {

QFileDialog* newFileDialog(QWidget* parent, const QString& title, const QString& filter) {
  auto* dialog = new QFileDialog(parent, title, {}, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  return dialog;
}

bool isImageFile(const QString& path) {
  static const QStringList kinds = {"png", "jpg", "jpeg", "webp", "avif", "ppm", "pgm"};
  return kinds.contains(QFileInfo(path).suffix().toLower());
}

}  // namespace heddle::ui
