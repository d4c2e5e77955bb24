#include "plots/costs_source.h"

#include <QCoreApplication>
#include <QLocale>
#include <utility>

namespace heddle::ui {

namespace {

constexpr double kGiB = 1024.0 * 1024 * 1024;

QString nameOf(const graph::Graph& graph, const document::Document& document, graph::NodeId id) {
  const graph::Node* node = graph.find(id);
  if (node == nullptr) return PlotSource::tr("Node") + QString(" %1").arg(id.value);
  if (!node->title.empty()) return QString::fromStdString(node->title);
  const graph::NodeSpec* spec = document.catalog().find(node->type);
  return spec == nullptr ? QString::fromStdString(node->type)
                         : QCoreApplication::translate("nodes", spec->title.c_str());
}

}  // namespace

TimesSource::TimesSource(const session::RunCosts& costs, const document::Document& document, QObject* parent)
    : PlotSource(parent), costs_(costs), document_(document) {
  connect(&costs_, &session::RunCosts::nodesChanged, this, &TimesSource::read);
}

QString TimesSource::title() const { return tr("Time by stage"); }

QString TimesSource::placeholder() const {
  return tr("How long each node of the newest run took. Run the graph; what comes from the cache takes no time.");
}

void TimesSource::addControls(QVBoxLayout&) {}

void TimesSource::read() {
  sheets::Curves made{"node", "seconds", {{"seconds", {}}}, sheets::CurveKind::bars};
  double total = 0;
  for (const session::NodeCost& cost : costs_.nodes()) {
    const QString name = nameOf(*costs_.graph(), document_, cost.node);
    auto& points = made.curves.front().points;
    points.push_back({.x = static_cast<double>(points.size() + 1),
                      .y = cost.seconds,
                      .label = (cost.isCached ? tr("%1 (cached)").arg(name) : name).toStdString()});
    total += cost.seconds;
  }
  show(std::move(made),
       costs_.nodes().empty() ? QString() : tr("%1 s in all nodes together.").arg(QLocale().toString(total, 'f', 2)));
}

MemorySource::MemorySource(const session::RunCosts& costs, QObject* parent) : PlotSource(parent), costs_(costs) {
  connect(&costs_, &session::RunCosts::memoryChanged, this, [this] {
    if (isShown_) read();
  });
}

QString MemorySource::title() const { return tr("Memory"); }

QString MemorySource::placeholder() const {
  return tr(
      "How much memory the engine holds, and how much of it kept results take. It is shown when the engine is up.");
}

void MemorySource::addControls(QVBoxLayout&) {}

void MemorySource::setShown(bool shown) {
  isShown_ = shown;
  if (shown) read();
}

void MemorySource::read() {
  sheets::Curve held{tr("the engine").toStdString(), {}}, kept{tr("kept results").toStdString(), {}},
      most{tr("kept results at most").toStdString(), {}};
  for (const session::MemorySample& sample : costs_.memory()) {
    const double minutes = sample.seconds / 60;
    held.points.push_back({.x = minutes, .y = static_cast<double>(sample.use.resident) / kGiB});
    kept.points.push_back({.x = minutes, .y = static_cast<double>(sample.use.kept) / kGiB});
    if (sample.use.budget > 0)
      most.points.push_back({.x = minutes, .y = static_cast<double>(sample.use.budget) / kGiB});
  }
  sheets::Curves made{"minutes", "GiB", {std::move(held), std::move(kept)}};
  if (!most.points.empty()) made.curves.push_back(std::move(most));
  show(std::move(made));
}

}  // namespace heddle::ui
