#include "shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

#include "dialogs/welcome_page.h"
#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "graph_view/outline_view.h"
#include "inspector/inspector_panel.h"
#include "inspector/text_editor.h"
#include "library/library_panel.h"
#include "live/live_panel.h"
#include "services/engine_choice.h"
#include "shell/action_table.h"
#include "shell/command_palette.h"
#include "shell/dock_title.h"
#include "shell/node_help.h"
#include "shell/queue_panel.h"
#include "shell/reference_source.h"
#include "shell/run_controller.h"
#include "shell/step_controller.h"
#include "support/icons.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"

namespace heddle::ui {
namespace {

constexpr int kLogLines = 5000;

QScrollArea* scrolling(QWidget* inside) {
  auto* area = new QScrollArea;
  area->setProperty("surface", "panel");
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(inside);
  area->setFocusPolicy(Qt::NoFocus);
  return area;
}

// Most of the screen, and no less than the mocks were drawn for.
QSize usualSize() {
  const QSize screen = QGuiApplication::primaryScreen()->availableSize();
  return QSize(scaled(1600), scaled(1000)).boundedTo(screen).expandedTo({1280, 800});
}

Theme themeOf(const services::Preferences& preferences) { return makeTheme(schemeFromName(preferences.scheme), preferences.scale); }

}  // namespace

MainWindow::MainWindow(WindowContext context)
    : context_(std::move(context)),
      actions_(new ActionTable(this)),
      runController_(new RunController(context_.document, context_.queue, this)),
      references_(new ReferenceSource(context_.document, context_.file, context_.states, this)) {
  setObjectName("MainWindow");
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  context_.editors.pickFile = [this](const QString& kind, std::function<void(QString)> then) {
    pickFile(kind, std::move(then));
  };
  context_.editors.reference = [this](graph::NodeId node, std::function<void(QImage)> then) {
    references_->ask(node, std::move(then));
  };
  makeCentre();
  makeDocks();
  makeStatusBar();
  countTokensWhenPossible();
  makeActions();
  makeMenus();
  palette_ = new CommandPalette(*actions_, this);
  connectFile();
  connectEngine();
  connectQueue();
  connectFilm();
  connect(&context_.settings, &services::Settings::changed, this, &MainWindow::applyPreferences);
  connect(&context_.document, &document::Document::modifiedChanged, this, &MainWindow::refreshTitle);
  connect(&context_.document, &document::Document::pathChanged, this, &MainWindow::refreshTitle);
  resize(usualSize());
  resetLayout();
  restoreLayout({});
  look_ = {context_.settings.preferences().scheme, context_.settings.preferences().scale};
  actions_->applyKeys(context_.settings.preferences().keys);
  runController_->setLive(context_.settings.preferences().runsLive);
  refreshTitle();
}

MainWindow::~MainWindow() {
  // Children hear of the document until they are gone; the window's own slots must not.
  disconnect(&context_.document, nullptr, this, nullptr);
  disconnect(&context_.engine, nullptr, this, nullptr);
  disconnect(&context_.queue, nullptr, this, nullptr);
}

void MainWindow::makeCentre() {
  auto* centre = new QWidget(this);
  auto* rows = new QVBoxLayout(centre);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  notices_ = new NoticeBar(centre);
  rows->addWidget(notices_);
  centre_ = new QSplitter(Qt::Horizontal, centre);
  centre_->setHandleWidth(1);
  work_ = new QStackedWidget(centre_);
  graph_ = new GraphView(context_.document, themeOf(context_.settings.preferences()), work_);
  work_->addWidget(graph_);
  viewer_ = new Viewer(centre_);
  viewer_->setPlaceholder(tr("The picture appears here. Ctrl+Enter makes one."));
  auto* pane = new QWidget(centre_);
  auto* column = new QVBoxLayout(pane);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  steps_ = new StepBar(pane);
  column->addWidget(viewer_, 1);
  column->addWidget(steps_);
  centre_->addWidget(work_);
  centre_->addWidget(pane);
  centre_->setStretchFactor(0, 3);
  centre_->setStretchFactor(1, 2);
  centre_->setSizes({scaled(480), scaled(320)});
  rows->addWidget(centre_, 1);
  setCentralWidget(centre);
  stepHistory_ = new session::StepHistory(context_.engine, context_.queue, this);
  stepController_ = new StepController({context_.queue, *stepHistory_, *runController_, *steps_, *viewer_, *notices_}, this);
  connect(viewer_, &Viewer::pixelHovered, this, [this](const QPoint& at, const QColor& colour) {
    pixel_->setText(at.x() < 0 ? QString()
                               : QString("%1, %2   %3").arg(at.x()).arg(at.y()).arg(colour.name().toUpper()));
  });
}

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* inside, Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(name);
  dock->setWidget(inside);
  dock->setTitleBarWidget(new DockTitle(dock));
  addDockWidget(area, dock);
  return dock;
}

