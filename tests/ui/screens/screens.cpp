// Draws the window's screens to be looked at: screens FOLDER [PART_OF_A_NAME] [--kept].
// All of look.md's schemes, scales, languages and sizes; with --kept only the drawings that the test compares, small.
#include <QApplication>
#include <QDir>
#include <cstdio>

#include "ui/screens/kept.h"
#include "ui/screens/scenes.h"

using namespace heddle::ui::screens;

namespace {

std::vector<View> everyView() {
  std::vector<View> views;
  for (const char* scheme : {"dark", "light", "high_contrast"}) {
    for (const double scale : {1.0, 2.0}) {
      for (const bool korean : {false, true}) {
        for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) views.push_back({scheme, scale, korean, size});
      }
    }
  }
  return views;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  QStringList text = QApplication::arguments().mid(1);
  const bool onlyKept = text.removeAll("--kept") > 0;
  const QString folder = text.value(0, QDir::tempPath()), part = text.value(1);
  QDir().mkpath(folder);
  int count = 0;
  const auto draw = [&](const QString& scene, const View& view) {
    const QString name = scene + '_' + view.name();
    if (!name.contains(part)) return;
    const QImage image = drawn(scene, view);
    const bool done = (onlyKept ? small(image) : image).save(folder + '/' + name + ".png");
    if (!done) std::fprintf(stderr, "%s could not be written\n", qPrintable(name));
    count += done ? 1 : 0;
  };
  if (onlyKept) {
    for (const auto& [scene, view] : keptScreens()) draw(scene, view);
  } else {
    for (const View& view : everyView()) {
      for (const QString& scene : sceneNames()) draw(scene, view);
    }
  }
  std::printf("%d screens in %s\n", count, qPrintable(folder));
  return count == 0 ? 1 : 0;
}
