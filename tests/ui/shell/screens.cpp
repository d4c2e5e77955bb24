// Makes pictures of the window for looking at: screens OUT_FOLDER. Sizes, scales, themes and languages of look.md.
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QListView>
#include <QTest>
#include <QTranslator>

#include "graph_view/graph_view.h"
#include "inspector/lane_editor.h"
#include "library/library_panel.h"
#include "live/live_panel.h"
#include "shell/window_fixture.h"
#include "support/theme.h"
#include "viewer/viewer.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

struct Shot {
  QString name, scheme;
  double scale;
  bool korean;
  QSize size;
};

void fillLibrary(LibraryPanel& library) {
  library.begin();
  library.add({"bobbin", "Bobbin", "checkpoint", "sd1", {}, {}, {}, 28'400'000, 0});
  library.add({"/models/v1-5-pruned-emaonly.safetensors",
               "v1-5-pruned-emaonly",
               "checkpoint",
               "sd1",
               {},
               {},
               {},
               4'265'380'512,
               0});
  library.add({"/models/ip-adapter-plus_sd15.safetensors",
               "ip-adapter-plus_sd15",
               "ip_adapter",
               "sd1",
               "plus",
               {},
               {},
               98'183'288,
               0});
  library.finish({true, {}});
}

void fillRun(WindowFixture& bench) {
  const QImage picture = QImage::fromData(resourceBytes("graphs/first_reference.png"));
  auto* view = bench.window.findChild<GraphView*>();
  view->setNodeLook(graph::NodeId{1}, {"cached", -1, {}, {}});
  view->setNodeLook(graph::NodeId{4}, {"cached", -1, picture, {}});
  view->setNodeLook(graph::NodeId{8}, {"step 13", 0.65, picture.mirrored(), {}});
  view->setNodeLook(graph::NodeId{9}, {"0.2 s", -1, picture, {}});
  for (int i = 0; i < 8; ++i) {
    auto graph = std::make_shared<graph::Graph>(bench.document.graph());
    graph->set_param(graph::NodeId{7}, "scale", graph::Lane::scalar(i / 10.0));
    QImage tinted = picture.convertToFormat(QImage::Format_RGB32);
    tinted.setPixelColor(0, 0, QColor(i, i, i));
    bench.results.add({session::JobId{1}, graph::NodeId{10}, i, tinted, QString::number(i), graph, "first", false});
  }
  bench.window.viewer().setPicture(picture, "λ 0.60");
  view->select({graph::NodeId{7}});
  if (auto* lane = bench.window.findChild<LivePanel*>()->findChild<LaneEditor*>()) {
    lane->setValue(lanePreset(LanePreset::style, 0.6, 20));
    lane->setOpen(true);
  }
}

void take(const Shot& shot, const QString& folder) {
  QTranslator korean;
  if (shot.korean && korean.load(":/heddle/translations/heddle_ko.qm")) QCoreApplication::installTranslator(&korean);
  applyTheme(makeTheme(schemeFromName(shot.scheme), shot.scale));
  WindowFixture bench;
  services::Choices choices = bench.settings.choices();
  choices.scheme = shot.scheme;
  choices.scale = shot.scale;
  bench.settings.setChoices(choices);
  bench.window.resize(shot.size);
  bench.window.show();
  bench.window.openStart();
  fillLibrary(*bench.window.findChild<LibraryPanel*>());
  fillRun(bench);
  QTest::qWait(300);
  bench.window.findChild<GraphView*>()->select({});
  bench.window.findChild<GraphView*>()->fit();
  bench.window.findChild<GraphView*>()->select({graph::NodeId{7}});
  QTest::qWait(100);
  bench.window.grab().save(folder + '/' + shot.name + ".png");
  QCoreApplication::removeTranslator(&korean);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QDir::tempPath();
  QDir().mkpath(folder);
  const Shot shots[] = {
      {"dark_100_en", "dark", 1.0, false, {1280, 800}},
      {"dark_100_en_wide", "dark", 1.0, false, {1920, 1080}},
      {"light_100_en", "light", 1.0, false, {1280, 800}},
      {"dark_100_ko", "dark", 1.0, true, {1280, 800}},
      {"dark_200_en", "dark", 2.0, false, {1920, 1080}},
      {"light_200_ko", "light", 2.0, true, {1920, 1080}},
      {"contrast_100_en", "high_contrast", 1.0, false, {1280, 800}},
  };
  for (const Shot& shot : shots) {
    if (argc <= 2 || shot.name == argv[2]) take(shot, folder);
  }
  return 0;
}