void MainWindow::makeDocks() {
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  library_ = new LibraryPanel(this);
  addDock("library", tr("Library"), library_, Qt::LeftDockWidgetArea);
  auto* outline = addDock("outline", tr("Outline"), new OutlineView(context_.document, *graph_), Qt::LeftDockWidgetArea);
  outline->hide();  // the graph for those who do not see it, or walk it by keyboard
  live_ = new LivePanel(context_.document, context_.editors);
  addDock("live", tr("Live"), scrolling(live_), Qt::RightDockWidgetArea);
  inspector_ = new InspectorPanel(context_.document, context_.editors);
  addDock("inspector", tr("Inspector"), scrolling(inspector_), Qt::RightDockWidgetArea);
  help_ = new NodeHelp(this);
  addDock("help", tr("Help"), help_, Qt::RightDockWidgetArea)->hide();
  film_ = new FilmStrip(context_.results, this);
  films_ = new FilmPanel(film_, this);
  addDock("film", tr("Film strip"), films_, Qt::BottomDockWidgetArea);
  addDock("queue", tr("Queue"), new QueuePanel(context_.queue, this), Qt::BottomDockWidgetArea);
  log_ = new QPlainTextEdit(this);
  log_->setReadOnly(true);
  log_->setMaximumBlockCount(kLogLines);
  log_->setObjectName("log");
  log_->setTabChangesFocus(true);
  log_->setAccessibleName(tr("Log"));
  log_->setPlaceholderText(tr("What the engine says, and what was saved where, stands here."));
  addDock("log", tr("Log"), log_, Qt::BottomDockWidgetArea);
  connect(inspector_, &InspectorPanel::pinRequested, live_, &LivePanel::pin);
  connect(library_, &LibraryPanel::foldersRequested, this, [this] { showSettings(true); });
  connect(library_, &LibraryPanel::refreshRequested, this, &MainWindow::listLibrary);
}

// A worker reads the tokenizer; until it has, text nodes show no count.
void MainWindow::countTokensWhenPossible() {
  if (!context_.editors.tokenizer) return;
  auto* waiting = new QTimer(this);
  connect(waiting, &QTimer::timeout, this, [this, waiting] {
    const auto tokenizer = context_.editors.tokenizer();
    if (tokenizer == nullptr) return;
    waiting->deleteLater();
    graph_->setTextNotes([tokenizer](const QString& prompt) { return tokenCountText(*tokenizer, prompt); });
  });
  waiting->start(100);
}

void MainWindow::makeStatusBar() {
  device_ = new QLabel(this);
  timing_ = new QLabel(this);
  pixel_ = new QLabel(this);
  saved_ = new QLabel(this);
  memory_ = new QLabel(this);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(device_);
  statusBar()->addWidget(memory_);
  statusBar()->addWidget(timing_);
  statusBar()->addWidget(pixel_);
  statusBar()->addPermanentWidget(saved_);
}

void MainWindow::restoreLayout(const QString& name) {
  const QByteArray state = context_.settings.layout(name);
  if (state.isEmpty()) return;
  restoreState(state);
  const QByteArray geometry = context_.settings.layout(name + "geometry");
  if (!geometry.isEmpty()) restoreGeometry(geometry);
  const QByteArray centre = context_.settings.layout(name + "centre");
  if (!centre.isEmpty()) centre_->restoreState(centre);
}

