#include "graph_workspace/graph_workspace.h"

#include <QAction>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "dialogs/welcome_page.h"
#include "graph_view/graph_view.h"
#include "inspector/text_editor.h"
#include "support/theme.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {

GraphWorkspace::GraphWorkspace(const WindowContext& context, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent), context_(context) {
  setHandleWidth(1);
  const settings::Preferences& preferences = context.settings.preferences();
  pages_ = new QStackedWidget(this);
  graph_ = new GraphView(context.document, makeTheme(schemeFromName(preferences.scheme), preferences.scale), pages_);
  pages_->addWidget(graph_);
  viewer_ = new Viewer(this);
  viewer_->setPlaceholder(tr("The picture appears here. Ctrl+Enter makes one."));
  auto* pane = new QWidget(this);
  auto* column = new QVBoxLayout(pane);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  steps_ = new StepBar(pane);
  column->addWidget(viewer_, 1);
  column->addWidget(steps_);
  addWidget(pages_);
  addWidget(pane);
  setStretchFactor(0, 3);
  setStretchFactor(1, 2);
  setSizes({scaled(480), scaled(320)});
  showTokenCounts();
}

// A worker reads the tokenizer; until it has, text nodes show no count.
void GraphWorkspace::showTokenCounts() {
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

void GraphWorkspace::setViewerVisible(bool visible) { viewer_->parentWidget()->setVisible(visible); }

void GraphWorkspace::resetSizes() { setSizes({scaled(600), scaled(400)}); }

void GraphWorkspace::showWelcome() {
  if (welcome_ != nullptr) return pages_->setCurrentWidget(welcome_);
  welcome_ = new WelcomePage(context_.settings, pages_);
  pages_->addWidget(welcome_);
  pages_->setCurrentWidget(welcome_);
  welcome_->focusFirst();
  context_.settings.setWelcomeShown();
  connect(welcome_, &WelcomePage::finished, this, &GraphWorkspace::hideWelcome);
  connect(welcome_, &WelcomePage::foldersChanged, this, &GraphWorkspace::modelFoldersChanged);
  connect(welcome_, &WelcomePage::starterRequested, this, [this](const QString& id) {
    hideWelcome();
    Q_EMIT starterRequested(id);
  });
  session::EngineClient& engine = context_.engine;
  connect(&engine, &session::EngineClient::placeFound, welcome_, &WelcomePage::addPlace);
  connect(&engine, &session::EngineClient::placesSearched, welcome_, &WelcomePage::finishSearch);
  connect(&engine, &session::EngineClient::connected, welcome_, [&engine] { engine.findPlaces(); });
  if (engine.isReady()) engine.findPlaces();
}

void GraphWorkspace::hideWelcome() {
  if (welcome_ == nullptr) return;
  pages_->setCurrentWidget(graph_);
  welcome_->deleteLater();
  welcome_ = nullptr;
  graph_->fit();
  graph_->setFocus();
}

Workspace makeGraphWorkspace(const WindowContext& context) {
  auto* page = new GraphWorkspace(context);
  Workspace made{"graph", GraphWorkspace::tr("Graph"), GraphWorkspace::tr("&Graph"), "graph", page};
  for (QAction* action : page->graph().findChildren<QAction*>()) {
    if (action->objectName().startsWith("graph.")) made.actions.push_back(action);
  }
  made.activate = [page] { page->graph().setFocus(); };
  return made;
}

}  // namespace heddle::ui
