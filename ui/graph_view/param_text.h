// Formats a parameter for one line of a node: "20", "7.5", "ddim", "bobbin". Used by cards, menus, the outline and
// help. Pure functions of the window's thread.
#pragma once

#include <QString>
#include <optional>
#include <string>

#include "graph/param_spec.h"

namespace heddle::ui {

// A sentence that a node's description marked for translation.
QString translateNodeText(const std::string& text);

// "image_prompt" as "image prompt", where a port or parameter has no title.
QString plainName(const std::string& title, const std::string& name);

QString describeValue(const graph::ParamValue& value);

// Where in its range a live number is, in [0, 1]; nothing for a value that is not one number with a range.
std::optional<double> shareOfRange(const graph::ParamValue& value, const graph::ParamSpec& spec);
// The value of the same kind at that share, on the slider's step.
graph::ParamValue valueAtShare(double share, const graph::ParamSpec& spec);

}  // namespace heddle::ui
