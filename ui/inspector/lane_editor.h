// LaneEditor: a strength as one slider; behind its lane button a range of steps, a curve, or layers x steps, with
// presets. Used by the inspector and the Live panel. Thread rule: the window's thread.
#pragma once

#include <optional>
#include <vector>

#include "graph/lane.h"
#include "graph/lane_layers.h"
#include "inspector/param_editor.h"

class QButtonGroup;
class QLabel;

namespace heddle::ui {

class LaneGrid;
class RangeSlider;
class ValueSlider;

class LaneEditor final : public ParamEditor {
  Q_OBJECT
 public:
  // By layers where the parameter is. While no model is known, as many as the lane has, else Stable Diffusion 1.5's; a
  // note says so.
  LaneEditor(const graph::ParamSpec& spec, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;
  void setSteps(int steps) override;
  void setLayers(const graph::LaneLayers* layers) override;
  void setOpen(bool open);
  [[nodiscard]] bool isOpen() const { return isOpen_; }
  [[nodiscard]] const graph::Lane& lane() const { return lane_; }

 private:
  void makeForms();
  void makePresets();
  void show(const graph::Lane& lane);
  void choose(const graph::Lane& lane);
  // Of the model, or what stands for them.
  [[nodiscard]] graph::LaneLayers layers() const;
  [[nodiscard]] int rows() const { return isByLayer_ ? static_cast<int>(layers().names.size()) : 1; }
  [[nodiscard]] graph::Lane withGrid() const;
  [[nodiscard]] graph::Lane withSlider(double value) const;

  bool isByLayer_;
  std::optional<graph::LaneLayers> known_;  // the model's
  int steps_ = 20;
  bool isOpen_ = false;
  graph::Lane lane_;
  graph::Lane pattern_;  // the newest lane that is not all zeros: the slider restores it when it leaves 0
  ValueSlider* slider_;
  QWidget* more_;
  QButtonGroup* forms_;
  RangeSlider* range_;
  LaneGrid* grid_;
  ValueSlider* brush_;
  QLabel* note_;  // that the model is not known
  QWidget* presets_;
  std::vector<QWidget*> layerPresets_;  // those that need the model's layers
};

}  // namespace heddle::ui
