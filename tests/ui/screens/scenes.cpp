#include "ui/screens/scenes.h"

#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTest>
#include <QTranslator>
#include <cmath>

#include "dialogs/welcome_page.h"
#include "document/model_layers.h"
#include "filmstrip/film_history.h"
#include "filmstrip/film_model.h"
#include "graph_view/graph_view.h"
#include "inspector/crop_view.h"
#include "inspector/inspector_panel.h"
#include "inspector/lane_editor.h"
#include "library/library_panel.h"
#include "live/live_panel.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "text/tokenizer.h"
#include "ui/screens/workspace_scenes.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"

namespace heddle::ui::screens {
namespace {

using graph::NodeId;

void fillLibrary(LibraryPanel& library) {
  library.begin();
  library.add({"/bobbin", "bobbin", "bobbin", "checkpoint", "bobbin", {}, {}, {}, {}, 28'400'000});
  library.add(
      {"/bobbin/adapter", "ip-adapter_bobbin", "bobbin", "ip_adapter", "bobbin", "base", {}, {}, {}, 1'200'000});
  library.add({"/m/v1-5.safetensors", "v1-5-pruned-emaonly", {}, "checkpoint", "sd1", {}, {}, {}, {}, 4'265'380'512});
  library.add(
      {"/m/ip-plus.safetensors", "ip-adapter-plus_sd15", {}, "ip_adapter", "sd1", "plus", {}, {}, {}, 98'183'288});
  library.add({"/m/half.safetensors", "half", {}, {}, {}, {}, {}, "has 1.2 of 2.0 GB; download it again", {}, 1});
  library.finish({0, true, {}});
}

// The first graph after its first run, and a few more on the film strip.
void finishRun(Stage& stage) {
  GraphView& view = stage.graph();
  for (const int id : {1, 2, 3, 5, 6})
    view.setNodeStatus(NodeId(static_cast<std::uint64_t>(id)), {"cached", -1, {}, {}, {}});
  view.setNodeStatus(NodeId{4}, {"cached", -1, stage.reference, {}, {}});
  view.setNodeStatus(NodeId{7}, {"0.2 s", -1, stage.reference, {}, {}});
  view.setNodeStatus(NodeId{8}, {"1.1 s", -1, tinted(stage.reference, 200), {}, {}});
  view.setNodeStatus(NodeId{9}, {"0.1 s", -1, tinted(stage.reference, 30), {}, {}});
  for (int i = 0; i < 8; ++i) {
    auto graph = std::make_shared<graph::Graph>(stage.bench.document.graph());
    graph->set_param(NodeId{7}, "scale", graph::Lane::scalar(i / 10.0));
    stage.bench.results.add({session::JobId{1}, NodeId{10}, i, 4, tinted(stage.reference, i * 45), QString::number(i),
                             graph, "first", false},
                            resultLabel(*graph, stage.bench.document.catalog()));
    if (i < 7) stage.bench.results.setNumbers(stage.bench.results.all().back().id, {0.52 + 0.04 * i, 0.28 - 0.01 * i});
  }
  stage.window().viewer().setImage(tinted(stage.reference, 30), QStringLiteral("λ 0.70"));
}

void select(Stage& stage, std::uint64_t node) { stage.graph().select({NodeId{node}}); }

void openLane(Stage& stage, const graph::Lane& lane) {
  select(stage, 7);
  stage.bench.document.setParam(NodeId{7}, "scale", lane);
  stage.window().findChild<LivePanel*>()->findChild<LaneEditor*>()->setOpen(true);
}

graph::Lane formed(graph::LaneForm form) {
  return graph::with_form(graph::Lane::scalar(0.6), form,
                          static_cast<int>(document::ModelLayers::assumed().names.size()), 20);
}

void addJobs(Stage& stage) {
  for (int i = 0; i < 4; ++i) {
    auto graph = std::make_shared<graph::Graph>(stage.bench.document.graph());
    stage.bench.queue.add({graph, {}, i == 0 ? QStringLiteral("Boat at dusk") : QString()});
  }
  stage.raise("queue");
}

void failNode(Stage& stage) {
  const QString text = "The disk is full: 12 MiB are needed, 3 MiB are free. Save into another folder.";
  stage.graph().setNodeStatus(NodeId{9}, {"failed", -1, {}, text, "Choose file…"});
  stage.window().notices().showNotice("run", text, {{"Run again", [] {}}});
}

// A wide reference, so that its crop has somewhere to go.
void showCrop(Stage& stage) {
  const QImage wide = stage.reference.scaled(512, 256, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  stage.bench.document.setParam(NodeId{7}, "centre", 0.3);
  select(stage, 7);
  stage.raise("inspector");
  stage.window().findChild<QDockWidget*>("live")->hide();
  QTest::qWait(50);
  auto* view = stage.window().findChild<CropView*>();
  view->setImage(wide);
  view->show();
  stage.window().findChild<InspectorPanel*>()->setImage(view->framed().scaled(128, 128), {});
}

void fillLog(Stage& stage) {
  auto* log = stage.window().findChild<QPlainTextEdit*>("log");
  if (log == nullptr) return;
  log->setPlainText(
      "12:00:01  Engine 0.4.0 on CPU, bf16\n12:00:03  step 20 / 20\n12:00:03  Saved /home/mina/pictures/first.png");
  stage.raise("log");
}

void compare(Stage& stage) {
  stage.window().viewer().setOther(tinted(stage.reference, 220), QStringLiteral("λ 0.20"));
  stage.window().viewer().setMode(ViewMode::wipe);
}

// A run that was paused and is looked back at, and the line that searches the film strip.
void lookBack(Stage& stage) {
  auto* bar = stage.window().findChild<StepBar*>();
  bar->setRun(StepBar::Run::idle);
  bar->setSteps(20, 20, 12);
  bar->setBranch(12);
  stage.act("search_pictures");
}

void openSettings(Stage& stage, int page) {
  stage.act("settings");
  stage.window().findChild<QDialog*>()->findChild<QTabWidget*>()->setCurrentIndex(page);
}

void showWelcome(Stage& stage) {
  stage.window().showWelcome();
  auto* page = stage.window().findChild<WelcomePage*>();
  page->addPlace({"/home/mina/ComfyUI/models", "ComfyUI"});
  page->addPlace({"/home/mina/stable-diffusion-webui/models", "AUTOMATIC1111"});
  page->finishSearch();
}

void showHelp(Stage& stage) {
  select(stage, 8);
  stage.act("node_help");
}

// Long enough for a second chunk, with weights and a tag.
void showPrompt(Stage& stage) {
  QString text = "a (mushroom:1.2) on the [empty] beach at dusk, <lora:ink:0.8>";
  stage.bench.document.setParam(NodeId{2}, "text", text.toStdString());
  for (int i = 0; i < 16; ++i) text += ", soft light on wet sand";
  stage.bench.document.setParam(NodeId{3}, "text", text.toStdString());
  stage.raise("inspector");
  select(stage, 3);
}

void readTokenizer() {
  auto read = text::read_tokenizer(HEDDLE_SOURCE_DIR "/resources/models/bobbin/tokenizer");
  if (!read) return;
  fixtureEditors().tokenizer = [tokenizer = std::make_shared<const text::Tokenizer>(std::move(*read))] {
    return tokenizer;
  };
}

using Build = std::function<void(Stage&)>;

struct Scene {
  const char* name;
  Build build;
};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all = {
      {"main", [](Stage&) {}},
      {"text", showPrompt},
      {"sampler", [](Stage& s) { select(s, 8); }},
      {"file", [](Stage& s) { select(s, 4); }},
      {"crop", showCrop},
      {"lane_number", [](Stage& s) { openLane(s, formed(graph::LaneForm::number)); }},
      {"lane_range", [](Stage& s) { openLane(s, formed(graph::LaneForm::range)); }},
      {"lane_curve", [](Stage& s) { openLane(s, graph::lane_preset(graph::LanePreset::ease_out, {}, 0.6, 20)); }},
      {"lane_matrix",
       [](Stage& s) {
         openLane(s, graph::lane_preset(graph::LanePreset::style, document::ModelLayers::assumed(), 0.6, 20));
       }},
      {"add_menu",
       [](Stage& s) {
         s.graph().openAddMenu({40, 40});
       }},
      {"palette", [](Stage& s) { s.act("palette"); }},
      {"settings_look", [](Stage& s) { openSettings(s, 0); }},
      {"settings_engine", [](Stage& s) { openSettings(s, 1); }},
      {"settings_folders", [](Stage& s) { openSettings(s, 2); }},
      {"settings_keys", [](Stage& s) { openSettings(s, 3); }},
      {"queue", addJobs},
      {"log", fillLog},
      {"library", [](Stage& s) { s.raise("library"); }},
      {"outline", [](Stage& s) { s.raise("outline"); }},
      {"failed", failNode},
      {"welcome", showWelcome},
      {"help", showHelp},
      {"wipe", compare},
      {"compare", compareStyles},
      {"compare_difference", compareDifferences},
      {"plots", showPlots},
      {"steps", lookBack},
      {"paint", showPaint},
      {"empty", {}},
  };
  return all;
}

// The window, and the separate windows above it.
QImage grabbed(QWidget& window) {
  QImage image = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
  QPainter painter(&image);
  for (QWidget* other : QApplication::topLevelWidgets()) {
    if (other == &window || !other->isVisible() || other->inherits("QTipLabel")) continue;
    QPoint at = window.mapFromGlobal(other->mapToGlobal(QPoint(0, 0)));
    if (qobject_cast<QDialog*>(other) != nullptr)
      at = QPoint((window.width() - other->width()) / 2, window.height() / 8);
    painter.drawPixmap(at, other->grab());
  }
  return image;
}

}  // namespace

QString View::name() const {
  return QString("%1_%2_%3_%4")
      .arg(scheme)
      .arg(static_cast<int>(std::lround(scale * 100)))
      .arg(isKorean ? "ko" : "en")
      .arg(size.width());
}

QStringList sceneNames() {
  QStringList names;
  for (const Scene& scene : scenes()) names << scene.name;
  return names;
}

QImage drawn(const QString& name, const View& view) {
  QTranslator korean;
  if (view.isKorean && korean.load(":/heddle/translations/heddle_ko.qm")) QCoreApplication::installTranslator(&korean);
  applyTheme(makeTheme(schemeFromName(view.scheme), view.scale));
  if (!fixtureEditors().tokenizer) readTokenizer();
  QImage image;
  {
    Stage stage;
    settings::Preferences preferences = stage.bench.settings.preferences();
    preferences.scheme = view.scheme;
    preferences.scale = view.scale;
    stage.bench.settings.setPreferences(preferences);
    stage.window().resize(view.size);
    stage.act("reset_layout");
    stage.window().show();
    const auto found = std::find_if(scenes().begin(), scenes().end(), [&](const Scene& s) { return name == s.name; });
    if (found != scenes().end() && found->build) {
      stage.window().openStart();
      fillLibrary(*stage.window().findChild<LibraryPanel*>());
      finishRun(stage);
      QTest::qWait(100);
      stage.graph().fit();
      select(stage, 7);
      found->build(stage);
    }
    QTest::qWait(200);
    image = grabbed(stage.window());
  }
  QCoreApplication::removeTranslator(&korean);
  return image;
}

}  // namespace heddle::ui::screens
