// The intents of Document that concern wires and copies of parts of the graph.
#include <algorithm>
#include <limits>

#include "document/document.h"
#include "graph/cycles.h"
#include "graph/validate.h"

namespace heddle::document {
namespace {

using graph::Endpoint;
using graph::Link;
using graph::NodeId;

bool takesMany(const graph::NodeSpec* spec, const std::string& portName) {
  const graph::PortSpec* input = spec == nullptr ? nullptr : spec->find_input(portName);
  return input != nullptr && input->is_multiple;
}

bool contains(const std::vector<Link>& links, const Link& link) {
  return std::find(links.begin(), links.end(), link) != links.end();
}

// The first input that takes `type`, an open one before one that has a wire; empty when none fits.
std::string fittingInput(const graph::Graph& graph, const graph::NodeSpec& spec, NodeId id,
                         const graph::PortType& type) {
  std::string taken;
  for (const graph::PortSpec& input : spec.inputs) {
    if (!accepts(input.type, type)) continue;
    const bool hasWire = std::any_of(graph.links().begin(), graph.links().end(), [&](const Link& link) {
      return link.to == Endpoint{id, input.name};
    });
    if (!hasWire || input.is_multiple) return input.name;
    if (taken.empty()) taken = input.name;
  }
  return taken;
}

std::optional<graph::PortType> inputType(const graph::NodeSpec& spec, const std::string& portName) {
  if (const graph::PortSpec* input = spec.find_input(portName)) return input->type;
  const graph::ParamSpec* param = spec.find_param(portName);
  return param == nullptr ? std::nullopt : param->port_type();
}

std::string fittingOutput(const graph::NodeSpec& spec, const graph::NodeSpec& target, const std::string& portName) {
  const auto type = inputType(target, portName);
  for (const graph::PortSpec& output : spec.outputs) {
    if (type && accepts(*type, output.type)) return output.name;
  }
  return {};
}

QPointF cornerOf(const graph::Fragment& fragment) {
  const double far = std::numeric_limits<double>::max();
  QPointF corner(far, far);
  for (const auto& [id, node] : fragment.inner.nodes()) {
    const QPointF place = placeFrom(uiOf(node.extra)).value_or(QPointF());
    corner = {std::min(corner.x(), place.x()), std::min(corner.y(), place.y())};
  }
  return corner;
}

// Whether the outside end of a copied wire exists: the fragment may come from another document.
bool isFed(const graph::Graph& graph, const graph::NodeCatalog& catalog, const graph::Fragment& fragment,
           const Link& link) {
  const graph::Node* from = graph.find(link.from.node);
  const graph::Node* to = fragment.inner.find(link.to.node);
  if (from == nullptr || to == nullptr) return false;
  const graph::NodeSpec* source = catalog.find(from->type);
  const graph::NodeSpec* target = catalog.find(to->type);
  const graph::PortSpec* output = source == nullptr ? nullptr : source->find_output(link.from.port);
  if (output == nullptr || target == nullptr) return false;
  const auto type = inputType(*target, link.to.port);
  return type && accepts(*type, output->type);
}

}  // namespace

QString Document::objection(const Link& link) const {
  if (const std::string text = graph::objection(graph_, catalog_, link); !text.empty())
    return QString::fromStdString(text);
  if (!wireRule_) return {};
  graph::Graph after = graph_;
  if (!takesMany(spec(link.to.node), link.to.port)) {
    for (const Link& other : graph_.links()) {
      if (other.to == link.to) after.disconnect(other);
    }
  }
  if (!after.connect(link)) return {};
  return wireRule_(graph_, after);
}

Result<void> Document::connectPorts(const Link& link) {
  endPreview(PreviewEnd::drop);
  if (const QString text = objection(link); !text.isEmpty())
    return fail(ErrorKind::invalid_graph, "{}", text.toStdString());
  if (contains(graph_.links(), link)) return {};
  std::vector<EditStep> steps;
  std::size_t place = graph_.links().size();
  if (!takesMany(spec(link.to.node), link.to.port)) {
    std::vector<Link> taken;
    for (const Link& other : graph_.links()) {
      if (other.to == link.to) taken.push_back(other);
    }
    steps = stepsTaking(taken);
    if (!steps.empty()) place = std::get<WireStep>(steps.back()).place;
  }
  steps.emplace_back(WireStep{link, place, Json::object(), true});
  push(tr("Connect %1 to %2").arg(title(link.from.node), title(link.to.node)), std::move(steps));
  return {};
}

void Document::disconnect(const Link& link) { disconnect(std::vector<Link>{link}); }

void Document::disconnect(const std::vector<Link>& links) {
  endPreview(PreviewEnd::drop);
  push(tr("Cut %n wire(s)", nullptr, static_cast<int>(links.size())), stepsTaking(links));
}

Result<void> Document::insertOnLink(const Link& link, NodeId id) {
  endPreview(PreviewEnd::drop);
  const graph::NodeSpec* source = spec(link.from.node);
  const graph::NodeSpec* target = spec(link.to.node);
  const graph::NodeSpec* middle = spec(id);
  const graph::PortSpec* output = source == nullptr ? nullptr : source->find_output(link.from.port);
  if (!contains(graph_.links(), link) || target == nullptr || middle == nullptr || output == nullptr ||
      id == link.from.node || id == link.to.node) {
    return fail(ErrorKind::invalid_graph, "this node cannot be put on this wire");
  }
  const Link into{link.from, {id, fittingInput(graph_, *middle, id, output->type)}};
  const Link onward{{id, fittingOutput(*middle, *target, link.to.port)}, link.to};
  if (into.to.port.empty() || onward.from.port.empty()) {
    return fail(ErrorKind::invalid_graph, "{} has no ports for {}", title(id).toStdString(), describe(output->type));
  }
  if (reaches(graph_, id, link.from.node) || reaches(graph_, link.to.node, id)) {
    return fail(ErrorKind::invalid_graph, "the wires would form a ring");
  }
  std::vector<Link> taken{link};
  for (const Link& other : graph_.links()) {
    if (other.to == into.to && !takesMany(middle, into.to.port)) taken.push_back(other);
  }
  std::vector<EditStep> steps = stepsTaking(taken);
  std::size_t place = 0;
  for (const EditStep& step : steps) {
    if (std::get<WireStep>(step).link == link) place = std::get<WireStep>(step).place;
  }
  for (const EditStep& step : steps) {
    const auto& wire = std::get<WireStep>(step);
    if (wire.link != link && wire.place < place) --place;
  }
  steps.emplace_back(WireStep{onward, place, Json::object(), true});
  steps.emplace_back(WireStep{into, graph_.links().size() - taken.size() + 1, Json::object(), true});
  push(tr("Insert %1 on a wire").arg(title(id)), std::move(steps));
  return {};
}

void Document::setBends(const Link& link, const std::vector<QPointF>& bends) {
  if (!contains(graph_.links(), link)) return;
  const Json* ui = uiOf(graph_.link_extra(link));
  push(tr("Reroute a wire"), {WireUiStep{link, ui == nullptr ? Json() : *ui, withBends(ui, bends)}});
}

std::vector<NodeId> Document::paste(const graph::Fragment& fragment, QPointF at, bool withWires) {
  endPreview(PreviewEnd::drop);
  if (fragment.inner.nodes().empty()) return {};
  const QPointF corner = cornerOf(fragment);
  std::vector<EditStep> steps;
  std::vector<NodeId> added;
  std::map<NodeId, NodeId> renamed;
  for (const auto& [id, original] : fragment.inner.nodes()) {
    graph::Node node = original;
    node.id = freshId();
    renamed[id] = node.id;
    added.push_back(node.id);
    const Json* ui = uiOf(node.extra);
    const QPointF place = placeFrom(ui).value_or(corner) - corner + at;
    node.extra["ui"] = withPlace(ui, place);
    steps.emplace_back(NodeStep{std::move(node), true});
  }
  std::size_t place = graph_.links().size();
  for (const Link& link : fragment.inner.links()) {
    const Link copy{{renamed.at(link.from.node), link.from.port}, {renamed.at(link.to.node), link.to.port}};
    steps.emplace_back(WireStep{copy, place++, fragment.inner.link_extra(link), true});
  }
  for (const Link& link : fragment.incoming) {
    if (!withWires || !isFed(graph_, catalog_, fragment, link)) continue;
    steps.emplace_back(WireStep{{link.from, {renamed.at(link.to.node), link.to.port}}, place++, Json::object(), true});
  }
  push(tr("Paste %n node(s)", nullptr, static_cast<int>(added.size())), std::move(steps));
  return added;
}

graph::Fragment Document::copy(const std::vector<NodeId>& ids) const {
  graph::Fragment fragment = graph::copy_fragment(graph_, ids);
  for (const auto& [id, original] : fragment.inner.nodes()) {
    graph::Node* node = fragment.inner.find(id);
    node->extra["ui"] = withPlace(uiOf(node->extra), position(id));
  }
  return fragment;
}

std::vector<NodeId> Document::duplicate(const std::vector<NodeId>& ids, bool withWires) {
  constexpr double kOffset = 32;
  const graph::Fragment fragment = copy(ids);
  return paste(fragment, cornerOf(fragment) + QPointF(kOffset, kOffset), withWires);
}

}  // namespace heddle::document
