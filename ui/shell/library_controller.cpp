#include "shell/library_controller.h"

#include <QFileInfo>
#include <QPointer>
#include <QUndoStack>

#include "graph/lane_layers.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "library/library_panel.h"
#include "protocol/calls.h"
#include "session/engine_command.h"
#include "workspace/window_context.h"

namespace heddle::ui {

LibraryController::LibraryController(const WindowContext& context, LibraryPanel& panel, GraphWorkspace& workspace)
    : context_(context), panel_(panel), workspace_(workspace), layers_(*context.editors.modelLayers) {
  const session::EngineClient& engine = context.engine;
  connect(&engine, &session::EngineClient::connected, this, &LibraryController::list);
  connect(&engine, &session::EngineClient::libraryEntryFound, &panel, &LibraryPanel::add);
  connect(&engine, &session::EngineClient::libraryEntryFound, this, &LibraryController::learn);
  connect(&engine, &session::EngineClient::connected, &layers_, &document::ModelLayers::askAgain);
  connect(&layers_, &document::ModelLayers::asked, this, &LibraryController::inspect);
  connect(&engine, &session::EngineClient::connected, context.families, &document::ModelFamilies::askAgain);
  connect(context.families, &document::ModelFamilies::asked, this, &LibraryController::inspect);
  connect(&engine, &session::EngineClient::libraryListed, &panel, &LibraryPanel::finish);
  connect(&engine, &session::EngineClient::thumbnailArrived, &panel, &LibraryPanel::takeThumbnail);
  connect(&panel, &LibraryPanel::thumbnailRequested, &context.engine, &session::EngineClient::requestThumbnail);
  connect(&panel, &LibraryPanel::stopRequested, &context.engine, &session::EngineClient::cancelListing);
  connect(&panel, &LibraryPanel::refreshRequested, this, &LibraryController::list);
  connect(&panel, &LibraryPanel::nodeRequested, this, &LibraryController::addNode);
  connect(&workspace, &GraphWorkspace::modelFoldersChanged, this, &LibraryController::list);
}

void LibraryController::list() {
  if (!context_.engine.isReady()) return;
  panel_.begin();
  const settings::Preferences& preferences = context_.settings.preferences();
  context_.engine.setSettings(session::engineSettingsOf(preferences));  // its folders may have changed
  context_.engine.listLibrary(preferences.folders);
}

void LibraryController::learn(const protocol::LibraryEntry& entry) {
  const QString use = QString::fromStdString(entry.use.empty() ? entry.path : entry.use);
  if (entry.cross_attention) add(use, *entry.cross_attention);
  if (!entry.kind.empty()) context_.families->add(use, QString::fromStdString(entry.family));
}

void LibraryController::add(const QString& model, const protocol::CrossAttention& facts) {
  if (const auto layers = graph::lane_layers_from_json(protocol::to_json(facts))) layers_.add(model, *layers);
}

// A model that no folder of the library has. What cannot be read stays unknown: its node says why when it runs.
void LibraryController::inspect(const QString& model) {
  if (!QFileInfo(model).isAbsolute()) return;  // "bobbin", which every listing has
  const auto take = [self = QPointer(this), model](const Result<protocol::Inspected>& inspected) {
    if (!self || !inspected) return;
    if (inspected->cross_attention) self->add(model, *inspected->cross_attention);
    if (self->context_.families) self->context_.families->add(model, QString::fromStdString(inspected->family_id));
  };
  context_.engine.call(protocol::LibraryInspect{model.toStdString()}, take);
}

void LibraryController::addNode(const QString& type, const QString& param, const QString& path) {
  document::Document& document = context_.document;
  GraphView& graph = workspace_.graph();
  document.undoStack()->beginMacro(tr("Add a node"));
  const graph::NodeId node = document.addNode(type, graph.mapToScene(graph.viewport()->rect().center()));
  document.setParam(node, param, graph::FilePath{path.toStdString()});
  document.undoStack()->endMacro();
  graph.select({node});
}

}  // namespace heddle::ui
