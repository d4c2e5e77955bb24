// Maps of what edge and line networks give. Used by the nodes annotate.hed, .pidinet, .line_drawing and .anime_lines.
// Thread rule: pure functions.
// Source: ControlNet-v1-1-nightly, annotator/util (safe_step, nms), gradio_softedge, gradio_scribble.
#pragma once

#include <optional>
#include <string_view>

#include "image/image.h"
#include "imaging/plane.h"

namespace heddle::imaging {

enum class EdgeForm {
  soft,      // as the network gives them
  safe,      // three levels, which hide shading
  lines,     // white where an edge is likelier than not: T2I-Adapter sketch
  scribble,  // thin lines thickened, as if drawn by hand: ControlNet scribble
};

[[nodiscard]] std::optional<EdgeForm> edge_form_from(std::string_view name);  // "soft" "safe" "lines" "scribble"

struct EdgeMapOptions {
  EdgeForm form = EdgeForm::soft;
  double cut = 0;  // 0..1: what is weaker becomes black
};

// edges 0..1 -> one channel. Requires: not empty.
[[nodiscard]] image::Image edge_map(const Plane& edges, const EdgeMapOptions& options);

// A drawing 0..1, dark on white -> one channel, white lines on black; what is weaker than `cut` becomes black.
// Requires: not empty.
[[nodiscard]] image::Image line_map(const Plane& drawing, double cut);

}  // namespace heddle::imaging
