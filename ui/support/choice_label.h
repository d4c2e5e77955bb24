// The label of a node's choice ("dpmpp_2m": "DPM++ 2M"), in the user's language. Used by the inspector and the nodes'
// cards. Pure function.
#pragma once

#include <QString>

namespace heddle::ui {

// A name without a label is its own.
[[nodiscard]] QString choiceLabel(const QString& name);

}  // namespace heddle::ui
