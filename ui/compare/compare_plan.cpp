#include "compare/compare_plan.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "graph/traverse.h"
#include "sheets/sheet.h"

namespace heddle::ui {

namespace {

struct PlanWords {
  Q_DECLARE_TR_FUNCTIONS(heddle::ui::PlanWords)
};

QString nodeText(const std::string& text) { return QCoreApplication::translate("nodes", text.c_str()); }

bool canVary(const graph::ParamSpec& param) {
  return param.stage != graph::Stage::nothing && param.stage != graph::Stage::output &&
         param.kind != graph::ParamKind::list;
}

// Models first, then what the Live panel shows, then the rest in the order of the nodes.
int placeOf(const graph::NodeSpec& spec, const graph::ParamSpec& param) {
  if (spec.type == "model.load" && param.name == "model") return 0;
  return param.live_place > 0 ? param.live_place : 100;
}

QString exampleOf(const graph::NodeSpec& spec, const graph::ParamSpec& param, const graph::ParamValue& value) {
  if (spec.type == "model.load" && param.name == "model") {
    const auto* file = std::get_if<graph::FilePath>(&value);
    const bool isBobbin = file != nullptr && QString::fromStdString(file->path).startsWith("bobbin");
    return isBobbin ? QStringLiteral("bobbin, bobbin:ink, bobbin:pastel, bobbin:neon")
                    : PlanWords::tr("two or more files");
  }
  switch (param.kind) {
    case graph::ParamKind::choice: {
      QStringList names;
      for (const std::string& name : param.choices) names << QString::fromStdString(name);
      return names.mid(0, 4).join(", ");
    }
    case graph::ParamKind::boolean: return QStringLiteral("true, false");
    case graph::ParamKind::seed: return QStringLiteral("1:4");
    case graph::ParamKind::text: return PlanWords::tr("one text | another");
    case graph::ParamKind::file: return PlanWords::tr("two or more files");
    case graph::ParamKind::integer: return QStringLiteral("10, 20, 30");
    default: {
      const double low = param.soft ? param.soft->low : param.minimum.value_or(0);
      const double high = param.soft ? param.soft->high : param.maximum.value_or(1);
      return QStringLiteral("%1:%2:%3").arg(low).arg(high).arg((high - low) / 3, 0, 'g', 3);
    }
  }
}

// The node whose picture the graph is for: what the first result node takes.
std::optional<graph::Endpoint> imageSourceOf(const document::Document& document) {
  for (const auto& [id, node] : document.graph().nodes()) {
    const graph::NodeSpec* spec = document.spec(id);
    if (spec == nullptr || !spec->is_result || node.mode != graph::NodeMode::on) continue;
    for (const graph::PortSpec& port : spec->inputs) {
      if (port.type.id != graph::port::image.id) continue;
      if (const auto from = graph::source_of(document.graph(), id, port.name)) return from;
    }
  }
  return std::nullopt;
}

// The nearest node before it that makes latents in steps; none: 0.
graph::NodeId samplerBefore(const document::Document& document, graph::NodeId node) {
  for (const graph::NodeId at : graph::upstream_of(document.graph(), node)) {
    const graph::NodeSpec* spec = document.spec(at);
    if (spec == nullptr || spec->find_param("steps") == nullptr) continue;
    for (const graph::PortSpec& port : spec->outputs) {
      if (port.type.id == graph::port::latent.id) return at;
    }
  }
  return {};
}

// "ink" of bobbin:ink, and of a file its name.
QString fileLabel(const QString& value) {
  if (value == "bobbin") return QStringLiteral("Bobbin");
  if (value.startsWith("bobbin:")) return value.mid(7);
  return QFileInfo(value).completeBaseName();
}

QString labelOf(const std::vector<CompareAxisText>& texts, const sheets::Sheet& sheet, std::size_t cell) {
  QStringList parts;
  const auto place = sheet.place(cell);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const QString value = QString::fromStdString(sheet.axes()[i].values[place[i]]);
    const auto* spec = sheet.axes()[i].target ? sheet.axes()[i].target->spec : nullptr;
    const bool saysItself = spec == nullptr || spec->kind == graph::ParamKind::file ||
                            spec->kind == graph::ParamKind::text || spec->kind == graph::ParamKind::choice;
    const bool isFile = spec != nullptr && spec->kind == graph::ParamKind::file;
    parts << (isFile ? fileLabel(value) : saysItself ? value : texts[i].choice.short_title + " " + value);
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

std::vector<CompareChoice> compareChoices(const document::Document& document) {
  std::vector<std::pair<int, CompareChoice>> found;
  for (const auto& [id, node] : document.graph().nodes()) {
    const graph::NodeSpec* spec = document.spec(id);
    if (spec == nullptr) continue;
    for (const graph::ParamSpec& param : spec->params) {
      if (!canVary(param)) continue;
      const QString name = QString::fromStdString(param.name);
      const QString title = nodeText(param.title.empty() ? param.name : param.title);
      found.emplace_back(
          placeOf(*spec, param),
          CompareChoice{QStringLiteral("%1.%2").arg(id.value).arg(name),
                        document.title(id) == title ? title : QStringLiteral("%1 · %2").arg(title, document.title(id)),
                        title, exampleOf(*spec, param, document.param(id, name))});
    }
  }
  std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
  std::vector<CompareChoice> choices;
  for (auto& [place, choice] : found) choices.push_back(std::move(choice));
  choices.push_back({QStringLiteral("replace"), PlanWords::tr("Words of every prompt"), PlanWords::tr("Words"),
                     PlanWords::tr("ball | cube | house")});
  return choices;
}

Result<ComparePlan> planComparison(const document::Document& document, const std::vector<CompareAxisText>& texts) {
  const auto source = imageSourceOf(document);
  if (!source) return fail(ErrorKind::invalid_input, "{}", PlanWords::tr("The graph saves no picture.").toStdString());
  std::vector<sheets::Axis> axes;
  for (const CompareAxisText& text : texts) {
    const std::string written = text.choice.name.toStdString() + "=" + text.values.trimmed().toStdString();
    auto axis = sheets::read_axis(written, document.graph(), document.catalog(), text.choice.title.toStdString());
    if (!axis) return forward(axis);
    axes.push_back(std::move(*axis));
  }
  ComparePlan plan;
  if (axes.size() > 1) plan.columns = static_cast<int>(axes.front().values.size());
  auto sheet = sheets::Sheet::make(document.graph(), std::move(axes));
  if (!sheet) return forward(sheet);
  if (sheet->cells() < 2 || sheet->cells() > kComparePanesMost) {
    return fail(ErrorKind::invalid_input, "{}",
                PlanWords::tr("That makes %1 pictures; compare 2 to %2.")
                    .arg(sheet->cells())
                    .arg(kComparePanesMost)
                    .toStdString());
  }
  const graph::NodeId sampler = samplerBefore(document, source->node);
  for (std::size_t cell = 0; cell < sheet->cells(); ++cell) {
    auto made = sheet->graph(cell, document.catalog());
    if (!made) return forward(made);
    plan.panes.push_back(
        {labelOf(texts, *sheet, cell), std::make_shared<const graph::Graph>(std::move(*made)), source->node, sampler});
  }
  return plan;
}

void keepPane(document::Document& document, const graph::Graph& pane) {
  document.undoStack()->beginMacro(PlanWords::tr("Keep a compared picture"));
  for (const auto& [id, node] : pane.nodes()) {
    if (document.node(id) == nullptr) continue;
    for (const auto& [name, value] : node.params) {
      const QString param = QString::fromStdString(name);
      if (document.param(id, param) != value) document.setParam(id, param, value);
    }
  }
  document.undoStack()->endMacro();
}

}  // namespace heddle::ui