// The places of look.md. A window too narrow for two columns beside the graph has the library on a tab at the right.
void MainWindow::resetLayout() {
  if (QWidget::mouseGrabber() != nullptr) return;  // a panel hangs at the mouse: Qt does not survive its being put away
  const auto dock = [this](const char* name) { return findChild<QDockWidget*>(name); };
  QDockWidget *library = dock("library"), *live = dock("live"), *inspector = dock("inspector");
  QDockWidget *film = dock("film"), *queue = dock("queue"), *log = dock("log");
  const bool isNarrow = width() < scaled(1440), isLow = height() < scaled(700);
  for (QDockWidget* each : {library, dock("outline"), live, inspector, dock("help"), film, queue, log}) {
    each->setFloating(false);
    each->setVisible(each->objectName() != "outline" && each->objectName() != "help");
  }
  addDockWidget(Qt::LeftDockWidgetArea, dock("outline"));
  addDockWidget(Qt::LeftDockWidgetArea, library);
  addDockWidget(Qt::RightDockWidgetArea, live);
  isLow ? tabifyDockWidget(live, inspector) : splitDockWidget(live, inspector, Qt::Vertical);
  if (isNarrow) tabifyDockWidget(inspector, library);
  tabifyDockWidget(inspector, dock("help"));
  (isLow ? live : inspector)->raise();
  addDockWidget(Qt::BottomDockWidgetArea, film);
  splitDockWidget(film, queue, Qt::Horizontal);
  tabifyDockWidget(queue, log);
  queue->raise();
  resizeDocks({film, queue}, {scaled(960), scaled(isNarrow ? 240 : 320)}, Qt::Horizontal);
  if (!isLow) resizeDocks({live, inspector}, {scaled(240), height() - scaled(440)}, Qt::Vertical);
  resizeDocks({live}, {scaled(isNarrow ? 272 : 300)}, Qt::Horizontal);
  if (!isNarrow) resizeDocks({library}, {scaled(208)}, Qt::Horizontal);
  resizeDocks({film}, {scaled(isLow ? 152 : 206)}, Qt::Vertical);
  centre_->setSizes({scaled(600), scaled(400)});
}

void MainWindow::applyPreferences() {
  const services::Preferences& preferences = context_.settings.preferences();
  if (std::exchange(look_, {preferences.scheme, preferences.scale}) != look_) {  // every widget is made anew: a fifth of a second
    const Theme theme = themeOf(preferences);
    applyTheme(theme);
    graph_->setTheme(theme);
  }
  actions_->applyKeys(preferences.keys);
  runController_->setLive(preferences.runsLive);
  context_.engine.setSettings(services::engineSettingsOf(preferences));
  if (context_.engineCommand) context_.engine.setCommand(context_.engineCommand(preferences));
}

void MainWindow::showWelcome() {
  if (welcome_ != nullptr) return work_->setCurrentWidget(welcome_);
  welcome_ = new WelcomePage(context_.settings, work_);
  work_->addWidget(welcome_);
  work_->setCurrentWidget(welcome_);
  welcome_->focusFirst();
  context_.settings.setWelcomeShown();
  connect(welcome_, &WelcomePage::finished, this, &MainWindow::hideWelcome);
  connect(welcome_, &WelcomePage::foldersChanged, this, &MainWindow::listLibrary);
  connect(welcome_, &WelcomePage::starterRequested, this, [this](const QString& id) {
    hideWelcome();
    openStarter(id);
  });
  connect(&context_.engine, &session::EngineClient::placeFound, welcome_, &WelcomePage::addPlace);
  connect(&context_.engine, &session::EngineClient::placesSearched, welcome_, &WelcomePage::finishSearch);
  connect(&context_.engine, &session::EngineClient::connected, welcome_, [this] { context_.engine.findPlaces(); });
  if (context_.engine.isReady()) context_.engine.findPlaces();
}

void MainWindow::hideWelcome() {
  if (welcome_ == nullptr) return;
  work_->setCurrentWidget(graph_);
  welcome_->deleteLater();
  welcome_ = nullptr;
  graph_->fit();
  graph_->setFocus();
}

void MainWindow::refreshTitle() {
  const QString path = context_.document.path();
  const QString name = path.isEmpty() ? tr("untitled") : QFileInfo(path).fileName();
  setWindowTitle(name + QStringLiteral("[*] · Heddle"));
  setWindowModified(context_.document.isModified());
  if (path.isEmpty()) {
    saved_->setText(tr("not saved yet"));
  } else {
    saved_->setText(context_.document.isModified() ? tr("changed") : tr("saved"));
  }
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayClose_ && context_.document.isModified()) {
    event->ignore();
    confirmDiscardThen([this] {
      mayClose_ = true;
      close();
    });
    return;
  }
  context_.settings.setLayout({}, saveState());
  context_.settings.setLayout("geometry", saveGeometry());
  context_.settings.setLayout("centre", centre_->saveState());
  event->accept();
  QApplication::quit();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && isActiveWindow()) context_.file.checkDisk();
}

}  // namespace heddle::ui
