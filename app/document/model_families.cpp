#include "document/model_families.h"

#include <QFileInfo>
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "graph/traverse.h"
#include "weights/usual_names.h"

namespace heddle::document {
namespace {

using graph::NodeId;

const QString kOwnFamily = QStringLiteral("bobbin");
constexpr std::string_view kModelInput = "model";

// The kinds of wire that lead from a part's file to the node that takes it beside a model.
constexpr std::array<std::string_view, 9> kPartWires = {"control",       "control_net",  "t2i_adapter",
                                                        "style_adapter", "coadapter",    "co_condition",
                                                        "uni_control",   "image_prompt", "adapter"};

// The kind of file that a node opens and by which it conditions a model; null for other nodes.
const weights::FileKindFacts* partOf(const std::string& type) {
  for (const weights::FileKindFacts& facts : weights::file_kinds()) {
    const bool isModel = facts.kind == weights::FileKind::checkpoint || facts.kind == weights::FileKind::unet;
    if (facts.is_of_family && !isModel && facts.node == type) return &facts;
  }
  return nullptr;
}

QString fileOf(const graph::Node& node, std::string_view param) {
  const auto found = node.params.find(std::string(param));
  const auto* file = found == node.params.end() ? nullptr : std::get_if<graph::FilePath>(&found->second);
  return file == nullptr ? QString() : QString::fromStdString(file->path);
}

weights::Family familyOf(const QString& id) {
  if (id == "sd1") return weights::Family::sd1;
  if (id == "sd2") return weights::Family::sd2;
  return id == "sdxl" ? weights::Family::sdxl : weights::Family::unknown;
}

QString nameOf(const QString& id) {
  if (id == "sd1") return QStringLiteral("Stable Diffusion 1.5");
  if (id == "sd2") return QStringLiteral("Stable Diffusion 2");
  return id == "sdxl" ? QStringLiteral("Stable Diffusion XL") : QStringLiteral("Bobbin");
}

bool runs(const graph::Graph& graph, NodeId id) {
  const graph::Node* node = graph.find(id);
  return node != nullptr && node->mode == graph::NodeMode::on;
}

// The nodes whose parts reach `reader`, by wires of parts alone: a picture may come from another model's run.
std::vector<NodeId> partsBefore(const graph::Graph& graph, const graph::NodeCatalog& catalog, NodeId reader) {
  std::vector<NodeId> found = {reader};
  for (std::size_t next = 0; next < found.size(); ++next) {
    const graph::Node* node = graph.find(found[next]);
    const graph::NodeSpec* spec = node == nullptr ? nullptr : catalog.find(node->type);
    if (spec == nullptr) continue;
    for (const graph::Link& link : graph.links()) {
      if (link.to.node != found[next]) continue;
      const graph::PortSpec* input = spec->find_input(link.to.port);
      const bool isPart = input != nullptr && std::ranges::find(kPartWires, input->type.id) != kPartWires.end();
      if (isPart && std::ranges::find(found, link.from.node) == found.end()) found.push_back(link.from.node);
    }
  }
  return found;
}

// The file of the model that a node takes; none where no wire leads to one.
std::optional<QString> modelFileOf(const graph::Graph& graph, NodeId reader) {
  const auto from = graph::source_of(graph, reader, kModelInput);
  if (!from) return std::nullopt;
  const graph::Node* origin = graph.find(graph::origin_of(graph, *from).node);
  const weights::FileKindFacts& facts = weights::facts_of(weights::FileKind::checkpoint);
  if (origin == nullptr || origin->type != facts.node) return std::nullopt;
  const QString file = fileOf(*origin, facts.param);
  return file.isEmpty() ? kOwnFamily : file;
}

}  // namespace

void ModelFamilies::add(const QString& file, const QString& family) {
  known_[file] = family == QStringLiteral("unknown") ? QString() : family;
}

QString ModelFamilies::find(const QString& file) {
  if (file == kOwnFamily || file.startsWith(kOwnFamily + ':')) return kOwnFamily;
  const auto found = known_.find(file);
  if (found != known_.end()) return found->second;
  if (!file.isEmpty() && asked_.insert(file).second) Q_EMIT asked(file);
  return {};
}

void ModelFamilies::askAgain() {
  for (const QString& file : std::set<QString>(asked_)) {
    if (!known_.contains(file)) Q_EMIT asked(file);
  }
}

std::vector<FamilyConflict> ModelFamilies::conflicts(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  std::vector<FamilyConflict> found;
  for (const auto& [id, node] : graph.nodes()) {
    const auto model = runs(graph, id) ? modelFileOf(graph, id) : std::nullopt;
    if (!model) continue;
    for (const NodeId part : partsBefore(graph, catalog, id)) {
      const graph::Node* loads = graph.find(part);
      const weights::FileKindFacts* facts = loads == nullptr ? nullptr : partOf(loads->type);
      if (facts == nullptr || part == id || !runs(graph, part)) continue;
      const QString file = fileOf(*loads, facts->param);
      const QString made = find(file), needed = find(*model);
      if (made.isEmpty() || needed.isEmpty() || made == needed) continue;
      const std::string_view usual = weights::usual_file_names(facts->kind, familyOf(needed));
      found.push_back(
          {id, part,
           message(file, made, *model, needed, QString::fromUtf8(facts->name.data(), qsizetype(facts->name.size())),
                   QString::fromUtf8(usual.data(), qsizetype(usual.size())))});
    }
  }
  return found;
}

QString ModelFamilies::message(const QString& file, const QString& family, const QString& model, const QString& needed,
                               const QString& kind, const QString& usualNames) const {
  const QString names = QFileInfo(file).fileName(), of = QFileInfo(model).fileName();
  const QString problem =
      tr("%1 is made for %2, and the model %3 is %4.").arg(names, nameOf(family), of, nameOf(needed));
  if (usualNames.isEmpty()) return problem + ' ' + tr("Take the %1 for %2.").arg(kind, nameOf(needed));
  return problem + ' ' + tr("Take the %1 for %2 (files called %3).").arg(kind, nameOf(needed), usualNames);
}

QString ModelFamilies::newConflict(const graph::Graph& before, const graph::Graph& after,
                                   const graph::NodeCatalog& catalog) {
  const std::vector<FamilyConflict> old = conflicts(before, catalog);
  for (const FamilyConflict& conflict : conflicts(after, catalog)) {
    const bool isOld = std::ranges::any_of(old, [&](const FamilyConflict& other) {
      return other.reader == conflict.reader && other.part == conflict.part && other.message == conflict.message;
    });
    if (!isOld) return conflict.message;
  }
  return {};
}

}  // namespace heddle::document
