#include "shell/quick_fix.h"

#include <QCoreApplication>
#include <algorithm>

#include "graph/traverse.h"

namespace heddle::ui {
namespace {

using Action = QuickFix::Action;

QString localized(const char* text) { return QCoreApplication::translate("quick_fix", text); }

bool isModel(const graph::ParamSpec& param) { return param.file_kind == "model" || param.file_kind == "adapter"; }

// The file parameters of one node that name something, or its first where none does.
std::vector<QuickFix::Place> filesOf(const graph::Node& node, const graph::NodeSpec& spec) {
  std::vector<QuickFix::Place> named, first;
  for (const graph::ParamSpec& param : spec.params) {
    if (param.kind != graph::ParamKind::file) continue;
    const QuickFix::Place place{node.id, QString::fromStdString(param.name), QString::fromStdString(param.file_kind)};
    const auto found = node.params.find(param.name);
    const auto* path = found == node.params.end() ? nullptr : std::get_if<graph::FilePath>(&found->second);
    if (path != nullptr && !path->path.empty()) named.push_back(place);
    if (first.empty()) first.push_back(place);
  }
  return named.empty() ? first : named;
}

// The main file of each loader at or before the node that is not Bobbin's: all parts that do not fit are replaced.
std::vector<QuickFix::Place> strangers(const graph::Graph& graph, graph::NodeId node,
                                       const graph::NodeCatalog& catalog) {
  std::vector<graph::NodeId> upstream = graph::upstream_of(graph, node);
  std::sort(upstream.begin(), upstream.end());
  std::vector<QuickFix::Place> places;
  for (const graph::NodeId id : upstream) {
    const graph::Node* loader = graph.find(id);
    const graph::NodeSpec* spec = loader == nullptr ? nullptr : catalog.find(loader->type);
    if (spec == nullptr || spec->params.empty() || !isModel(spec->params.front())) continue;
    const auto found = loader->params.find(spec->params.front().name);
    const auto* path = found == loader->params.end() ? nullptr : std::get_if<graph::FilePath>(&found->second);
    if (path == nullptr || path->path.empty()) continue;
    if (path->path == "bobbin" || path->path.starts_with("bobbin:")) continue;
    places.push_back({id, QString::fromStdString(spec->params.front().name), {}});
  }
  return places;
}

QuickFix aboutFiles(ErrorKind kind, const graph::Graph& graph, const graph::Node& node, const graph::NodeSpec& spec,
                    const graph::NodeCatalog& catalog) {
  const std::vector<QuickFix::Place> files = filesOf(node, spec);
  const bool isGone = kind == ErrorKind::not_found || kind == ErrorKind::io;
  const bool isImage = !files.empty() && !isModel(*spec.find_param(files.front().param.toStdString()));
  if (!files.empty() && (isGone || isImage)) {
    return {Action::chooseFile, localized(QT_TRANSLATE_NOOP("quick_fix", "Choose file…")), {files.front()}};
  }
  if (const auto others = strangers(graph, node.id, catalog); !others.empty()) {
    return {Action::useBobbin, localized(QT_TRANSLATE_NOOP("quick_fix", "Use Bobbin")), others};
  }
  return {};
}

}  // namespace

QuickFix quickFixFor(ErrorKind kind, const graph::Graph& graph, graph::NodeId id, const graph::NodeCatalog& catalog,
                     bool isOnCpu) {
  const graph::Node* node = graph.find(id);
  const graph::NodeSpec* spec = node == nullptr ? nullptr : catalog.find(node->type);
  if (kind == ErrorKind::out_of_memory && !isOnCpu) {
    return {Action::runOnCpu, localized(QT_TRANSLATE_NOOP("quick_fix", "Run on the CPU")), {}};
  }
  if (kind == ErrorKind::out_of_memory)
    return {Action::openSettings, localized(QT_TRANSLATE_NOOP("quick_fix", "Open settings")), {}};
  if (kind == ErrorKind::internal)
    return {Action::showLog, localized(QT_TRANSLATE_NOOP("quick_fix", "Show the log")), {}};
  if (spec == nullptr || kind == ErrorKind::cancelled) return {};
  return aboutFiles(kind, graph, *node, *spec, catalog);
}

}  // namespace heddle::ui
