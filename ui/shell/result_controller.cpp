#include "shell/result_controller.h"

#include "filmstrip/film_model.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "shell/action_table.h"
#include "shell/file_controller.h"
#include "shell/image_controller.h"
#include "shell/step_controller.h"
#include "support/notice_bar.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {

using session::ResultId;
using session::ResultStore;

ResultController::ResultController(const WindowContext& context, const Parts& parts)
    : context_(context), parts_(parts) {
  connect(&context.queue, &session::JobQueue::resultArrived, this, &ResultController::onResult);
  connectFilm();
  ResultStore& results = context.results;
  connect(&results, &ResultStore::imageLoaded, this, &ResultController::onImageLoaded);
  connect(&results, &ResultStore::copied, this, [this] { parts_.notices.dismiss("copy"); });
  connect(&results, &ResultStore::copyFailed, this,
          [this](const QString& message) { parts_.notices.showNotice("copy", message); });
  connect(&results, &ResultStore::writeFailed, this,
          [this](ResultId, const QString& message) { parts_.notices.showNotice("results", message); });
}

void ResultController::connectFilm() {
  connect(&parts_.film, &FilmStrip::lookRequested, this, &ResultController::show);
  connect(&parts_.film, &FilmStrip::compareRequested, this, &ResultController::compare);
  connect(&parts_.film, &FilmStrip::restoreRequested, this, &ResultController::restoreGraph);
  connect(&parts_.film, &FilmStrip::saveRequested, &parts_.images, &ImageController::askSaveResult);
  connect(&parts_.film, &FilmStrip::removeRequested, this, [this](ResultId id) { context_.results.remove(id); });
}

void ResultController::addFileActions(ActionTable& actions) {
  actions.add("save_picture", tr("File"), tr("Save the picture as…"), "picture", QKeySequence("Ctrl+E"), [this] {
    const ResultId id = parts_.film.current();
    if (context_.results.find(id) != nullptr) parts_.images.askSaveResult(id);
  });
}

void ResultController::addViewActions(ActionTable& actions) {
  const QString view = tr("View");
  Viewer* viewer = &parts_.workspace.viewer();
  const auto toggle = [viewer](ViewMode mode) { viewer->setMode(viewer->mode() == mode ? ViewMode::single : mode); };
  actions.add("fit_picture", view, tr("Fit the picture"), "fit", {}, [viewer] { viewer->fit(); });
  actions.add("actual_size", view, tr("Picture pixel for pixel"), "", {},
              [viewer] { viewer->zoomTo(1.0, QRectF(viewer->rect()).center()); });
  actions.add("wipe", view, tr("Wipe between A and B"), "wipe", {}, [toggle] { toggle(ViewMode::wipe); });
  actions.add("difference", view, tr("Difference of A and B"), "difference", {},
              [toggle] { toggle(ViewMode::difference); });
  actions.add("stop_comparing", view, tr("Stop comparing"), "close", {}, [viewer] { viewer->setOther({}); });
}

void ResultController::onResult(const session::JobResult& result) {
  const QString label = result.graph ? resultLabel(*result.graph, context_.document.catalog()) : result.title;
  context_.results.add(result, label);
  parts_.workspace.viewer().setImage(result.image, label);
  parts_.steps.showStepsOf(result.hash, result.image, label);
}

bool ResultController::isLoaded(ResultId id, bool toCompare) {
  if (!context_.results.image(id).isNull()) return true;
  loading_ = id;
  isToCompare_ = toCompare;
  context_.results.load(id);
  return false;
}

void ResultController::show(ResultId id) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr || !isLoaded(id, false)) return;
  parts_.workspace.setViewerVisible(true);
  showImage(*result, context_.results.image(id));
}

void ResultController::compare(ResultId id) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr || !isLoaded(id, true)) return;
  parts_.workspace.setViewerVisible(true);
  compareWith(*result, context_.results.image(id));
}

void ResultController::onImageLoaded(ResultId id, const QImage& image) {
  if (loading_ != id) return;
  loading_.reset();
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  isToCompare_ ? compareWith(*result, image) : showImage(*result, image);
}

void ResultController::showImage(const session::StoredResult& result, const QImage& image) {
  const QString& label = result.label;
  parts_.workspace.viewer().setImage(image, label);
  parts_.steps.showStepsOf(result.hash, image, label);
}

void ResultController::compareWith(const session::StoredResult& result, const QImage& image) {
  parts_.workspace.viewer().setOther(image, result.label);
  parts_.workspace.viewer().setMode(ViewMode::wipe);
}

void ResultController::restoreGraph(ResultId id) {
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  if (!result->graph)
    return parts_.images.import(QString::fromStdString(result->path.string()));  // an earlier session's
  parts_.files.confirmDiscardThen([this, graph = *result->graph, path = context_.document.path()] {
    context_.document.replaceGraph(graph, path);
    context_.document.setModified(true);
    parts_.workspace.graph().fit();
  });
}

}  // namespace heddle::ui
