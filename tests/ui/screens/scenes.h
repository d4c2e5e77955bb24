// Every screen of the window as look.md lists them, built without an engine. Used by the screens program, which draws
// them to be looked at, and by the test that compares them with the drawings that are kept.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <functional>
#include <vector>

namespace heddle::ui::screens {

struct View {
  QString scheme = "dark";
  double scale = 1.0;
  bool isKorean = false;
  QSize size{1280, 800};

  // "dark_100_en_1280"
  [[nodiscard]] QString name() const;
};

// "main", "add_menu", "lane_matrix" …
[[nodiscard]] QStringList sceneNames();

// The scene as the user would see it, popups and dialogs with it. Requires a QApplication in Fusion style.
[[nodiscard]] QImage drawn(const QString& scene, const View& view);

}  // namespace heddle::ui::screens
