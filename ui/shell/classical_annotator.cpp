#include "shell/classical_annotator.h"

#include <QCoreApplication>
#include <QUndoStack>
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::ui {
namespace {

// Depth has none: what needs no network reads a picture of depth.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kClassical = {
    {{"annotate.hed", "annotate.soft_edges"},
     {"annotate.pidinet", "annotate.soft_edges"},
     {"annotate.lineart", "annotate.line_art"},
     {"annotate.lineart_anime", "annotate.line_art"},
     {"annotate.openpose", "annotate.pose"}}};

bool hasInput(const graph::NodeSpec& spec, const std::string& port) {
  return spec.find_input(port) != nullptr || spec.find_param(port) != nullptr;
}

}  // namespace

QString classicalAnnotator(const document::Document& document, graph::NodeId node) {
  const graph::Node* found = document.node(node);
  if (found == nullptr) return {};
  const auto row =
      std::ranges::find(kClassical, std::string_view(found->type), [](const auto& pair) { return pair.first; });
  if (row == kClassical.end()) return {};
  const std::string type(row->second);
  return document.catalog().find(type) == nullptr ? QString() : QString::fromStdString(type);
}

graph::NodeId useClassicalAnnotator(document::Document& document, graph::NodeId node) {
  const QString type = classicalAnnotator(document, node);
  const graph::NodeSpec& spec = *document.catalog().find(type.toStdString());
  const graph::ParamMap params = document.node(node)->params;
  const std::vector<graph::Link> links = document.graph().links();
  document.undoStack()->beginMacro(QCoreApplication::translate("quick_fix", "Use an annotator without a network"));
  const graph::NodeId made = document.addNode(type, document.position(node));
  for (const auto& [name, value] : params) {
    const graph::ParamSpec* param = spec.find_param(name);
    if (param != nullptr && param->kind != graph::ParamKind::file)
      document.setParam(made, QString::fromStdString(name), value);
  }
  for (const graph::Link& link : links) {
    if (link.to.node == node && hasInput(spec, link.to.port))
      (void)document.connectPorts({link.from, {made, link.to.port}});
    const bool isOwn = link.from.node == node && spec.find_output(link.from.port) != nullptr;
    if (isOwn) (void)document.connectPorts({{made, link.from.port}, link.to});
  }
  document.remove({node});
  document.undoStack()->endMacro();
  return made;
}

}  // namespace heddle::ui
