#include "shell/node_help.h"

#include <QLocale>

#include "graph_view/param_text.h"

namespace heddle::ui {
namespace {

QString paragraph(const std::string& text) {
  return text.empty() ? QString() : "<p>" + translateNodeText(text).toHtmlEscaped() + "</p>";
}

QString describeType(const graph::PortType& type) { return plainName({}, graph::describe(type)).toHtmlEscaped(); }

QString portList(const QString& heading, const std::vector<graph::PortSpec>& ports) {
  if (ports.empty()) return {};
  QString page = "<h4>" + heading + "</h4><ul>";
  for (const graph::PortSpec& port : ports) {
    QString line = "<b>" + plainName(port.title, port.name).toHtmlEscaped() + "</b> · " + describeType(port.type);
    if (port.is_multiple) line += " · " + NodeHelp::tr("takes several wires");
    if (port.is_optional) line += " · " + NodeHelp::tr("may stay open");
    page += "<li>" + line + "</li>";
  }
  return page + "</ul>";
}

QString describeRange(const graph::ParamSpec& param) {
  if (!param.choices.empty()) {
    QStringList names;
    for (const std::string& name : param.choices) names << QString::fromStdString(name);
    return names.join(", ");
  }
  if (!param.minimum || !param.maximum) return {};
  return NodeHelp::tr("%1 to %2").arg(QLocale().toString(*param.minimum), QLocale().toString(*param.maximum));
}

QString paramLine(const graph::ParamSpec& param) {
  QString line = "<b>" + plainName(param.title, param.name).toHtmlEscaped() + "</b>";
  const QString usual = describeValue(param.initial);
  if (!usual.isEmpty()) line += " · " + NodeHelp::tr("usually %1").arg(usual.toHtmlEscaped());
  if (const QString range = describeRange(param); !range.isEmpty()) line += " · " + range.toHtmlEscaped();
  if (param.is_live) line += " · " + NodeHelp::tr("may move while it runs");
  if (!param.help_text.empty()) line += "<br>" + translateNodeText(param.help_text).toHtmlEscaped();
  return "<li>" + line + "</li>";
}

}  // namespace

QString nodeHelpPage(const graph::NodeSpec& spec) {
  QString page = "<h3>" + translateNodeText(spec.title).toHtmlEscaped() + "</h3>" + paragraph(spec.help_text);
  page += portList(NodeHelp::tr("Goes in"), spec.inputs);
  page += portList(NodeHelp::tr("Comes out"), spec.outputs);
  if (spec.params.empty()) return page;
  page += "<h4>" + NodeHelp::tr("Parameters") + "</h4><ul>";
  for (const graph::ParamSpec& param : spec.params) page += paramLine(param);
  return page + "</ul>";
}

NodeHelp::NodeHelp(QWidget* parent) : QTextBrowser(parent) {
  setAccessibleName(tr("Help on the selected node"));
  setFrameShape(QFrame::NoFrame);
  document()->setDefaultStyleSheet("ul { margin-left: -24px; } li { margin-bottom: 6px; } h4 { margin-top: 12px; }");
  showNode(nullptr);
}

void NodeHelp::showNode(const graph::NodeSpec* spec) {
  setHtml(spec == nullptr ? "<p>" + tr("Select a node to read what it does.") + "</p>" : nodeHelpPage(*spec));
}

}  // namespace heddle::ui
