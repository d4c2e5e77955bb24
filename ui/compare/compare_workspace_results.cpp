// CompareWorkspace's dealings with results: what is kept of a comparison, and results of the film strip as panes.
#include <QDrag>
#include <QMimeData>
#include <QPixmap>
#include <QUrl>
#include <algorithm>

#include "compare/compare_view.h"
#include "compare/compare_workspace.h"
#include "support/theme.h"
#include "workspace/window_context.h"

namespace heddle::ui {

session::ResultId CompareWorkspace::keepResult(const session::ComparisonPane& pane) {
  session::JobResult result;
  result.node = pane.request.target;
  result.image = pane.result;
  result.hash = pane.hash;
  result.graph = pane.request.graph;
  result.title = pane.request.label;
  result.parameters = pane.parameters;
  return context_.results.add(result, pane.request.label);
}

void CompareWorkspace::keepChosen() {
  const auto chosen = static_cast<std::size_t>(view_->chosen());
  if (chosen >= comparison_.panes().size()) return;
  const session::ComparisonPane& pane = comparison_.panes()[chosen];
  if (chosen < shownResults_.size()) return Q_EMIT restoreRequested(shownResults_[chosen]);
  if (pane.result.isNull()) return;
  again_.stop();
  const session::Branch from{pane.request.graph, comparison_.shownStep(), pane.stepsTotal};
  keepPane(context_.document, *pane.request.graph);
  const session::ResultId id = keepResult(pane);
  again_.stop();  // the kept values are no reason to compare again
  say(tr("Kept: %1").arg(pane.request.label));
  Q_EMIT kept(id);
  if (from.step > 0) Q_EMIT branchRequested(from);
}

void CompareWorkspace::showResults(const std::vector<session::ResultId>& ids) {
  std::vector<session::ComparisonPane> panes;
  shownResults_.clear();
  for (const session::ResultId id : ids) {
    const session::StoredResult* result = context_.results.find(id);
    if (result == nullptr || panes.size() == kComparePanesMost) continue;
    session::ComparisonPane pane;
    pane.request = {result->label.isEmpty() ? result->title : result->label, result->graph, result->node};
    pane.result = context_.results.image(id);
    pane.hash = result->hash;
    pane.numbers = result->numbers;
    if (pane.result.isNull()) context_.results.load(id);
    shownResults_.push_back(id);
    panes.push_back(std::move(pane));
  }
  again_.stop();
  columns_ = 0;
  comparison_.show(std::move(panes));
}

void CompareWorkspace::connectResults() {
  const auto paneOf = [this](session::ResultId id) {
    const auto found = std::ranges::find(shownResults_, id);
    return found == shownResults_.end() ? -1 : static_cast<int>(found - shownResults_.begin());
  };
  connect(&context_.results, &session::ResultStore::imageLoaded, this,
          [this, paneOf](session::ResultId id, const QImage& image) {
            if (const int pane = paneOf(id); pane >= 0) comparison_.setResult(pane, image);
          });
  connect(&context_.results, &session::ResultStore::numbersChanged, this, [this, paneOf](session::ResultId id) {
    if (const int pane = paneOf(id); pane >= 0) comparison_.setNumbers(pane, context_.results.find(id)->numbers);
  });
}

// The film strip's file of it: into the graph as an image, into a folder as a copy.
void CompareWorkspace::drag(int pane) {
  if (pane < 0 || static_cast<std::size_t>(pane) >= comparison_.panes().size()) return;
  const session::ComparisonPane& dragged = comparison_.panes()[static_cast<std::size_t>(pane)];
  if (dragged.result.isNull()) return;
  const bool isStored = static_cast<std::size_t>(pane) < shownResults_.size();
  const session::ResultId id = isStored ? shownResults_[static_cast<std::size_t>(pane)] : keepResult(dragged);
  const session::StoredResult* result = context_.results.find(id);
  if (result == nullptr) return;
  auto* mime = new QMimeData;
  mime->setUrls({QUrl::fromLocalFile(QString::fromStdString(result->path.string()))});
  auto* carried = new QDrag(this);
  carried->setMimeData(mime);
  carried->setPixmap(QPixmap::fromImage(result->thumbnail.scaledToHeight(scaled(96), Qt::SmoothTransformation)));
  carried->exec(Qt::CopyAction);
}

}  // namespace heddle::ui
