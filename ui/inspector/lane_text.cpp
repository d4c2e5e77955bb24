#include "inspector/lane_text.h"

#include <QCoreApplication>

namespace heddle::ui {
namespace {

constexpr int kDown = 6;  // layers before the middle one

}  // namespace

QString presetLabel(graph::LanePreset preset) {
  switch (preset) {
    case graph::LanePreset::all:
      return QCoreApplication::translate("lanes", "all");
    case graph::LanePreset::style:
      return QCoreApplication::translate("lanes", "style");
    case graph::LanePreset::layout:
      return QCoreApplication::translate("lanes", "layout");
    case graph::LanePreset::style_and_layout:
      return QCoreApplication::translate("lanes", "style + layout");
    case graph::LanePreset::ease_in:
      return QCoreApplication::translate("lanes", "ease in");
    case graph::LanePreset::ease_out:
      return QCoreApplication::translate("lanes", "ease out");
  }
  return {};
}

QString presetLabelOf(const graph::Lane& lane) {
  const auto preset = graph::preset_of(lane);
  return preset ? presetLabel(*preset) : QString();
}

QString layerName(int layer) {
  if (layer < kDown) return QString("d%1").arg(layer / 2);
  if (layer == kDown) return QStringLiteral("mid");
  return QString("u%1").arg((layer - kDown - 1) / 3 + 1);
}

}  // namespace heddle::ui
