#include "inspector/lane_text.h"

#include <QCoreApplication>

namespace heddle::ui {
QString presetLabel(graph::LanePreset preset) {
  switch (preset) {
    case graph::LanePreset::all: return QCoreApplication::translate("lanes", "all");
    case graph::LanePreset::style: return QCoreApplication::translate("lanes", "style");
    case graph::LanePreset::layout: return QCoreApplication::translate("lanes", "layout");
    case graph::LanePreset::style_and_layout: return QCoreApplication::translate("lanes", "style + layout");
    case graph::LanePreset::ease_in: return QCoreApplication::translate("lanes", "ease in");
    case graph::LanePreset::ease_out: return QCoreApplication::translate("lanes", "ease out");
  }
  return {};
}

QString presetLabelOf(const graph::Lane& lane, const graph::LaneLayers& layers) {
  const auto preset = graph::preset_of(lane, layers);
  return preset ? presetLabel(*preset) : QString();
}

QString layerName(const std::string& name) {
  const QString whole = QString::fromStdString(name);
  const QString number = whole.section(' ', 1);
  if (whole.startsWith("down ")) return QCoreApplication::translate("lanes", "down %1").arg(number);
  if (whole.startsWith("up ")) return QCoreApplication::translate("lanes", "up %1").arg(number);
  if (whole == "mid") return QCoreApplication::translate("lanes", "middle");
  return QCoreApplication::translate("lanes", "layer %1").arg(whole);
}

QString blockLabel(const std::string& name) {
  const QString whole = QString::fromStdString(name);
  const qsizetype space = whole.indexOf(' ');
  return space < 0 ? whole : whole.left(1) + whole.sliced(space + 1).section('.', 0, 0);
}

}  // namespace heddle::ui
